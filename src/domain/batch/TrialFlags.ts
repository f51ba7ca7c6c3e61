import { Either, Schema } from "effect"
import { isSearchSpace } from "../flags/FlagFunction.ts"
import { UnsupportedFlag } from "../flags/FlagResolveErrors.ts"
import { encodeFlagValue } from "../flags/FlagValue.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, mapOf } from "../Value.ts"

/** A trial has one value for each flag; an optimizer gave several, or none for a flag that is to be searched. */
export class TrialFlagOpen extends Schema.TaggedError<TrialFlagOpen>()("TrialFlagOpen", {
  flag: Schema.String,
  value: Schema.String,
  given: Schema.Boolean
}) {
  override get message(): string {
    return this.given
      ? `invalid value for ${this.flag}=${this.value}: a trial takes one value`
      : `a trial needs a value for flag '${this.flag}', which may be any of ${this.value}`
  }
}

const isOpen = (value: Value): boolean => isList(value) || isSearchSpace(value)

/**
 * The flags of a trial that somebody else chose: what is given, and for all others what the batch's prototype has. Fails for a name
 * that the operation has no flag for, unless forced, and for a flag without exactly one value.
 */
export const completeTrial = (
  proto: ValueMap,
  given: ValueMap,
  { force, operation }: { readonly force: boolean; readonly operation: string }
): Either.Either<ValueMap, TrialFlagOpen | UnsupportedFlag> =>
  Either.gen(function* () {
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(proto, name))
    if (unknown !== undefined && !force) return yield* Either.left(new UnsupportedFlag({ operation, flag: unknown }))
    const flags = mapOf([...Object.entries(proto), ...Object.entries(given)])
    const open = Object.keys(flags).find((name) => isOpen(getKey(flags, name) ?? null))
    if (open !== undefined) {
      const value = encodeFlagValue(getKey(flags, open) ?? null)
      return yield* Either.left(new TrialFlagOpen({ flag: open, value, given: Object.hasOwn(given, open) }))
    }
    return flags
  })
