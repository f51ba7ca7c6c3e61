import type { ColumnShape, SheetData, SheetRow } from "./SheetData.ts"
import { columnShapes, NO_DATA } from "./SheetData.ts"
import { filterRows } from "./SheetFilter.ts"
import type { SheetSort } from "./SheetSort.ts"
import { sortRows } from "./SheetSort.ts"

/** Of a terminal, in characters. */
export interface ScreenSize {
  readonly rows: number
  readonly columns: number
}

/** A cell, as a position among the shown rows and one among the shown columns. */
export interface Cursor {
  readonly row: number
  readonly column: number
}

export type PromptKind = "search" | "filter" | "go"

/** What keys act on: the table, a line that is being typed, or a text that is shown in place of the table. */
export type SheetMode =
  | { readonly kind: "table" }
  | { readonly kind: "prompt"; readonly prompt: PromptKind; readonly text: string }
  | {
      readonly kind: "text"
      readonly title: string
      readonly lines: ReadonlyArray<string>
      /** The first line shown, of those that long lines are cut into. */
      readonly top: number
    }

/** A place to come back to, which outlasts refreshes. */
export interface Place {
  readonly id: string
  readonly heading: string
}

/**
 * All that a table on the screen is. It holds: the cursor is on a shown cell (0, 0 where there is none), `rows` and `columns` are
 * positions in `data` without repeats, and the cursor's row and column are on the screen as far as one fits.
 */
export interface SheetState {
  readonly data: SheetData
  readonly shapes: ReadonlyArray<ColumnShape>
  readonly size: ScreenSize
  /** Rows that the filter leaves, in the order of the sort. */
  readonly rows: ReadonlyArray<number>
  /** Columns that are not hidden. */
  readonly columns: ReadonlyArray<number>
  readonly cursor: Cursor
  /** The first shown row on the screen, and the first shown column behind the fixed one. */
  readonly top: number
  readonly left: number
  readonly sort: SheetSort | undefined
  readonly filter: string
  readonly search: string
  readonly hidden: ReadonlySet<string>
  /** Widths that the user chose, by heading. */
  readonly widths: ReadonlyMap<string, number>
  readonly place: Place | undefined
  readonly mode: SheetMode
  /** What the last line says until the next key. */
  readonly notice: string
}

export const TABLE: SheetMode = { kind: "table" }

/** Lines of the screen that are not rows: the headings and the last line. */
const FRAME_LINES = 2

/** How many rows, or lines of a text, the screen has room for. */
export const bodyRows = ({ size }: Pick<SheetState, "size">): number => Math.max(size.rows - FRAME_LINES, 0)

export const cursorRow = (state: SheetState): SheetRow | undefined =>
  state.data.rows[state.rows[state.cursor.row] ?? -1]

/** The cursor's column, as a position in the data. */
export const cursorColumn = (state: SheetState): number | undefined => state.columns[state.cursor.column]

export const headingOf = (state: SheetState, column: number | undefined): string =>
  state.data.headings[column ?? -1] ?? ""

const shownRows = (state: SheetState): ReadonlyArray<number> =>
  sortRows(state.data, filterRows(state.data, state.filter), state.sort)

const shownColumns = ({ data, hidden }: SheetState): ReadonlyArray<number> =>
  data.headings.flatMap((heading, at) => (hidden.has(heading) ? [] : [at]))

/** Works out which rows and columns are shown; the cursor keeps its position. */
export const arrange = (state: SheetState): SheetState => ({
  ...state,
  rows: shownRows(state),
  columns: shownColumns(state)
})

/** Puts the cursor on a run and a column where both are shown; elsewhere it stays. */
export const goTo = (state: SheetState, place: Partial<Place>): SheetState => {
  const row = state.rows.findIndex((at) => state.data.rows[at]?.id === place.id)
  const column = state.columns.findIndex((at) => state.data.headings[at] === place.heading)
  return {
    ...state,
    cursor: { row: row < 0 ? state.cursor.row : row, column: column < 0 ? state.cursor.column : column }
  }
}

/** Other data in place of the old: sorted, filtered and hidden as before, with the cursor on the run that it was on. */
export const withData = (state: SheetState, data: SheetData): SheetState => {
  const [row, heading] = [cursorRow(state), headingOf(state, cursorColumn(state))]
  const next = arrange({ ...state, data, shapes: columnShapes(data) })
  return goTo(next, { ...(row === undefined ? {} : { id: row.id }), heading })
}

/** A table before any key. */
export const initialSheet = (data: SheetData, size: ScreenSize): SheetState =>
  withData(
    {
      data: NO_DATA,
      shapes: [],
      size,
      rows: [],
      columns: [],
      cursor: { row: 0, column: 0 },
      top: 0,
      left: 0,
      sort: undefined,
      filter: "",
      search: "",
      hidden: new Set(),
      widths: new Map(),
      place: undefined,
      mode: TABLE,
      notice: ""
    },
    data
  )
