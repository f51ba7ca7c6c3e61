/** One command of a page and what it must print, or a file that the page shows and that is written for the reader. */
export type DocStep =
  | {
      readonly kind: "command"
      readonly line: number
      readonly command: string
      readonly expected: string
      readonly exit: number
    }
  | { readonly kind: "file"; readonly line: number; readonly name: string; readonly content: string }

export interface DocPage {
  readonly title: string
  readonly fixture: string | undefined
  /** Numbers of the specification's pages that this page covers. */
  readonly spec: ReadonlyArray<string>
  readonly steps: ReadonlyArray<DocStep>
}

/** `$ command` lines (continued by `> `) with the output below each; a last `<exit N>` tells a status other than 0. */
const consoleSteps = (lines: ReadonlyArray<string>, firstLine: number): ReadonlyArray<DocStep> => {
  const steps: Array<DocStep> = []
  let command: string | undefined
  let at = firstLine
  let output: Array<string> = []
  const flush = () => {
    if (command === undefined) return
    const last = output.at(-1)?.match(/^<exit (\d+)>$/)
    const expected = last === null || last === undefined ? output : output.slice(0, -1)
    steps.push({ kind: "command", line: at, command, expected: expected.join("\n"), exit: Number(last?.[1] ?? 0) })
  }
  lines.forEach((line, i) => {
    if (line.startsWith("$ ")) {
      flush()
      command = line.slice(2)
      at = firstLine + i
      output = []
    } else if (line.startsWith("> ") && command !== undefined && output.length === 0) command += `\n${line.slice(2)}`
    else output.push(line)
  })
  flush()
  return steps
}

/** Reads a page: its title, the `fixture:` and `spec:` lines, ```` ```console ```` blocks, and blocks with `file=NAME`. */
export const parseDocPage = (text: string): DocPage => {
  const lines = text.split("\n")
  const steps: Array<DocStep> = []
  let block: { readonly info: string; readonly start: number } | undefined
  lines.forEach((line, i) => {
    if (block === undefined) {
      if (line.startsWith("```")) block = { info: line.slice(3), start: i + 1 }
      return
    }
    if (line !== "```") return
    const body = lines.slice(block.start, i)
    const file = block.info.match(/\bfile=(\S+)/)?.[1]
    if (file !== undefined)
      steps.push({ kind: "file", line: block.start, name: file, content: body.map((each) => `${each}\n`).join("") })
    else if (block.info.split(" ")[0] === "console") steps.push(...consoleSteps(body, block.start + 1))
    block = undefined
  })
  return {
    title: text.match(/^# (.+)$/m)?.[1] ?? "",
    fixture: text.match(/^fixture: (\S+)$/m)?.[1],
    spec: (text.match(/^spec: (.+)$/m)?.[1] ?? "").split(/[\s,]+/).filter((part) => part !== ""),
    steps
  }
}

const escapeRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

const linePattern = (line: string): RegExp => new RegExp(`^${line.split("...").map(escapeRegex).join(".*")}$`)

/** Whether output is as a page shows it: `...` stands for anything within a line, and alone on a line for any lines. */
export const matchesExpected = (expected: string, actual: string): boolean => {
  const linesOf = (text: string): ReadonlyArray<string> =>
    text.trim() === ""
      ? []
      : text
          .trim()
          .split("\n")
          .map((line) => line.trimEnd())
  const match = (patterns: ReadonlyArray<string>, lines: ReadonlyArray<string>): boolean => {
    const [pattern, ...rest] = patterns
    if (pattern === undefined) return lines.length === 0
    if (pattern.trim() === "...") return lines.some((_, i) => match(rest, lines.slice(i))) || match(rest, [])
    const [line, ...others] = lines
    return line !== undefined && linePattern(pattern).test(line) && match(rest, others)
  }
  return match(linesOf(expected), linesOf(actual))
}
