import type { Cell, CompareTable } from "./CompareTable.ts"
import { float, toNumber } from "../Value.ts"

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** The sample standard deviation (with n - 1); none for a value alone. */
const deviation = (values: ReadonlyArray<number>): number | undefined => {
  if (values.length < 2) return undefined
  const middle = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1))
}

const numbers = (rows: ReadonlyArray<ReadonlyArray<Cell>>, position: number): ReadonlyArray<number> =>
  rows
    .map((row) => toNumber(row[position]?.value ?? null))
    .filter((value) => value !== undefined)
    .filter(Number.isFinite)

const scalar = (value: number | undefined): Cell =>
  value === undefined ? undefined : { kind: "scalar", value: float(value) }

/**
 * One row for all rows that share a key, where the first of them stands: attributes and flags as the first row has them, scalars as
 * the mean of those that are finite, each followed by its standard deviation in a column `NAME sd`. A column `repeats` behind the
 * first says how many rows became one.
 *
 * @param keys the key of each row
 */
export const mergeRepeats = (table: CompareTable, keys: ReadonlyArray<string>): CompareTable => {
  const groups = new Map<string, Array<ReadonlyArray<Cell>>>()
  table.rows.forEach((row, at) => {
    const key = keys[at] ?? ""
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  })
  const isScalar = table.headings.map((_, position) => table.rows.some((row) => row[position]?.kind === "scalar"))
  const cells = (rows: ReadonlyArray<ReadonlyArray<Cell>>, position: number): ReadonlyArray<Cell> => {
    const first = rows[0]?.[position]
    if (isScalar[position] !== true) return [first]
    const values = numbers(rows, position)
    // A single one stays what it is, also where it is not finite.
    if (rows.length === 1 || values.length === 0) return [first, undefined]
    return [scalar(mean(values)), scalar(deviation(values))]
  }
  const count = (rows: ReadonlyArray<unknown>): Cell => ({ kind: "attr", value: rows.length })
  return {
    headings: table.headings.flatMap((heading, position) => [
      heading,
      ...(position === 0 ? ["repeats"] : []),
      ...(isScalar[position] === true ? [`${heading} sd`] : [])
    ]),
    rows: [...groups.values()].map((rows) =>
      table.headings.flatMap((_, position) => {
        const [cell, ...more] = cells(rows, position)
        return [cell, ...(position === 0 ? [count(rows)] : []), ...more]
      })
    )
  }
}
