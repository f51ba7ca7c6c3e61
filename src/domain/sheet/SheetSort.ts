import type { SheetCell, SheetData } from "./SheetData.ts"
import { cellAt } from "./SheetData.ts"

/** By which column rows are sorted; by heading, so that it outlasts a refresh that moves columns. */
export interface SheetSort {
  readonly heading: string
  readonly direction: 1 | -1
}

type Piece = string | number

type Key =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly pieces: ReadonlyArray<Piece> }
  | { readonly kind: "last" }

/** Numbers in a text count as numbers: `9:00` is before `10:00`. */
const pieces = (text: string): ReadonlyArray<Piece> =>
  (text.toLowerCase().match(/\d+|\D+/g) ?? []).map((piece) => (/^\d/.test(piece) ? Number(piece) : piece))

const keyOf = ({ number, text }: SheetCell): Key => {
  if (number !== undefined) return Number.isNaN(number) ? { kind: "last" } : { kind: "number", value: number }
  return text === "" ? { kind: "last" } : { kind: "text", pieces: pieces(text) }
}

const comparePiece = (a: Piece, b: Piece): number => {
  if (typeof a === "number" && typeof b === "number") return a - b
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

const comparePieces = (a: ReadonlyArray<Piece>, b: ReadonlyArray<Piece>): number => {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const order = comparePiece(a[at] ?? "", b[at] ?? "")
    if (order !== 0) return order
  }
  return a.length - b.length
}

const compare = (a: Key, b: Key, direction: 1 | -1): number => {
  if (a.kind === "last" || b.kind === "last") return Number(a.kind === "last") - Number(b.kind === "last")
  if (a.kind === "number" && b.kind === "number")
    return a.value === b.value ? 0 : direction * (a.value < b.value ? -1 : 1)
  if (a.kind === "text" && b.kind === "text") return direction * comparePieces(a.pieces, b.pieces)
  return direction * (a.kind === "number" ? -1 : 1)
}

/**
 * Positions of rows in the order of a column: numbers by value, before texts; equal ones stay as they are. Empty cells and NaN
 * are last in both directions. A column that is not there leaves the order alone.
 */
export const sortRows = (
  data: SheetData,
  rows: ReadonlyArray<number>,
  sort: SheetSort | undefined
): ReadonlyArray<number> => {
  const column = sort === undefined ? -1 : data.headings.indexOf(sort.heading)
  if (sort === undefined || column < 0) return rows
  return rows
    .map((row) => [row, keyOf(cellAt(data.rows[row], column))] as const)
    .sort(([, a], [, b]) => compare(a, b, sort.direction))
    .map(([row]) => row)
}
