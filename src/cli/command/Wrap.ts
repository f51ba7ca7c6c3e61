/** A text as lines of at most `width` characters, broken at blanks; a longer word stands alone. Blanks before it stay. */
export const wrap = (text: string, width: number): ReadonlyArray<string> => {
  const indent = /^ */.exec(text)?.[0] ?? ""
  const lines: Array<string> = []
  let line = ""
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    const longer = line === "" ? indent + word : `${line} ${word}`
    if (line !== "" && longer.length > width) {
      lines.push(line)
      line = indent + word
    } else line = longer
  }
  return line === "" ? (lines.length === 0 ? [""] : lines) : [...lines, line]
}
