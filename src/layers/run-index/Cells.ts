/** What SQLite gives for one column of one row. */
export type Cell = unknown

export const text = (cell: Cell): string => (typeof cell === "string" ? cell : "")
export const number = (cell: Cell): number => (typeof cell === "number" ? cell : 0)
export const maybe = (cell: Cell): number | undefined => (typeof cell === "number" ? cell : undefined)

/** A stamp as it stands in a row. */
export const stampCell = (cell: Cell): number | null => (typeof cell === "number" ? cell : null)

/** A list that stands in a row as JSON. */
export const list = (cell: Cell): ReadonlyArray<unknown> => {
  if (typeof cell !== "string" || cell === "[]") return []
  const found: unknown = JSON.parse(cell)
  return Array.isArray(found) ? found : []
}
