import type { Key } from "./Keys.ts"
import type { Pressed } from "./SheetAsk.ts"
import { cellAt } from "./SheetData.ts"
import * as Moves from "./SheetMoves.ts"
import { beginPrompt } from "./SheetPrompt.ts"
import type { SheetState } from "./SheetState.ts"
import { cursorColumn, cursorRow, headingOf } from "./SheetState.ts"
import { showText } from "./SheetText.ts"

/** What keys do in the table, and what the list of keys says of it. */
interface Binding {
  readonly keys: ReadonlyArray<Key>
  readonly help: string
  readonly press: (state: SheetState) => Pressed
}

const changes = (change: (state: SheetState) => SheetState): Binding["press"] => {
  return (state) => ({ state: change(state) })
}

/** The cell's full text, and for the first column, which names the run, all that is known of it. */
const enter = (state: SheetState): Pressed => {
  const row = cursorRow(state)
  const column = cursorColumn(state)
  if (row === undefined || column === undefined) return { state }
  if (state.cursor.column === 0) return { state, ask: { kind: "details", id: row.id } }
  const lines = cellAt(row, column).text.split(/\r?\n/)
  return { state: showText(state, `${headingOf(state, column)} of run ${cellAt(row, 0).text}`, lines) }
}

const details = (state: SheetState): Pressed => {
  const row = cursorRow(state)
  return row === undefined ? { state } : { state, ask: { kind: "details", id: row.id } }
}

const mark =
  (marked: boolean) =>
  (state: SheetState): Pressed => {
    const row = cursorRow(state)
    return row === undefined ? { state } : { state, ask: { kind: "mark", id: row.id, marked } }
  }

/** Page 001 of the specification names 1, 2, ? and q; the others are tabview's, and what it lacks. */
const BINDINGS: ReadonlyArray<Binding> = [
  { keys: ["?", "f1"], help: "List the keys", press: (state) => ({ state: showText(state, "Keys", helpLines()) }) },
  { keys: ["q", "Q"], help: "Quit", press: (state) => ({ state, ask: { kind: "quit" } }) },
  { keys: ["up", "k"], help: "One row up", press: changes((state) => Moves.moveBy(state, -1, 0)) },
  { keys: ["down", "j"], help: "One row down", press: changes((state) => Moves.moveBy(state, 1, 0)) },
  { keys: ["left", "h"], help: "One column to the left", press: changes((state) => Moves.moveBy(state, 0, -1)) },
  {
    keys: ["right", "l", "tab"],
    help: "One column to the right",
    press: changes((state) => Moves.moveBy(state, 0, 1))
  },
  { keys: ["page-up", "K", "ctrl-b"], help: "A screen up", press: changes((state) => Moves.pageBy(state, -1)) },
  { keys: ["page-down", "J", " ", "ctrl-f"], help: "A screen down", press: changes((state) => Moves.pageBy(state, 1)) },
  {
    keys: ["home", "0", "^", "ctrl-a"],
    help: "First column",
    press: changes((state) => Moves.moveTo(state, { column: 0 }))
  },
  {
    keys: ["end", "$", "ctrl-e"],
    help: "Last column",
    press: changes((state) => Moves.moveTo(state, { column: state.columns.length - 1 }))
  },
  { keys: ["g", "ctrl-home"], help: "First row", press: changes((state) => Moves.moveTo(state, { row: 0 })) },
  {
    keys: ["G", "ctrl-end"],
    help: "Last row",
    press: changes((state) => Moves.moveTo(state, { row: state.rows.length - 1 }))
  },
  {
    keys: [":"],
    help: "Go to a row by number, or to a column by name",
    press: changes((state) => beginPrompt(state, "go"))
  },
  {
    keys: ["1", "s", "a", "#"],
    help: "Sort by the column, lowest first",
    press: changes((state) => Moves.sortByCursor(state, 1))
  },
  {
    keys: ["2", "S", "A", "@"],
    help: "Sort by the column, highest first",
    press: changes((state) => Moves.sortByCursor(state, -1))
  },
  { keys: ["3"], help: "Do not sort", press: changes(Moves.unsort) },
  { keys: ["/"], help: "Search for a text", press: changes((state) => beginPrompt(state, "search")) },
  { keys: ["n"], help: "Next cell that was searched for", press: changes((state) => Moves.searchOn(state, 1)) },
  {
    keys: ["p", "N"],
    help: "Previous cell that was searched for",
    press: changes((state) => Moves.searchOn(state, -1))
  },
  {
    keys: ["f", "&"],
    help: "Filter: a text, or COLUMN = VALUE (also != < <= > >=); joined by 'and'",
    press: changes((state) => beginPrompt(state, "filter"))
  },
  { keys: ["F", "escape"], help: "Show all runs again", press: changes((state) => Moves.filterBy(state, "")) },
  { keys: ["x", "-"], help: "Hide the column", press: changes(Moves.hideColumn) },
  { keys: ["X", "+"], help: "Show hidden columns", press: changes(Moves.showColumns) },
  { keys: ["."], help: "Widen the column", press: changes((state) => Moves.widen(state, 2, "cursor")) },
  { keys: [","], help: "Narrow the column", press: changes((state) => Moves.widen(state, -2, "cursor")) },
  { keys: [">"], help: "Widen all columns", press: changes((state) => Moves.widen(state, 2, "all")) },
  { keys: ["<"], help: "Narrow all columns", press: changes((state) => Moves.widen(state, -2, "all")) },
  { keys: ["C", "c"], help: "Show the column as wide as its texts, and back", press: changes(Moves.widenFully) },
  { keys: ["enter"], help: "Show the cell's full text; in the first column, the run", press: enter },
  { keys: ["d", "i"], help: "Show what is known of the run", press: details },
  { keys: ["m"], help: "Mark the run", press: mark(true) },
  { keys: ["u"], help: "Unmark the run", press: mark(false) },
  { keys: ["insert"], help: "Remember this cell", press: changes(Moves.remember) },
  { keys: ["delete", "'"], help: "Go back to the remembered cell", press: changes(Moves.comeBack) },
  { keys: ["r"], help: "Refresh", press: (state) => ({ state, ask: { kind: "refresh" } }) }
]

const CONTROL_HELP: ReadonlyArray<readonly [string, string]> = [
  ["Ctrl-L", "Draw the screen anew"],
  ["Ctrl-Z", "Suspend; 'fg' comes back"],
  ["Ctrl-C", "Quit"]
]

const KEY_NAMES: ReadonlyMap<Key, string> = new Map([
  [" ", "Space"],
  ["f1", "F1"],
  ["page-up", "PageUp"],
  ["page-down", "PageDown"]
])

const keyName = (key: Key): string => {
  if (key.startsWith("ctrl-")) return `Ctrl-${keyName(key.slice(5)).replace(/^./, (first) => first.toUpperCase())}`
  return KEY_NAMES.get(key) ?? (key.length > 1 ? key.replace(/^./, (first) => first.toUpperCase()) : key)
}

/** The list of keys, a line each. */
export const helpLines = (): ReadonlyArray<string> => {
  const lines = [...BINDINGS.map(({ help, keys }) => [keys.map(keyName).join(" "), help] as const), ...CONTROL_HELP]
  const width = Math.max(...lines.map(([keys]) => keys.length))
  return lines.map(([keys, help]) => `${keys.padEnd(width)}  ${help}`)
}

let byKey: ReadonlyMap<Key, Binding> | undefined

/** A key while the table is shown; one that means nothing changes nothing. */
export const pressInTable = (state: SheetState, key: Key): Pressed => {
  byKey ??= new Map(BINDINGS.flatMap((binding) => binding.keys.map((each) => [each, binding] as const)))
  return byKey.get(key)?.press(state) ?? { state }
}
