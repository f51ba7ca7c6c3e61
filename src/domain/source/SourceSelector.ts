import type { SelectRule } from "../ops/OpDef.ts"
import { compilePatterns } from "./SelectPattern.ts"

/** What a rule may ask of a file, each answered only when asked. */
export interface FileFacts {
  /** Bytes. */
  readonly size: () => number
  readonly isText: () => boolean
}

/** A rule would have taken a file, were it smaller, or had the rule not taken `max` files before. */
export type SelectLimit = { readonly kind: "too-big" } | { readonly kind: "too-many"; readonly max: number }

/** Whether the rules take a file; where no rule decides but one would have within its limit, that limit. */
export interface FileVerdict {
  readonly selected: boolean
  readonly limit: SelectLimit | undefined
}

export interface Selector {
  /** Whether to look into a directory. `holds` tells whether a path below it exists. */
  readonly entersDir: (path: string, holds: (path: string) => boolean) => boolean
  /** Whether to take a file. Every call counts toward the rules' limits, so each file is asked about once, in scan order. */
  readonly file: (path: string, facts: FileFacts) => FileVerdict
}

const sizeFits = (rule: SelectRule, facts: FileFacts): boolean =>
  (rule.sizeLt === undefined || facts.size() < rule.sizeLt) && (rule.sizeGt === undefined || facts.size() > rule.sizeGt)

const typeFits = (rule: SelectRule, facts: FileFacts): boolean =>
  rule.type === undefined || facts.isText() === (rule.type === "text")

interface CompiledRule {
  readonly rule: SelectRule
  readonly matches: (path: string) => boolean
  count: number
  overflowed: boolean
}

/** How one rule takes to a file: it matches, it does not, or only its limit keeps it from it. */
const apply = (entry: CompiledRule, path: string, facts: FileFacts): boolean | SelectLimit => {
  const { rule } = entry
  if (!entry.matches(path)) return false
  const max = rule.maxMatches !== undefined && entry.count >= rule.maxMatches ? rule.maxMatches : undefined
  // Once it is known that a rule leaves files out, no more of them are opened to tell.
  if (max !== undefined && entry.overflowed) return { kind: "too-many", max }
  if (!typeFits(rule, facts)) return false
  if (max !== undefined) {
    entry.overflowed = true
    return { kind: "too-many", max }
  }
  if (!sizeFits(rule, facts)) return rule.sizeLt === undefined ? false : { kind: "too-big" }
  entry.count += 1
  return true
}

/**
 * Puts rules to work on the paths of one scan, `/`-separated and relative to the root. The last rule that matches decides; what
 * no rule matches is left out, and a directory that no rule matches is entered. Rules of type `dir` are for directories only, all
 * others for files only. A rule with `maxMatches` stops matching after so many files.
 */
export const makeSelector = (rules: ReadonlyArray<SelectRule>): Selector => {
  const compiled = rules.map((rule) => ({ rule, matches: compilePatterns(rule), count: 0, overflowed: false }))
  const dirRules = compiled.filter(({ rule }) => rule.type === "dir")
  const fileRules = compiled.filter(({ rule }) => rule.type !== "dir")
  return {
    entersDir: (path, holds) =>
      dirRules.reduce(
        (enters, { rule, matches }) =>
          enters !== rule.include && matches(path) && (rule.sentinel === undefined || holds(rule.sentinel))
            ? rule.include
            : enters,
        true
      ),
    file: (path, facts) => {
      let decided: boolean | undefined
      let limit: SelectLimit | undefined
      for (const entry of fileRules) {
        const match = apply(entry, path, facts)
        if (match === true) decided = entry.rule.include
        else if (match !== false) limit = match
      }
      return { selected: decided === true, limit: decided === undefined ? limit : undefined }
    }
  }
}
