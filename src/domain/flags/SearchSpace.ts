import { Either, Schema } from "effect"
import { decodeFlagFunction } from "./FlagFunction.ts"
import { isSequenceName } from "./FlagFunctionSequence.ts"
import { pyRepr } from "../text/PyRepr.ts"
import type { Value } from "../Value.ts"
import { float, isInt, isList, toNumber } from "../Value.ts"

/** Where an optimizer looks for a flag's value. */
export type SearchSpace =
  | {
      readonly kind: "uniform" | "loguniform"
      readonly low: number
      readonly high: number
      /** Both ends are integers, and so is every value; a logarithmic space is one of real numbers all the same. */
      readonly integer: boolean
      readonly initial: number | undefined
    }
  | { readonly kind: "choice"; readonly values: ReadonlyArray<Value> }

/** A function that is no search space, or one with wrong arguments. */
export class InvalidSearchSpace extends Schema.TaggedError<InvalidSearchSpace>()("InvalidSearchSpace", {
  flag: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `${this.reason} for flag ${this.flag}`
  }
}

/** Arguments as Python shows a tuple. */
const tuple = (args: ReadonlyArray<Value>): string => `(${args.map(pyRepr).join(", ")}${args.length === 1 ? "," : ""})`

/**
 * Reads a flag value as a search space: `[low:high]` and `uniform[low:high:initial]`, `loguniform[...]`, or the values of a list.
 * A single value is none.
 */
export const searchSpace = (flag: string, value: Value): Either.Either<SearchSpace | undefined, InvalidSearchSpace> => {
  const fail = (reason: string) => Either.left(new InvalidSearchSpace({ flag, reason }))
  if (isList(value))
    return value.length === 0
      ? fail("there is nothing to choose from in '[]'")
      : Either.right({ kind: "choice", values: value })
  if (typeof value !== "string") return Either.right(undefined)
  const decoded = decodeFlagFunction(value)
  if (Either.isLeft(decoded)) return Either.right(undefined)
  const { name = "uniform", args } = decoded.right
  // Why it is none was said when the flag was read.
  if (isSequenceName(name)) return fail(`cannot make a list of '${value}'`)
  if (name !== "uniform" && name !== "loguniform") return fail(`unknown function '${name}' used`)
  const [low, high, initial] = args.map(toNumber)
  if (args.length < 2 || args.length > 3) return fail(`${name} requires 2 or 3 args, got ${tuple(args)}`)
  if (low === undefined || high === undefined || (args.length === 3 && initial === undefined))
    return fail(`${name} requires numbers, got ${tuple(args)}`)
  if (!Number.isFinite(high - low)) return fail(`the ends must be finite in '${value}'`)
  if (low >= high) return fail(`the low end must be less than the high end in '${value}'`)
  if (name === "loguniform" && low <= 0) return fail(`a logarithmic space must be greater than 0 in '${value}'`)
  const integer = name === "uniform" && args.slice(0, 2).every((arg) => isInt(arg))
  return Either.right({ kind: name, low, high, integer, initial })
}

/**
 * A value of a space from a number in [0, 1): every integer of an integer space, both ends included, is equally likely; a
 * logarithmic space is uniform in the exponent. The last number before 1 stands for the upper end itself.
 */
export const sampleSpace = (space: SearchSpace, unit: number): Value => {
  if (space.kind === "choice") return space.values[Math.floor(unit * space.values.length)] ?? null
  const { low, high, integer } = space
  if (integer) return low + Math.floor(unit * (high - low + 1))
  if (unit >= 1 - Number.EPSILON) return float(high)
  const value =
    space.kind === "loguniform"
      ? Math.exp(Math.log(low) + unit * (Math.log(high) - Math.log(low)))
      : low + unit * (high - low)
  return float(Math.min(high, Math.max(low, value)))
}
