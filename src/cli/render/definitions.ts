import { fit, textWidth } from "../../domain/text/TextWidth.ts"
import { wrap } from "../command/Wrap.ts"

export type Definition = readonly [term: string, text: string]

/** Terms wider than this stand on a line of their own. */
const MAX_TERM = 30

/** Help is never wider than this, whatever the terminal. */
const MAX_WIDTH = 78

/**
 * Terms and their texts in two columns, as click lays them out: indented by two, texts wrapped beside the terms. Paragraphs of
 * a text (lines of it) start on lines of their own.
 */
export const definitionLines = (rows: ReadonlyArray<Definition>, width = MAX_WIDTH): ReadonlyArray<string> => {
  const left = Math.min(Math.max(0, ...rows.map(([term]) => textWidth(term))), MAX_TERM) + 2
  const indent = " ".repeat(left + 2)
  return rows.flatMap(([term, text]) => {
    const room = Math.max(width - left - 2, 10)
    const lines = text.split("\n").flatMap((line) => (line.length <= room ? [line] : wrap(line, room)))
    const [first = "", ...more] = lines
    const head =
      textWidth(term) <= left - 2 ? [`  ${fit(term, left)}${first}`.trimEnd()] : [`  ${term}`, `${indent}${first}`]
    return [...head, ...more.map((line) => `${indent}${line}`.trimEnd())]
  })
}

/** A heading with definitions below it; nothing where there are none. */
export const definitionSection = (title: string, rows: ReadonlyArray<Definition>): ReadonlyArray<string> =>
  rows.length === 0 ? [] : ["", `${title}:`, ...definitionLines(rows)]

/** Paragraphs of a text as lines, an empty line between them. */
export const paragraphLines = (text: string, width = MAX_WIDTH): ReadonlyArray<string> =>
  text
    .trim()
    .split("\n")
    .filter((paragraph) => paragraph.trim() !== "")
    .flatMap((paragraph, i) => [...(i === 0 ? [] : [""]), ...wrap(paragraph.trim(), width)])
