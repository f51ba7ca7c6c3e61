import { Either, Schema } from "effect"
import { decodeFlagFunction } from "./FlagFunction.ts"
import { byCodePoint } from "./PathOrder.ts"
import { seededRandom } from "./TrialsSample.ts"
import type { Value, ValueMap } from "./Value.ts"
import { float, isInt, isList, mapOf, toNumber } from "./Value.ts"

/** Where an optimizer looks for a flag's value. */
export type SearchSpace =
  | {
      readonly kind: "uniform" | "loguniform"
      readonly low: number
      readonly high: number
      /** Both ends are integers, and so is every value. */
      readonly integer: boolean
      readonly initial: number | undefined
    }
  | { readonly kind: "choice"; readonly values: ReadonlyArray<Value> }

/** A function that is no search space, or one with wrong arguments. */
export class InvalidSearchSpace extends Schema.TaggedError<InvalidSearchSpace>()("InvalidSearchSpace", {
  flag: Schema.String,
  text: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `invalid search space for flag '${this.flag}' (${this.text}): ${this.reason}`
  }
}

/**
 * Reads a flag value as a search space: `[low:high]` and `uniform[low:high:initial]`, `loguniform[...]`, or the values of a list.
 * A single value is none.
 */
export const searchSpace = (flag: string, value: Value): Either.Either<SearchSpace | undefined, InvalidSearchSpace> => {
  if (isList(value)) return Either.right({ kind: "choice", values: value })
  if (typeof value !== "string") return Either.right(undefined)
  const decoded = decodeFlagFunction(value)
  if (Either.isLeft(decoded)) return Either.right(undefined)
  const fail = (reason: string) => Either.left(new InvalidSearchSpace({ flag, text: value, reason }))
  const { name = "uniform", args } = decoded.right
  if (name !== "uniform" && name !== "loguniform") return fail(`unknown function '${name}'`)
  const [low, high, initial] = args.map(toNumber)
  if (args.length < 2 || args.length > 3) return fail(`${name} takes 2 or 3 arguments`)
  if (low === undefined || high === undefined || (args.length === 3 && initial === undefined))
    return fail("expected numbers")
  if (low >= high) return fail("the low end must be less than the high end")
  if (name === "loguniform" && low <= 0) return fail("a logarithmic space must be greater than 0")
  return Either.right({ kind: name, low, high, integer: args.slice(0, 2).every((arg) => isInt(arg)), initial })
}

/**
 * A value of a space from a number in [0, 1): every integer of an integer space, both ends included, is equally likely; a
 * logarithmic space is uniform in the exponent.
 */
export const sampleSpace = (space: SearchSpace, unit: number): Value => {
  if (space.kind === "choice") return space.values[Math.floor(unit * space.values.length)] ?? null
  const { low, high, integer } = space
  if (space.kind === "loguniform") {
    const value = Math.exp(Math.log(low) + unit * (Math.log(high) - Math.log(low)))
    return integer ? Math.min(high, Math.max(low, Math.round(value))) : float(value)
  }
  return integer ? low + Math.floor(unit * (high - low + 1)) : float(low + unit * (high - low))
}

/** How often a draw that repeats an earlier trial is drawn again before it is taken. */
const REDRAWS = 100

/**
 * So many trials with values drawn at random from the search spaces and lists among some flags; all other flags as they are.
 * The same for the same seed. A trial is not repeated while others are easily found.
 */
export const sampleTrials = (
  flags: ValueMap,
  count: number,
  seed: number
): Either.Either<ReadonlyArray<ValueMap>, InvalidSearchSpace> =>
  Either.gen(function* () {
    const spaces: Array<readonly [string, SearchSpace]> = []
    for (const name of Object.keys(flags).sort(byCodePoint)) {
      const space = yield* searchSpace(name, flags[name] ?? null)
      if (space !== undefined) spaces.push([name, space])
    }
    const random = seededRandom(seed)
    const draw = () => spaces.map(([name, space]) => [name, sampleSpace(space, random())] as const)
    const seen = new Set<string>()
    return Array.from({ length: spaces.length === 0 ? 1 : count }, () => {
      let drawn = draw()
      for (let i = 0; i < REDRAWS && seen.has(String(drawn)); i++) drawn = draw()
      seen.add(String(drawn))
      return mapOf([...Object.entries(flags), ...drawn])
    })
  })
