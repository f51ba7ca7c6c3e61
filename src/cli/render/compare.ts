import type { Cell, CompareTable } from "../../domain/compare/CompareTable.ts"
import { encodeFlagValue } from "../../domain/flags/FlagValue.ts"
import { tableLines } from "../../domain/text/Table.ts"
import type { Value } from "../../domain/Value.ts"
import { isFloat, toNumber } from "../../domain/Value.ts"
import { pyRepr } from "../../domain/text/PyRepr.ts"
import { jsonText } from "../../domain/text/JsonText.ts"
import { csvText } from "./csv.ts"

/** Numbers of a scalar have six decimals, as in lists of scalars everywhere; a step or a count is whole. */
const scalarText = (value: Value): string => {
  const number = toNumber(value)
  if (number === undefined || !isFloat(value)) return String(value)
  return Number.isNaN(number) ? "nan" : Number.isFinite(number) ? number.toFixed(6) : number > 0 ? "inf" : "-inf"
}

/** A cell as a reader sees it; an empty one has no text. */
export const cellText = (cell: Cell): string => {
  if (cell === undefined || cell.value === null) return ""
  if (cell.kind === "scalar") return scalarText(cell.value)
  return typeof cell.value === "string" ? cell.value : encodeFlagValue(cell.value)
}

/** A comparison as text in columns, under its headings. */
export const renderCompareTable = (table: CompareTable): string => {
  const keys = table.headings.map((_, position) => String(position))
  const row = (texts: ReadonlyArray<string>) =>
    Object.fromEntries(keys.map((key, position) => [key, texts[position] ?? ""]))
  return tableLines([row(table.headings), ...table.rows.map((cells) => row(cells.map(cellText)))], keys).join("\n")
}

/** Values as a Python program would write them to CSV: `True`, `0.1`, `nan`, nothing for null. */
const csvCell = (cell: Cell): string => {
  const value = cell?.value ?? null
  if (value === null) return ""
  if (typeof value === "boolean") return value ? "True" : "False"
  if (isFloat(value)) return pyRepr(value)
  return typeof value === "string" ? value : encodeFlagValue(value)
}

/** A comparison as CSV (RFC 4180 quoting, lines end with a newline), headings first. */
export const renderCompareCsv = (table: CompareTable): string =>
  csvText([table.headings, ...table.rows.map((cells) => cells.map(csvCell))])

/** A comparison as JSON: a list of rows, each an object by heading. */
export const renderCompareJson = (table: CompareTable): string =>
  jsonText(
    table.rows.map((cells) =>
      Object.fromEntries(table.headings.map((heading, position) => [heading, cells[position]?.value ?? null]))
    ),
    2
  )
