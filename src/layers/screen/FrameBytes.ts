import type { Frame, Paint, ScreenLine } from "../../domain/sheet/ScreenLine.ts"
import { textWidth } from "../../domain/text/TextWidth.ts"

const CSI = "\u001b["

/** Select Graphic Rendition codes (ECMA-48, 8.3.117) of each paint: without colours, and the colours on top of that. */
const LOOKS: Readonly<Record<Paint, readonly [plain: string, colour: string]>> = {
  plain: ["", ""],
  heading: ["1;4", "36"],
  cursor: ["7", ""],
  row: ["1", ""],
  marked: ["", "33"],
  status: ["7", ""],
  faint: ["2", ""]
}

/** Alternate screen, no wrapping at the edge, no cursor (xterm's private modes 1049, 7 and 25). */
export const ENTER = `${CSI}?1049h${CSI}?7l${CSI}?25l${CSI}2J`

/** What `ENTER` did, undone. */
export const LEAVE = `${CSI}0m${CSI}?25h${CSI}?7h${CSI}?1049l`

/** The terminal shows all of an update at once where it can (private mode 2026); others take no notice. */
const [BEGIN_UPDATE, END_UPDATE] = [`${CSI}?2026h`, `${CSI}?2026l`]

const PLAIN = /^[\x20-\x7e]*$/

const look = (paint: Paint, colours: boolean): string => {
  const [plain, colour] = LOOKS[paint]
  const codes = [plain, colours ? colour : ""].filter((code) => code !== "").join(";")
  return codes === "" ? `${CSI}0m` : `${CSI}0;${codes}m`
}

/**
 * One line, drawn at its place. Terminals differ in how wide they think some characters are: behind such a text the column is
 * told, so that a difference stays in its cell.
 */
export const lineBytes = (line: ScreenLine, row: number, colours: boolean): string => {
  let text = `${CSI}${row + 1};1H`
  let column = 0
  let painted: Paint | undefined
  let sure = true
  for (const span of line) {
    if (!sure) text += `${CSI}${row + 1};${column + 1}H`
    if (span.paint !== painted) text += look(span.paint, colours)
    text += span.text
    painted = span.paint
    column += textWidth(span.text)
    sure = PLAIN.test(span.text)
  }
  return `${text}${CSI}0m`
}

/**
 * What to send so that the screen shows a frame.
 *
 * @param before the lines that the screen shows, as `lineBytes` gave them
 * @returns the bytes, none where nothing changes, and the lines that the screen then shows
 */
export const frameBytes = (
  frame: Frame,
  before: ReadonlyArray<string>,
  colours: boolean
): { readonly bytes: string; readonly lines: ReadonlyArray<string> } => {
  const lines = frame.lines.map((line, row) => lineBytes(line, row, colours))
  const cursor =
    frame.typing === undefined
      ? `${CSI}?25l`
      : `${CSI}${Math.max(frame.lines.length, 1)};${frame.typing + 1}H${CSI}?25h`
  const all = [...lines, cursor]
  const changed = all.filter((line, row) => line !== before[row])
  if (changed.length === 0) return { bytes: "", lines: all }
  // Drawing moves the cursor, so its place is told again.
  const update = changed.includes(cursor) ? changed : [...changed, cursor]
  return { bytes: `${BEGIN_UPDATE}${update.join("")}${END_UPDATE}`, lines: all }
}
