import { Either } from "effect"

/** CSV as spreadsheets write it: commas, `"` around fields with commas, quotes or line breaks, `""` for a quote inside. */

const lineOf = (text: string, at: number): number => text.slice(0, at).split("\n").length

/** The rows of a text; rows without anything in them are left out. Fails where the text ends within quotes. */
export const parseCsv = (text: string): Either.Either<ReadonlyArray<ReadonlyArray<string>>, string> => {
  const rows: Array<Array<string>> = []
  let row: Array<string> = []
  let field = ""
  let quoted = false
  let quotedAt = 0
  let touched = false
  const endField = () => {
    row.push(field)
    field = ""
  }
  const endRow = () => {
    if (touched) {
      endField()
      rows.push(row)
    }
    row = []
    touched = false
  }
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text
  for (let i = 0; i < source.length; i++) {
    const char = source.charAt(i)
    if (quoted) {
      if (char !== '"') field += char
      else if (source.charAt(i + 1) === '"') {
        field += char
        i++
      } else quoted = false
    } else if (char === "\n" || char === "\r") endRow()
    else {
      touched = true
      if (char === ",") endField()
      else if (char === '"' && field === "") {
        quoted = true
        quotedAt = i
      } else field += char
    }
  }
  if (quoted) return Either.left(`a value in quotes that begins in line ${lineOf(source, quotedAt)} has no end`)
  endRow()
  return Either.right(rows)
}

const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Rows as text, a newline behind each. */
export const printCsv = (rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  rows.map((row) => `${row.map(csvField).join(",")}\n`).join("")
