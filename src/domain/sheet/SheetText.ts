import type { Key } from "./Keys.ts"
import type { SheetState } from "./SheetState.ts"
import { bodyRows, TABLE } from "./SheetState.ts"

/** Shows a text in place of the table until it is left. */
export const showText = (state: SheetState, title: string, lines: ReadonlyArray<string>): SheetState => ({
  ...state,
  mode: { kind: "text", title, lines, top: 0 }
})

/** How many lines a key scrolls, where a page has so many. */
type Scroll = (page: number) => number

const SCROLLS: ReadonlyMap<Key, Scroll> = new Map<Key, Scroll>([
  ["up", () => -1],
  ["k", () => -1],
  ["down", () => 1],
  ["j", () => 1],
  ["page-up", (page) => -page],
  ["K", (page) => -page],
  ["page-down", (page) => page],
  ["J", (page) => page],
  [" ", (page) => page],
  ["home", () => -Infinity],
  ["g", () => -Infinity],
  ["end", () => Infinity],
  ["G", () => Infinity]
])

const LEAVES: ReadonlySet<Key> = new Set(["q", "Q", "escape", "enter", "backspace", "?", "f1"])

/** A key while a text is shown: it scrolls, or goes back to the table. */
export const pressInText = (state: SheetState, key: Key): SheetState => {
  if (state.mode.kind !== "text") return state
  if (LEAVES.has(key)) return { ...state, mode: TABLE }
  const scroll = SCROLLS.get(key)
  if (scroll === undefined) return state
  return { ...state, mode: { ...state.mode, top: state.mode.top + scroll(Math.max(bodyRows(state), 1)) } }
}
