import { fit, textWidth } from "./TextWidth.ts"
import { visibleText } from "./VisibleText.ts"

/** A row of a table: text by column name. A list is shown only as a detail, a line an item. */
export type TableRow = Readonly<Record<string, string | number | ReadonlyArray<string>>>

export interface TableOptions {
  /** Column to sort by, or several; `-name` sorts downwards. Rows keep their order otherwise. */
  readonly sort?: string | ReadonlyArray<string>
  /** Further columns, shown below each row as `name: value`. */
  readonly detail?: ReadonlyArray<string>
  /** Blanks before each line. */
  readonly indent?: number
  /** Lines of the table longer than this are cut. */
  readonly maxWidth?: number
}

const GAP = "  "

const raw = (row: TableRow, column: string): string | number | ReadonlyArray<string> =>
  Object.hasOwn(row, column) ? (row[column] ?? "") : ""

const cell = (row: TableRow, column: string): string => {
  const value = raw(row, column)
  return visibleText(typeof value === "object" ? value.join(", ") : String(value))
}

const compare = (a: string | number, b: string | number): number =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0

const key = (row: TableRow, column: string): string | number => {
  const value = raw(row, column)
  return typeof value === "object" ? value.join(", ") : value
}

const sorted = (rows: ReadonlyArray<TableRow>, sort: TableOptions["sort"]): ReadonlyArray<TableRow> => {
  const columns = sort === undefined ? [] : typeof sort === "string" ? [sort] : sort
  if (columns.length === 0) return rows
  return [...rows].sort((a, b) => {
    for (const column of columns) {
      const name = column.replace(/^-/, "")
      const order = compare(key(a, name), key(b, name))
      if (order !== 0) return column.startsWith("-") ? -order : order
    }
    return 0
  })
}

/** What fits of a line into so many columns, the last of them an ellipsis where something is cut. */
const cut = (line: string, columns: number | undefined): string =>
  columns === undefined || textWidth(line) <= columns ? line : fit(line, columns).trimEnd().replace(/\s+…$/, "…")

const detailLines = (row: TableRow, column: string, indent: string): ReadonlyArray<string> => {
  const value = raw(row, column)
  return typeof value === "object"
    ? [`${indent}  ${column}:`, ...value.map((item) => `${indent}    ${visibleText(item)}`)]
    : [`${indent}  ${column}: ${visibleText(String(value))}`.trimEnd()]
}

/**
 * Lines up rows in columns two blanks apart, as a terminal shows them, without a heading. Control characters in values are made visible.
 *
 * @returns one line a row, and the details of a row below it
 */
export const tableLines = (
  rows: ReadonlyArray<TableRow>,
  columns: ReadonlyArray<string>,
  options: TableOptions = {}
): ReadonlyArray<string> => {
  const indent = " ".repeat(options.indent ?? 0)
  const cells = sorted(rows, options.sort).map((row) => ({ row, texts: columns.map((column) => cell(row, column)) }))
  const widths = columns.map((_, at) =>
    cells.reduce((most, { texts }) => Math.max(most, textWidth(texts[at] ?? "")), 0)
  )
  return cells.flatMap(({ row, texts }) => {
    const padded = texts.map((text, at) => text + " ".repeat((widths[at] ?? 0) - textWidth(text)))
    const line = cut((indent + padded.join(GAP)).trimEnd(), options.maxWidth)
    return [line, ...(options.detail ?? []).flatMap((column) => detailLines(row, column, indent))]
  })
}
