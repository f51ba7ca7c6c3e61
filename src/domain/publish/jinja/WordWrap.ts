/** Blanks, dashes between words, and words, which may be cut behind a hyphen: Python's `textwrap` cuts text into the same. */
const CHUNK =
  /([\t\n\v\f\r ]+|(?<=[\p{L}\p{N}_!"'&.,?])-{2,}(?=[\p{L}\p{N}_])|[^\t\n\v\f\r ]+?(?:-(?:(?<=[\p{L}_]{2}-)|(?<=[\p{L}_]-[\p{L}\p{N}_!"'&.,?]-))(?=[\p{L}_]-?[\p{L}_])|(?=[\t\n\v\f\r ]|$)|(?<=[\p{L}\p{N}_!"'&.,?])(?=-{2,}[\p{L}\p{N}_])))/u

const isBlank = (chunk: string | undefined): boolean => chunk !== undefined && chunk.trim() === ""

/** Where a word that fits no line is cut: behind its last hyphen that does. */
const cutAt = (word: string, room: number): number => {
  const hyphen = word.lastIndexOf("-", room - 1)
  return word.length > room && hyphen > 0 && /[^-]/.test(word.slice(0, hyphen)) ? hyphen + 1 : room
}

/** One line as several of at most `width` characters; blanks where a line is cut are dropped. */
export const wrapLine = (line: string, width: number, breakLongWords: boolean): ReadonlyArray<string> => {
  const chunks = line.split(CHUNK).filter((chunk) => chunk !== "")
  const lines: Array<string> = []
  while (chunks.length > 0) {
    if (lines.length > 0 && isBlank(chunks[0])) chunks.shift()
    const row: Array<string> = []
    let size = 0
    for (let next = chunks[0]; next !== undefined && size + next.length <= width; next = chunks[0]) {
      row.push(next)
      size += next.length
      chunks.shift()
    }
    const long = chunks[0]
    if (long !== undefined && long.length > width) {
      if (breakLongWords) {
        const at = cutAt(long, width - size)
        row.push(long.slice(0, at))
        chunks[0] = long.slice(at)
      } else if (row.length === 0) row.push(...chunks.splice(0, 1))
    }
    if (isBlank(row.at(-1))) row.pop()
    if (row.length > 0) lines.push(row.join(""))
  }
  return lines
}
