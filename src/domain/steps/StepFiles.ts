import { globToRegExp } from "../source/SelectPattern.ts"

const STARS = "**"

const matchesParts = (patterns: ReadonlyArray<RegExp | undefined>, parts: ReadonlyArray<string>): boolean => {
  const [first, ...rest] = patterns
  if (patterns.length === 0) return parts.length === 0
  if (first === undefined) return parts.some((_, at) => matchesParts(rest, parts.slice(at))) || matchesParts(rest, [])
  const [part, ...left] = parts
  return part !== undefined && first.test(part) && matchesParts(rest, left)
}

/**
 * A test of `/`-paths relative to a run directory against a shell pattern, part by part: `*` stays within a name, `**` stands for any
 * directories. What guild keeps in a run is matched by patterns that name it.
 */
export const fileMatcher = (glob: string): ((path: string) => boolean) => {
  const plain = glob.replace(/^(?:\.\/)+/, "")
  const patterns = plain.split("/").map((part) => (part === STARS ? undefined : globToRegExp(part)))
  const own = plain.startsWith(".guild")
  return (path) => (own || !path.startsWith(".guild/")) && matchesParts(patterns, path.split("/"))
}
