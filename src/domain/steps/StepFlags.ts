import { Either } from "effect"
import { splitBatchFiles } from "../flags/FlagAssign.ts"
import { decodeFlagValue } from "../flags/FlagValue.ts"
import { resolveRefs } from "../ops/OpCommandRefs.ts"
import type { Value, ValueMap } from "../Value.ts"
import { mapOf } from "../Value.ts"

/** What stands behind the operation of a step, with the parent's flags filled in. */
export interface StepFlags {
  readonly flags: ValueMap
  /** How the step itself writes those that are as it writes them: a run's id may look like a number. */
  readonly written: ReadonlyMap<string, string>
  readonly batchFiles: ReadonlyArray<string>
}

const resolved = (value: Value, scope: ValueMap): Either.Either<Value, string> =>
  Either.map(
    Either.mapLeft(resolveRefs(value, scope), ({ message }) => message),
    // A list whose items are references is one only when they are filled in.
    (found) =>
      typeof value === "string" && value.startsWith("[") && typeof found === "string" && found !== value
        ? decodeFlagValue(found).value
        : found
  )

/** Flags of the parent that are meant for the step alone: `STEP:FLAG`, by any of the step's names; the last one counts most. */
const passedOn = (parent: ValueMap, names: ReadonlyArray<string>): ReadonlyArray<readonly [string, Value]> =>
  names.flatMap((name) =>
    Object.entries(parent).flatMap(([flag, value]) =>
      flag.startsWith(`${name}:`) ? [[flag.slice(name.length + 1), value] as const] : []
    )
  )

/**
 * The flags that a step gives its operation: those among its words, those of its `flags`, those of its place in the matrix, and
 * those that the parent was given for it, each over the ones before. References are filled in from the parent's flags; a flag
 * that comes to null is left to the operation. A left says what is wrong.
 *
 * @param names what the step's flags may be called by in the parent's, the most precise last
 */
export const stepFlags = (
  words: ReadonlyArray<string>,
  flags: ReadonlyArray<readonly [string, Value]>,
  matrix: ValueMap,
  parent: ValueMap,
  names: ReadonlyArray<string>
): Either.Either<StepFlags, string> =>
  Either.gen(function* () {
    const { batchFiles, rest } = splitBatchFiles(words)
    const scope = mapOf([...Object.entries(parent), ...Object.entries(matrix)])
    const found = new Map<string, Value>()
    const written = new Map<string, string>()
    for (const word of rest) {
      const equals = word.indexOf("=")
      if (equals < 1) return yield* Either.left(`invalid argument '${word}' - expected NAME=VAL`)
      const [name, text] = [word.slice(0, equals), word.slice(equals + 1)]
      const { value } = decodeFlagValue(text)
      found.set(name, yield* resolved(value, scope))
      if (found.get(name) === value) written.set(name, text)
      else written.delete(name)
    }
    const others = [
      ...(yield* Either.all(
        flags.map(([name, value]) => Either.map(resolved(value, scope), (to) => [name, to] as const))
      )),
      ...Object.entries(matrix),
      ...passedOn(parent, names)
    ]
    for (const [name, value] of others) {
      found.set(name, value)
      written.delete(name)
    }
    return { flags: mapOf([...found].filter(([, value]) => value !== null)), written, batchFiles }
  })
