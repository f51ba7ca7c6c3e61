import { Either } from "effect"
import { translateRegex } from "../scalars/OutputScalarsRegex.ts"
import type { RenameSpec, SelectSpec } from "./ResourceDef.ts"

/** Why an expression cannot be used, in a phrase. */
type Problem = string

const compile = (
  pattern: string,
  whole: boolean
): Either.Either<readonly [RegExp, ReadonlyArray<string | undefined>], Problem> =>
  Either.match(translateRegex(pattern), {
    onLeft: (reason) => Either.left(`invalid regular expression '${pattern}': ${reason}`),
    onRight: ({ source, flags, groupNames }) =>
      Either.right([new RegExp(whole ? `^(?:${source})$` : source, flags.replace("g", "")), groupNames] as const)
  })

const numberOf = (text: string | undefined): number | undefined => {
  const number = text === undefined || text.trim() === "" ? Number.NaN : Number(text)
  return Number.isNaN(number) ? undefined : number
}

/** The path whose first group is the least or the greatest number; the first of equals. */
const reducePaths = (
  paths: ReadonlyArray<string>,
  expression: RegExp,
  reduce: "min" | "max"
): ReadonlyArray<string> => {
  let best: { readonly path: string; readonly number: number } | undefined
  for (const path of paths) {
    const number = numberOf(expression.exec(path)?.[1])
    if (number === undefined) continue
    if (best === undefined || (reduce === "max" ? number > best.number : number < best.number)) best = { path, number }
  }
  return best === undefined ? [] : [best.path]
}

/**
 * The paths that a source selects, of all that there are below it: those that any of its expressions matches in full, each once,
 * in the order given. An expression with `reduce` selects one of its matches, by the number in its first group.
 */
export const selectPaths = (
  paths: ReadonlyArray<string>,
  select: ReadonlyArray<SelectSpec>
): Either.Either<ReadonlyArray<string>, Problem> =>
  Either.map(
    Either.all(
      select.map((spec) =>
        Either.map(compile(spec.pattern, true), ([expression]) => {
          const matches = paths.filter((path) => expression.test(path))
          return spec.reduce === undefined ? matches : reducePaths(matches, expression, spec.reduce)
        })
      )
    ),
    (selections) => {
      const selected = new Set(selections.flat())
      return paths.filter((path) => selected.has(path))
    }
  )

const GROUP_REFERENCE = /\\(?:(\d{1,2})|g<(\w+)>|([\s\S]))/g

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\" }

/** A replacement as Python's `re` reads it, filled in from a match. */
const expand = (
  replacement: string,
  groups: ReadonlyArray<string | undefined>,
  names: ReadonlyArray<string | undefined>
): string =>
  replacement.replace(GROUP_REFERENCE, (_, digits?: string, name?: string, other?: string) => {
    if (other !== undefined) return ESCAPES[other] ?? `\\${other}`
    const index = digits ?? (name !== undefined && /^\d+$/.test(name) ? name : String(names.indexOf(name) + 1))
    return groups[Number(index)] ?? ""
  })

/**
 * The name that a file is linked by: the first match of the first rename that changes anything is replaced. Without one the name
 * stays.
 */
export const renameFile = (name: string, renames: ReadonlyArray<RenameSpec>): Either.Either<string, Problem> => {
  for (const { pattern, replacement } of renames) {
    const compiled = compile(pattern, false)
    if (Either.isLeft(compiled)) return Either.left(compiled.left)
    const [expression, names] = compiled.right
    const match = expression.exec(name)
    if (match === null) continue
    const renamed =
      name.slice(0, match.index) + expand(replacement, [...match], names) + name.slice(match.index + match[0].length)
    if (renamed !== name) return Either.right(renamed)
  }
  return Either.right(name)
}
