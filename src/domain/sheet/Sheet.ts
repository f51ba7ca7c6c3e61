import type { Key } from "./Keys.ts"
import type { Pressed } from "./SheetAsk.ts"
import { EVERYWHERE } from "./SheetAsk.ts"
import { pressInTable } from "./SheetBindings.ts"
import type { SheetData } from "./SheetData.ts"
import { settle } from "./SheetLayout.ts"
import { pressInPrompt } from "./SheetPrompt.ts"
import type { ScreenSize, SheetState } from "./SheetState.ts"
import * as State from "./SheetState.ts"
import * as Text from "./SheetText.ts"

/** A table as it is first shown. */
export const openSheet = (data: SheetData, size: ScreenSize): SheetState => settle(State.initialSheet(data, size))

/** The table after a key was pressed, and what the key asks of others. */
export const press = (state: SheetState, key: Key): Pressed => {
  const quiet = { ...state, notice: "" }
  const ask = EVERYWHERE.get(key)
  if (ask !== undefined) return { state: quiet, ask }
  const pressed =
    state.mode.kind === "prompt"
      ? { state: pressInPrompt(quiet, key) }
      : state.mode.kind === "text"
        ? { state: Text.pressInText(quiet, key) }
        : pressInTable(quiet, key)
  return { ...pressed, state: settle(pressed.state) }
}

/** The table on a screen of another size. */
export const resize = (state: SheetState, size: ScreenSize): SheetState => settle({ ...state, size })

/** The table with other data: what the user did to it stays, and so does the run that the cursor is on. */
export const refreshed = (state: SheetState, data: SheetData): SheetState => settle(State.withData(state, data))

/** A text in place of the table. */
export const withText = (state: SheetState, title: string, lines: ReadonlyArray<string>): SheetState =>
  settle(Text.showText(state, title, lines))

/** Something to say in the last line until the next key. */
export const withNotice = (state: SheetState, notice: string): SheetState => ({ ...state, notice })

/** The table after a run was marked, or its mark was taken away. */
export const withMark = (state: SheetState, id: string, marked: boolean): SheetState => ({
  ...state,
  data: { ...state.data, rows: state.data.rows.map((row) => (row.id === id ? { ...row, marked } : row)) },
  notice: marked ? "Marked" : "Unmarked"
})
