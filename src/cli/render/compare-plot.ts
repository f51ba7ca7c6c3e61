import type { Cell, CompareTable } from "../../domain/compare/CompareTable.ts"
import { toNumber } from "../../domain/Value.ts"
import { cellText } from "./compare.ts"

/** Where the data goes in the page. */
const PLACE = "{/* data */}"

/** Columns of what a run is, not of what came of it: listed below the plot, without an axis of their own. */
const LISTED = new Set(["run", "started", "stopped", "label"])

/** A number where it can be drawn; all else as a text. */
const plain = (cell: Cell): string | number | null => {
  if (cell === undefined || cell.value === null) return null
  const number = toNumber(cell.value)
  if (number !== undefined && Number.isFinite(number)) return number
  return cellText(cell)
}

/** JSON that ends no script and starts no comment of HTML, whatever is in its strings. */
const scriptJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`
  )

/** A comparison as a page of its own with parallel coordinates, which needs nothing from elsewhere. */
export const comparePlot = (page: string, { headings, rows }: CompareTable): string => {
  const data = {
    headings,
    plotted: headings.map((heading) => !LISTED.has(heading)),
    rows: rows.map((row) => row.map(plain))
  }
  return page.replace(PLACE, () => scriptJson(data))
}
