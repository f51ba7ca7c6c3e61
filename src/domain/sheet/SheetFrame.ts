import type { Frame, Paint, ScreenLine, Span } from "./ScreenLine.ts"
import { cellAt, shownText } from "./SheetData.ts"
import type { ShownColumn } from "./SheetLayout.ts"
import { GAP, GUTTER, shownColumns, textLines } from "./SheetLayout.ts"
import { PROMPTS } from "./SheetPrompt.ts"
import type { SheetState } from "./SheetState.ts"
import { bodyRows, cursorRow } from "./SheetState.ts"
import { fit, textWidth } from "../text/TextWidth.ts"

const ARROWS = new Map([
  [1, "↑"],
  [-1, "↓"]
])

/** Spans cut and filled to the width of the screen. */
const filled = (spans: ReadonlyArray<Span>, columns: number, rest: Paint): ScreenLine => {
  let room = columns
  const line: Array<Span> = []
  for (const { paint, text } of spans) {
    const width = Math.min(textWidth(text), room)
    if (width > 0) line.push({ text: fit(text, width), paint })
    room -= width
  }
  return room > 0 ? [...line, { text: " ".repeat(room), paint: rest }] : line
}

/** Cells with the gaps between them. */
const laidOut = (columns: ReadonlyArray<ShownColumn>, paint: Paint, span: (column: ShownColumn) => Span) =>
  columns.flatMap((column, at): ReadonlyArray<Span> =>
    at === 0 ? [span(column)] : [{ text: " ".repeat(GAP), paint }, span(column)]
  )

const headingLine = (state: SheetState, columns: ReadonlyArray<ShownColumn>): ScreenLine => {
  const spans = laidOut(columns, "heading", ({ position, width }) => {
    const column = state.columns[position] ?? -1
    const heading = state.data.headings[column] ?? ""
    const arrow = state.sort?.heading === heading ? (ARROWS.get(state.sort.direction) ?? "") : ""
    const text = arrow + shownText(heading)
    return { text: fit(text, width, state.shapes[column]?.numeric === true ? "right" : "left"), paint: "heading" }
  })
  return filled([{ text: " ".repeat(GUTTER), paint: "heading" }, ...spans], state.size.columns, "heading")
}

const rowLine = (state: SheetState, columns: ReadonlyArray<ShownColumn>, at: number): ScreenLine => {
  const row = state.data.rows[state.rows[at] ?? -1]
  if (row === undefined) return filled([], state.size.columns, "plain")
  const isCursorRow = at === state.cursor.row
  const base: Paint = isCursorRow ? "row" : row.marked ? "marked" : "plain"
  const spans = laidOut(columns, base, ({ position, width }) => {
    const column = state.columns[position] ?? -1
    const align = state.shapes[column]?.numeric === true ? "right" : "left"
    return {
      text: fit(shownText(cellAt(row, column).text), width, align),
      paint: isCursorRow && position === state.cursor.column ? "cursor" : base
    }
  })
  return filled([{ text: row.marked ? "*" : " ", paint: base }, ...spans], state.size.columns, base)
}

/** Where the cursor is and what the table shows, or what the last key has to say. */
const statusText = (state: SheetState): string => {
  const { cursor, data, filter, hidden, mode, notice, rows } = state
  if (notice !== "") return notice
  if (mode.kind === "text") return "q: back to the table"
  const of = rows.length === data.rows.length ? `${rows.length}` : `${rows.length} (of ${data.rows.length})`
  const hiding = data.headings.filter((heading) => hidden.has(heading)).length
  return [
    data.rows.length === 0 ? "No runs" : `Run ${cursorRow(state) === undefined ? 0 : cursor.row + 1} of ${of}`,
    ...(filter === "" ? [] : [`filter: ${filter}`]),
    ...(hiding === 0 ? [] : [`${hiding} hidden`]),
    "?: keys  q: quit"
  ].join("  ")
}

/** The end of a text that is being typed, and the column behind it. */
const typedLine = (text: string, columns: number): readonly [ScreenLine, number] => {
  const hiding = Math.max(textWidth(text) - (columns - 1), 0)
  let [left, used] = [text, 0]
  while (used < hiding && left !== "") {
    const [first = ""] = left
    used += textWidth(first)
    left = left.slice(first.length)
  }
  return [filled([{ text: left, paint: "plain" }], columns, "plain"), Math.min(textWidth(left), columns - 1)]
}

const bodyLines = (state: SheetState): ReadonlyArray<ScreenLine> => {
  const count = bodyRows(state)
  if (state.mode.kind === "text") {
    const lines = textLines(state).slice(state.mode.top, state.mode.top + count)
    return Array.from({ length: count }, (_, at) =>
      filled([{ text: lines[at] ?? "", paint: "plain" }], state.size.columns, "plain")
    )
  }
  const columns = shownColumns(state)
  return Array.from({ length: count }, (_, at) => rowLine(state, columns, state.top + at))
}

/** What the screen shows of a table: as many lines as it has rows, each exactly as wide as it. Only what is visible is looked at. */
export const sheetFrame = (state: SheetState): Frame => {
  const { mode, size } = state
  const heading =
    mode.kind === "text"
      ? filled([{ text: shownText(mode.title), paint: "heading" }], size.columns, "heading")
      : headingLine(state, shownColumns(state))
  const [last, typing] =
    mode.kind === "prompt"
      ? typedLine(shownText(PROMPTS[mode.prompt] + mode.text), size.columns)
      : [filled([{ text: shownText(statusText(state)), paint: "status" }], size.columns, "status"), undefined]
  // A screen of one line has room only for the last one.
  const lines = size.rows > 1 ? [heading, ...bodyLines(state), last] : [last]
  return { lines: lines.slice(0, Math.max(size.rows, 0)), typing }
}
