import type { Key } from "./Keys.ts"
import { filterBy, goToTyped, searchOn } from "./SheetMoves.ts"
import type { PromptKind, SheetState } from "./SheetState.ts"
import { TABLE } from "./SheetState.ts"
import { graphemes } from "../text/TextWidth.ts"

/** What the last line says before what is typed. */
export const PROMPTS: Readonly<Record<PromptKind, string>> = {
  search: "Search: ",
  filter: "Filter: ",
  go: "Go to row or column: "
}

/** Begins a line; it has the text that was typed last for it. */
export const beginPrompt = (state: SheetState, prompt: PromptKind): SheetState => ({
  ...state,
  mode: { kind: "prompt", prompt, text: prompt === "filter" ? state.filter : "" }
})

/** Does what a finished line asks for. A search without a text is the last one again. */
const finish = (state: SheetState, prompt: PromptKind, text: string): SheetState => {
  switch (prompt) {
    case "search":
      return searchOn({ ...state, search: text === "" ? state.search : text }, 1)
    case "filter":
      return filterBy(state, text)
    case "go":
      return text.trim() === "" ? state : goToTyped(state, text.trim())
  }
}

const withoutLast = (text: string): string =>
  graphemes(text)
    .slice(0, -1)
    .map(([grapheme]) => grapheme)
    .join("")

/** A key while a line is typed. */
export const pressInPrompt = (state: SheetState, key: Key): SheetState => {
  if (state.mode.kind !== "prompt") return state
  const { mode } = state
  if (key === "escape") return { ...state, mode: TABLE }
  if (key === "enter") return finish({ ...state, mode: TABLE }, mode.prompt, mode.text)
  if (key === "backspace" && mode.text === "") return { ...state, mode: TABLE }
  if (key === "backspace") return { ...state, mode: { ...mode, text: withoutLast(mode.text) } }
  if (key === "ctrl-u") return { ...state, mode: { ...mode, text: "" } }
  // Keys that type something are named by it: one character.
  return Array.from(key).length === 1 ? { ...state, mode: { ...mode, text: mode.text + key } } : state
}
