import { jsonText } from "../../domain/text/JsonText.ts"
import { tableLines } from "../../domain/text/Table.ts"
import type { SqlRows } from "../../services/RunIndex.ts"
import { csvText } from "./csv.ts"

/** A cell as text: nothing for null, bytes in hexadecimal. */
const cellText = (cell: unknown): string =>
  cell === null || cell === undefined
    ? ""
    : cell instanceof Uint8Array
      ? Buffer.from(cell).toString("hex")
      : String(cell)

/** Rows in columns, under their names. */
export const renderSqlTable = ({ columns, rows }: SqlRows): string => {
  const keys = columns.map((_, position) => String(position))
  const row = (texts: ReadonlyArray<string>) =>
    Object.fromEntries(keys.map((key, position) => [key, texts[position] ?? ""]))
  return tableLines([row(columns), ...rows.map((cells) => row(cells.map(cellText)))], keys).join("\n")
}

/** Rows as CSV, below a line of their columns. */
export const renderSqlCsv = ({ columns, rows }: SqlRows): string =>
  csvText([columns, ...rows.map((cells) => cells.map(cellText))])

const cellJson = (cell: unknown): unknown =>
  cell instanceof Uint8Array ? cellText(cell) : typeof cell === "number" && !Number.isFinite(cell) ? null : cell

/** Rows as a list of objects by column. Of columns with the same name the last one counts. */
export const renderSqlJson = ({ columns, rows }: SqlRows): string =>
  jsonText(
    rows.map((cells) => Object.fromEntries(columns.map((column, position) => [column, cellJson(cells[position])]))),
    2
  )
