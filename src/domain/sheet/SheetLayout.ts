import { textWidth, wrap } from "../text/TextWidth.ts"
import { shownText } from "./SheetData.ts"
import type { SheetState } from "./SheetState.ts"
import { bodyRows } from "./SheetState.ts"

/** Columns of the screen between two columns of the table. */
export const GAP = 2

/** The column of the screen before the table, which shows marks. */
export const GUTTER = 1

/** Wider columns are cut unless the user widens them. */
export const WIDEST = 32

export const NARROWEST = 2

/** A column of the table where the screen shows it. */
export interface ShownColumn {
  /** Its position among the columns that are not hidden. */
  readonly position: number
  readonly width: number
}

/** Width of a column, by its position among those that are not hidden. */
export const columnWidth = (state: SheetState, position: number): number => {
  const column = state.columns[position] ?? -1
  const heading = state.data.headings[column] ?? ""
  // The heading of the sorted column has an arrow.
  const sorted = state.sort?.heading === heading ? textWidth(shownText(heading)) + 1 : 0
  const natural = Math.max(state.shapes[column]?.width ?? 0, sorted)
  return state.widths.get(heading) ?? Math.max(Math.min(natural, WIDEST), NARROWEST)
}

/** How many columns at the left stay when the others scroll: the first, which names the run, where it leaves room enough. */
const fixedColumns = (state: SheetState): number =>
  state.columns.length > 1 && columnWidth(state, 0) * 3 <= state.size.columns ? 1 : 0

/**
 * The columns that the screen has room for, the last one cut where it must be. The first is fixed, the others begin with
 * `state.left`.
 */
export const shownColumns = (state: SheetState): ReadonlyArray<ShownColumn> => {
  const shown: Array<ShownColumn> = []
  let room = state.size.columns - GUTTER
  const add = (position: number): void => {
    const width = Math.min(columnWidth(state, position), room)
    shown.push({ position, width })
    room -= width + GAP
  }
  const fixed = fixedColumns(state)
  if (fixed > 0) add(0)
  for (let at = Math.max(state.left, fixed); at < state.columns.length && room > 0; at += 1) add(at)
  return shown
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most))

/** The first column to show so that the cursor's is whole, or the only one. */
const leftFor = (state: SheetState, column: number): number => {
  const fixed = fixedColumns(state)
  if (column < fixed) return clamp(state.left, Math.max(state.columns.length - 1, 0))
  let room = state.size.columns - GUTTER - (fixed > 0 ? columnWidth(state, 0) + GAP : 0) - columnWidth(state, column)
  let least = column
  while (least > fixed) {
    room -= columnWidth(state, least - 1) + GAP
    if (room < 0) break
    least -= 1
  }
  return Math.min(Math.max(state.left, least), column)
}

/** The lines of a text in place of the table, cut to the width of the screen. */
export const textLines = (state: SheetState): ReadonlyArray<string> =>
  state.mode.kind === "text" ? state.mode.lines.flatMap((line) => wrap(shownText(line), state.size.columns)) : []

/** Brings the cursor onto a cell, and the cell onto the screen. */
export const settle = (state: SheetState): SheetState => {
  const row = clamp(state.cursor.row, state.rows.length - 1)
  const column = clamp(state.cursor.column, state.columns.length - 1)
  const height = Math.max(bodyRows(state), 1)
  const top = clamp(state.top, Math.max(state.rows.length - height, 0))
  const settled = {
    ...state,
    cursor: { row, column },
    top: Math.max(Math.min(top, row), row - height + 1),
    left: leftFor(state, column)
  }
  if (state.mode.kind !== "text") return settled
  return { ...settled, mode: { ...state.mode, top: clamp(state.mode.top, textLines(state).length - height) } }
}
