/**
 * Characters that take two columns although they are no emoji: East Asian wide and full-width ranges (Unicode, UAX #11), each
 * with the unassigned code points within it.
 */
const WIDE: ReadonlyArray<readonly [number, number]> = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0x4dbf],
  [0x4e00, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18d08],
  [0x1aff0, 0x1b2fb],
  [0x1f200, 0x1f265],
  [0x20000, 0x2fffd],
  [0x30000, 0x3fffd]
]

const PLAIN = /^[\x20-\x7e]*$/

/** Texts in which each character stands for itself: no marks, no joiners, no emoji, no Hangul that is put together. */
const SEPARATE =
  /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u259f\u3000-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*$/

const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u

/** Marks on the character before them, and format characters: they take no column of their own. */
const WEIGHTLESS = /^[\p{Mn}\p{Me}\p{Cf}]/u

/** Made when a text first needs it: most have none of what it is for. */
let segmenter: Intl.Segmenter | undefined

const segments = (text: string): Intl.Segments => {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" })
  return segmenter.segment(text)
}

const isWide = (code: number): boolean => code >= 0x1100 && WIDE.some(([first, last]) => first <= code && code <= last)

/** Columns of one user-perceived character: a letter with its marks, an emoji of several code points. */
const graphemeWidth = (grapheme: string): number => {
  if (isWide(grapheme.codePointAt(0) ?? 0) || EMOJI.test(grapheme)) return 2
  return WEIGHTLESS.test(grapheme) ? 0 : 1
}

/** The user-perceived characters of a text, with the columns that each takes. */
export const graphemes = (text: string): ReadonlyArray<readonly [grapheme: string, width: number]> =>
  SEPARATE.test(text)
    ? Array.from(text, (character) => [character, isWide(character.charCodeAt(0)) ? 2 : 1] as const)
    : Array.from(segments(text), ({ segment }) => [segment, graphemeWidth(segment)] as const)

/** Columns that a text without control characters takes on a terminal. */
export const textWidth = (text: string): number => {
  if (PLAIN.test(text)) return text.length
  if (!SEPARATE.test(text)) return graphemes(text).reduce((sum, [, width]) => sum + width, 0)
  let width = text.length
  for (let at = 0; at < text.length; at += 1) if (isWide(text.charCodeAt(at))) width += 1
  return width
}

/** The longest beginning of a text that fits, and its width. */
const beginning = (text: string, columns: number): readonly [text: string, width: number] => {
  let [kept, used] = ["", 0]
  for (const [grapheme, width] of graphemes(text)) {
    if (used + width > columns) break
    kept += grapheme
    used += width
  }
  return [kept, used]
}

/** The text in exactly `columns` columns: filled with blanks, or cut with an ellipsis for its last column. */
export const fit = (text: string, columns: number, align: "left" | "right" = "left"): string => {
  if (columns <= 0) return ""
  const width = textWidth(text)
  if (width > columns) {
    const [kept, used] = beginning(text, columns - 1)
    return `${kept}…${" ".repeat(columns - 1 - used)}`
  }
  const blanks = " ".repeat(columns - width)
  return align === "left" ? text + blanks : blanks + text
}

/** A line cut into pieces of at most `columns` columns; a character wider than that stands alone. */
export const wrap = (line: string, columns: number): ReadonlyArray<string> => {
  if (textWidth(line) <= columns) return [line]
  const pieces: Array<string> = []
  let [piece, used] = ["", 0]
  for (const [grapheme, width] of graphemes(line)) {
    if (used + width > columns && piece !== "") {
      pieces.push(piece)
      piece = ""
      used = 0
    }
    piece += grapheme
    used += width
  }
  return [...pieces, piece]
}
