const isRow = (line: string): boolean => line.trimStart().startsWith("|")

/** Where the first table of some lines is; with `head`, the first that has this line at its top. */
const tableIn = (lines: ReadonlyArray<string>, head?: string): readonly [from: number, to: number] | undefined => {
  const from = lines.findIndex(
    (line, i) => isRow(line) && (head === undefined || line.trim() === head) && isRow(lines[i + 1] ?? "")
  )
  if (from < 0) return undefined
  const length = lines.slice(from).findIndex((line) => !isRow(line))
  return [from, length < 0 ? lines.length : from + length]
}

const withTable = (present: string, next: string): string | undefined => {
  const made = next.split("\n")
  const [from, to] = tableIn(made) ?? [0, 0]
  const lines = present.split("\n")
  const place = to === 0 ? undefined : tableIn(lines, made[from]?.trim())
  return place === undefined
    ? undefined
    : [...lines.slice(0, place[0]), ...made.slice(from, to), ...lines.slice(place[1])].join("\n")
}

/**
 * The text of an index that was there, with what is generated anew in the place of what was generated last: nothing that somebody
 * wrote around it is lost. Where the generated part was edited, only its table is replaced, which is known by its first line;
 * where there is none of it, the generated part comes last.
 *
 * @param present what is there now; `undefined` for nothing
 * @param last what was generated last; empty where that is not known
 */
export const mergeIndex = (present: string | undefined, last: string, next: string): string => {
  if (present === undefined || present.trim() === "") return next
  const at = last.trim() === "" ? -1 : present.indexOf(last)
  if (at >= 0) return present.slice(0, at) + next + present.slice(at + last.length)
  if (present.includes(next)) return present
  return withTable(present, next) ?? `${present.trimEnd()}\n\n${next}`
}
