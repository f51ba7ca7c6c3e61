import { visibleText } from "./VisibleText.ts"

/** A label, flag value or file name as one line that no terminal acts on: control characters become `\xNN`. */
export const printable = visibleText

/** A text of several lines that no terminal acts on: newlines and tabs stay, other control characters become `\xNN`. */
export const printableLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.replace(/\r$/, "").split("\t").map(visibleText).join("\t"))
    .join("\n")
