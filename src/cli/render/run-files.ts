import { visibleText } from "../../domain/text/VisibleText.ts"
import type { RunFile } from "../../services/RunFiles.ts"

export interface FileChoice {
  readonly path: string | undefined
  readonly sourcecode: boolean
  readonly dependencies: boolean
  readonly generated: boolean
  readonly all: boolean
  /** Paths of resolved dependencies relative to the run directory. */
  readonly resolved: ReadonlyArray<string>
  /** Where the run keeps its source code, relative to its directory, and whether a path is of it. */
  readonly sourceDir: string
  readonly isSource: (path: string) => boolean
}

export interface FileLayout {
  readonly fullPath: boolean
  readonly noFormat: boolean
  readonly extended: boolean
  readonly humanReadable: boolean
}

const isGuilds = (path: string): boolean => path === ".guild" || path.startsWith(".guild/")

const isBelow = (path: string, dir: string): boolean => path === dir || path.startsWith(`${dir}/`)

/** A pattern as Python's fnmatch reads it over a whole path: `*` stands for any characters, `/` among them. */
const fnmatch = (pattern: string): RegExp => {
  const source = pattern.replace(/\[!?\]?[^\]]*\]|[\s\S]/g, (part) => {
    if (part === "*") return "[\\s\\S]*"
    if (part === "?") return "[\\s\\S]"
    if (part.length > 1)
      return `[${part
        .slice(1, -1)
        .replace(/^!/, "^")
        .replace(/[\\[\]]/g, "\\$&")}]`
    return part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
  })
  return new RegExp(`^(?:${source})$`)
}

/** A path that begins with what was typed, or matches it as a pattern. */
const pathMatcher = (wanted: string): ((path: string) => boolean) => {
  const start = wanted.replace(/\/+$/, "")
  const pattern = fnmatch(wanted)
  return (path) => path.startsWith(start) || pattern.test(path)
}

/** The files of a run that `guild ls` is asked for. */
export const chooseFiles = (files: ReadonlyArray<RunFile>, choice: FileChoice): ReadonlyArray<RunFile> => {
  const matches = choice.path === undefined ? () => true : pathMatcher(choice.path)
  const inSource = (path: string) => (choice.sourceDir === "" ? path : path.slice(choice.sourceDir.length + 1))
  const isResolved = (path: string) => choice.resolved.some((dir) => isBelow(path, dir))
  return files.filter(({ path }) => {
    if (choice.sourcecode)
      return (
        choice.isSource(path) && (choice.path === undefined || (path !== choice.sourceDir && matches(inSource(path))))
      )
    if (choice.dependencies) return isResolved(path) && matches(path)
    if (choice.generated && (isResolved(path) || choice.isSource(path))) return false
    return (choice.all || !isGuilds(path)) && matches(path)
  })
}

const UNITS = ["B", "K", "M", "G", "T", "P"] as const

/** `512B`, `1.5K`, `23M`: one decimal below ten, as `ls -h`. */
export const humanSize = (bytes: number): string => {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  const shown = unit === 0 || value >= 10 ? String(Math.round(value)) : value.toFixed(1)
  return `${shown}${UNITS[unit] ?? ""}`
}

/** One line a file: a directory ends in `/` unless paths are full. */
export const fileLines = (files: ReadonlyArray<RunFile>, runDir: string, layout: FileLayout): ReadonlyArray<string> => {
  const indent = layout.fullPath || layout.noFormat ? "" : "  "
  const sizes = files.map(({ size }) => (layout.humanReadable ? humanSize(size) : String(size)))
  const width = Math.max(0, ...sizes.map((size) => size.length))
  return files.map(({ kind, path }, at) => {
    const name = layout.fullPath ? `${runDir}/${path}` : kind === "dir" ? `${path}/` : path
    const size = layout.extended || layout.humanReadable ? `${(sizes[at] ?? "").padStart(width)}  ` : ""
    return `${indent}${size}${visibleText(name)}`
  })
}
