import { columnWidth, NARROWEST } from "./SheetLayout.ts"
import { cellAt } from "./SheetData.ts"
import { columnNamed, textMatcher } from "./SheetFilter.ts"
import type { SheetState } from "./SheetState.ts"
import { arrange, bodyRows, cursorColumn, cursorRow, goTo, headingOf } from "./SheetState.ts"

/** Moves the cursor; beyond the edge is the edge. */
export const moveBy = (state: SheetState, rows: number, columns: number): SheetState => ({
  ...state,
  cursor: { row: state.cursor.row + rows, column: state.cursor.column + columns }
})

/** Puts the cursor on a row or column by its position, whether there is one or not. */
export const moveTo = (state: SheetState, to: Partial<SheetState["cursor"]>): SheetState => ({
  ...state,
  cursor: { ...state.cursor, ...to }
})

/** As far as the screen goes, rows and all. */
export const pageBy = (state: SheetState, pages: 1 | -1): SheetState => {
  const rows = pages * Math.max(bodyRows(state), 1)
  return { ...moveBy(state, rows, 0), top: state.top + rows }
}

/** Sorts by the cursor's column; the cursor stays where it is on the screen. */
export const sortByCursor = (state: SheetState, direction: 1 | -1): SheetState => {
  const heading = headingOf(state, cursorColumn(state))
  return {
    ...arrange({ ...state, sort: { heading, direction } }),
    notice: `Sorted by ${heading}, ${direction === 1 ? "lowest" : "highest"} first`
  }
}

/** The rows in the order in which they came, the cursor on the run that it was on. */
export const unsort = (state: SheetState): SheetState => {
  const id = cursorRow(state)?.id
  return { ...goTo(arrange({ ...state, sort: undefined }), id === undefined ? {} : { id }), notice: "Not sorted" }
}

/** Shows the runs that a filter lets through, with the cursor on the run it was on where that is one of them. */
export const filterBy = (state: SheetState, filter: string): SheetState => {
  const id = cursorRow(state)?.id
  const next = goTo(arrange({ ...state, filter: filter.trim() }), id === undefined ? {} : { id })
  return {
    ...next,
    notice: next.filter === "" ? "All runs are shown" : `${next.rows.length} of ${state.data.rows.length} runs`
  }
}

/** The next cell behind the cursor (or before it) that has the searched text, around the end of the table. */
export const searchOn = (state: SheetState, direction: 1 | -1): SheetState => {
  if (state.search === "") return { ...state, notice: "Nothing to search for: type / and a text" }
  const matches = textMatcher(state.search)
  const [height, width] = [state.rows.length, state.columns.length]
  const cells = height * width
  const start = state.cursor.row * width + state.cursor.column
  for (let step = 1; step <= cells; step += 1) {
    const at = (start + direction * step + cells * 2) % cells
    const [row, column] = [Math.floor(at / width), at % width]
    if (!matches(cellAt(state.data.rows[state.rows[row] ?? -1], state.columns[column] ?? -1).text)) continue
    const around = direction === 1 ? at <= start : at >= start
    return { ...moveTo(state, { row, column }), notice: around ? "Searched around the end" : "" }
  }
  return { ...state, notice: `Not found: ${state.search}` }
}

/** Goes to a row by its number, or to a column by its heading. */
export const goToTyped = (state: SheetState, text: string): SheetState => {
  if (/^\d+$/.test(text)) return moveTo(state, { row: Number(text) - 1 })
  const column = columnNamed(state.data.headings, text)
  const position = column === undefined ? -1 : state.columns.indexOf(column)
  return position < 0 ? { ...state, notice: `No such column: ${text}` } : moveTo(state, { column: position })
}

/** Hides the cursor's column; the last one stays. */
export const hideColumn = (state: SheetState): SheetState => {
  if (state.columns.length < 2) return { ...state, notice: "The last column is not hidden" }
  const heading = headingOf(state, cursorColumn(state))
  const next = arrange({ ...state, hidden: new Set([...state.hidden, heading]) })
  return { ...next, notice: `Hid ${heading}; X shows hidden columns` }
}

/** Brings all hidden columns back; the cursor stays in its column. */
export const showColumns = (state: SheetState): SheetState => {
  const heading = headingOf(state, cursorColumn(state))
  return goTo(arrange({ ...state, hidden: new Set() }), { heading })
}

/** Sets the widths of columns, given by their positions among those that are not hidden. */
const setWidths = (
  state: SheetState,
  positions: ReadonlyArray<number>,
  width: (position: number) => number
): SheetState => ({
  ...state,
  widths: new Map([
    ...state.widths,
    ...positions.map((position): readonly [string, number] => [
      headingOf(state, state.columns[position]),
      Math.max(width(position), NARROWEST)
    ])
  ])
})

/** Makes columns wider or narrower by some columns of the screen. */
export const widen = (state: SheetState, by: number, which: "cursor" | "all"): SheetState =>
  setWidths(
    state,
    which === "all" ? state.columns.map((_, position) => position) : [state.cursor.column],
    (position) => columnWidth(state, position) + by
  )

/** Gives the cursor's column the width of its widest text, or its first width back where it has that. */
export const widenFully = (state: SheetState): SheetState => {
  const column = cursorColumn(state)
  const heading = headingOf(state, column)
  const natural = state.shapes[column ?? -1]?.width ?? NARROWEST
  if (state.widths.get(heading) !== natural) return setWidths(state, [state.cursor.column], () => natural)
  return { ...state, widths: new Map([...state.widths].filter(([name]) => name !== heading)) }
}

/** Notes where the cursor is by run and heading, which outlast other rows and columns. */
export const remember = (state: SheetState): SheetState => {
  const row = cursorRow(state)
  return row === undefined
    ? state
    : {
        ...state,
        place: { id: row.id, heading: headingOf(state, cursorColumn(state)) },
        notice: "Remembered this cell"
      }
}

/** Back to the remembered cell, and to this one the next time. */
export const comeBack = (state: SheetState): SheetState =>
  state.place === undefined
    ? { ...state, notice: "No cell is remembered: type the Insert key on one" }
    : { ...goTo({ ...remember(state), notice: "" }, state.place) }
