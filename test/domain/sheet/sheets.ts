import { press, openSheet } from "../../../src/domain/sheet/Sheet.ts"
import type { SheetCell, SheetData } from "../../../src/domain/sheet/SheetData.ts"
import { sheetFrame } from "../../../src/domain/sheet/SheetFrame.ts"
import type { SheetState } from "../../../src/domain/sheet/SheetState.ts"

/** A cell as a comparison has it: a number is shown as it is. */
export const cell = (value: string | number): SheetCell => ({
  text: String(value),
  number: typeof value === "number" ? value : undefined
})

/** A table whose rows are named by their first cell. */
export const sheet = (
  headings: ReadonlyArray<string>,
  ...rows: ReadonlyArray<ReadonlyArray<string | number>>
): SheetData => ({
  headings,
  rows: rows.map((values) => ({ id: String(values[0]), marked: false, cells: values.map(cell) }))
})

/** Some runs. */
export const runs = sheet(
  ["run", "label", "loss", "lr"],
  ["aa", "first", 0.5, 1],
  ["bb", "Second", 0.25, 10],
  ["cc", "third", "", 2],
  ["dd", "fourth", NaN, 3]
)

export const opened = (data = runs, size = { rows: 8, columns: 60 }): SheetState => openSheet(data, size)

/** Types keys; a word is typed letter by letter, a name of a key stands alone. */
export const typed = (state: SheetState, ...keys: ReadonlyArray<string>): SheetState =>
  keys.reduce((now, key) => press(now, key).state, state)

/** Types a text into a line and ends it. */
export const line = (state: SheetState, key: string, text: string): SheetState =>
  typed(state, key, ...Array.from(text), "enter")

export const lines = (state: SheetState): ReadonlyArray<string> =>
  sheetFrame(state).lines.map((spans) => spans.map(({ text }) => text).join(""))

/** Ids of the rows shown, in their order. */
export const ids = (state: SheetState): string => state.rows.map((row) => state.data.rows[row]?.id).join(" ")

/** The run and the column that the cursor is on. */
export const at = (state: SheetState): string =>
  `${state.data.rows[state.rows[state.cursor.row] ?? -1]?.id} ${state.data.headings[state.columns[state.cursor.column] ?? -1]}`
