import type { Style } from "../../services/Terminal.ts"

/** Select Graphic Rendition codes (ECMA-48, 8.3.117): on and off. */
const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39]
}

/** A text in styles, the first one outermost. No text stays no text. */
export const paint = (text: string, styles: ReadonlyArray<Style>): string =>
  text === ""
    ? ""
    : styles.reduceRight((inner, style) => `\u001b[${CODES[style][0]}m${inner}\u001b[${CODES[style][1]}m`, text)

/** Whether colours are wanted: on a terminal that has them, unless NO_COLOR says otherwise (https://no-color.org). */
export const wantsColor = (isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean =>
  isTerminal && !env["NO_COLOR"] && env["TERM"] !== "dumb"
