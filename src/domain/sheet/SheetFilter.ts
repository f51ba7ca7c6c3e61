import type { SheetCell, SheetData, SheetRow } from "./SheetData.ts"
import { cellAt } from "./SheetData.ts"

/** Whether a text has what is looked for; capitals count only where they were typed. */
export const textMatcher = (wanted: string): ((text: string) => boolean) =>
  wanted === wanted.toLowerCase() ? (text) => text.toLowerCase().includes(wanted) : (text) => text.includes(wanted)

type RowTest = (row: SheetRow) => boolean

const ORDERS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b
}

const CONDITION = /^(.+?)\s*(<=|>=|!=|<|>|=)\s*(.*)$/

/** The column that a word names: its heading, else the only one that is so but for capitals. */
export const columnNamed = (headings: ReadonlyArray<string>, name: string): number | undefined => {
  const exact = headings.indexOf(name)
  if (exact >= 0) return exact
  const near = headings.flatMap((heading, at) => (heading.toLowerCase() === name.toLowerCase() ? [at] : []))
  return near.length === 1 ? near[0] : undefined
}

const isNumber = (text: string): boolean => text.trim() !== "" && !Number.isNaN(Number(text))

const equal = (cell: SheetCell, value: string): boolean =>
  cell.number !== undefined && isNumber(value)
    ? cell.number === Number(value) || cell.text === value
    : cell.text.toLowerCase() === value.toLowerCase()

/** `COLUMN OP VALUE` where COLUMN is one of the table's; `undefined` where a term is no condition. */
const condition = (data: SheetData, term: string): RowTest | undefined => {
  const [, name = "", op = "", value = ""] = CONDITION.exec(term) ?? []
  const column = columnNamed(data.headings, name)
  if (column === undefined) return undefined
  if (op === "=") return (row) => equal(cellAt(row, column), value)
  if (op === "!=") return (row) => !equal(cellAt(row, column), value)
  const order = ORDERS[op]
  if (order === undefined || !isNumber(value)) return undefined
  const limit = Number(value)
  return (row) => {
    const { number } = cellAt(row, column)
    return number !== undefined && order(number, limit)
  }
}

const anyCell = (term: string): RowTest => {
  const matches = textMatcher(term)
  return (row) => row.cells.some(({ text }) => matches(text))
}

/**
 * Positions of the rows that a filter leaves: every term of it, joined by ` and `, holds. A term is `COLUMN OP VALUE` with one of
 * `= != < <= > >=`, or a text that is in any cell. An empty filter leaves all.
 */
export const filterRows = (data: SheetData, filter: string): ReadonlyArray<number> => {
  const tests = filter
    .split(/\s+and\s+/)
    .map((term) => term.trim())
    .filter((term) => term !== "")
    .map((term) => condition(data, term) ?? anyCell(term))
  return data.rows.flatMap((row, at) => (tests.every((test) => test(row)) ? [at] : []))
}
