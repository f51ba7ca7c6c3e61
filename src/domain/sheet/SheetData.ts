import { visibleText } from "../text/VisibleText.ts"
import { textWidth } from "../text/TextWidth.ts"

/** A cell's full text as it is, and its value where it is a number. */
export interface SheetCell {
  readonly text: string
  readonly number: number | undefined
}

/** A run as the table shows it; `id` tells it from all others, whatever happens to the rows. */
export interface SheetRow {
  readonly id: string
  readonly marked: boolean
  readonly cells: ReadonlyArray<SheetCell>
}

/** What is shown: headings are all different; a row has a cell for each. */
export interface SheetData {
  readonly headings: ReadonlyArray<string>
  readonly rows: ReadonlyArray<SheetRow>
}

export const NO_DATA: SheetData = { headings: [], rows: [] }

/** How a column is laid out where nobody says otherwise. */
export interface ColumnShape {
  /** Columns of the screen that its widest text takes. */
  readonly width: number
  /** All its values are numbers, so they stand to the right. */
  readonly numeric: boolean
}

const EMPTY: SheetCell = { text: "", number: undefined }

export const cellAt = (row: SheetRow | undefined, column: number): SheetCell => row?.cells[column] ?? EMPTY

/** A text as it stands in a cell: one line on which no terminal acts. */
export const shownText = (text: string): string => visibleText(text)

/** How wide each column is in cells of the screen, and whether it is set to the right as numbers are. */
export const columnShapes = (data: SheetData): ReadonlyArray<ColumnShape> =>
  data.headings.map((heading, column) => {
    let width = textWidth(shownText(heading))
    let [numbers, texts] = [0, 0]
    for (const row of data.rows) {
      const cell = cellAt(row, column)
      if (cell.text === "") continue
      // No character is wider than two columns, and none is shown by more than six.
      if (cell.text.length * 6 > width) width = Math.max(width, textWidth(shownText(cell.text)))
      if (cell.number === undefined) texts += 1
      else numbers += 1
    }
    return { width, numeric: numbers > 0 && texts === 0 }
  })
