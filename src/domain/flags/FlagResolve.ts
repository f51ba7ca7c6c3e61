import { Either } from "effect"
import type { FlagChoice, FlagDef } from "./FlagDef.ts"
import { isSearchSpace } from "./FlagFunction.ts"
import type { FlagError } from "./FlagResolveErrors.ts"
import { InvalidFlagValue, MissingFlags, UnsupportedChoice, UnsupportedFlag } from "./FlagResolveErrors.ts"
import { encodeFlagValue } from "./FlagValue.ts"
import type { PathContext } from "./FlagValueCoerce.ts"
import { coerceFlagValue } from "./FlagValueCoerce.ts"
import type { Value, ValueMap } from "../Value.ts"
import { equals, getKey, isList, mapOf, toNumber } from "../Value.ts"

export interface ResolveOptions {
  /** Takes unknown flags and skips every check. */
  readonly force: boolean
  /** The operation as messages name it. */
  readonly operation: string
  /** Flags by which the user may choose what the operation's resources use; they get no default. */
  readonly resourceFlags?: ReadonlyArray<FlagDef> | undefined
  /** Where paths are relative to; without it, flags with path types are left as given. */
  readonly paths?: PathContext | undefined
}

export interface ResolvedFlags {
  /** Every flag of the operation with its value or default, then what choices set and the user added; null where unset. */
  readonly flags: ValueMap
  /** Names among `flags` that are known only through a resource. */
  readonly resourceFlags: ReadonlyArray<string>
}

const isUnset = (value: Value | undefined): boolean => value === undefined || value === null || value === ""

/** Given flags under their own names, where the user wrote an alias. */
const unalias = (defs: ReadonlyArray<FlagDef>, given: ValueMap): Map<string, Value> => {
  const names = new Set(defs.map((def) => def.name))
  const byAlias = new Map(defs.flatMap((def) => (def.alias === undefined ? [] : [[def.alias, def.name] as const])))
  return new Map(
    Object.entries(given).map(([name, value]) => [names.has(name) ? name : (byAlias.get(name) ?? name), value])
  )
}

const findChoice = (def: FlagDef, value: Value): FlagChoice | undefined =>
  def.choices.find((choice) => equals(choice.value, value)) ??
  def.choices.find((choice) => choice.alias !== undefined && choice.alias === value)

/** A choice's alias becomes the choice's value, in lists too. */
const unaliasChoice = (def: FlagDef, value: Value): Value =>
  isList(value) ? value.map((item) => unaliasChoice(def, item)) : (findChoice(def, value)?.value ?? value)

const invalid = (def: FlagDef, value: Value, reason: string): Either.Either<never, FlagError> =>
  Either.left(new InvalidFlagValue({ flag: def.name, value: encodeFlagValue(value), reason }))

const row = (name: string, description: string) => ({ name, description: description.split("\n")[0] ?? "" })

/** Choices and bounds, for a value or each value of a list. Unset values and search spaces have none to hold. */
const check = (def: FlagDef, value: Value): Either.Either<void, FlagError> => {
  if (isUnset(value) || isSearchSpace(value)) return Either.void
  if (isList(value)) return Either.map(Either.all(value.map((item) => check(def, item))), () => undefined)
  if (def.choices.length > 0 && !def.allowOther && findChoice(def, value) === undefined) {
    const choices = def.choices.map((choice) => row(encodeFlagValue(choice.value), choice.description))
    return Either.left(new UnsupportedChoice({ flag: def.name, value: encodeFlagValue(value), choices }))
  }
  const [number, min, max] = [value, def.min ?? null, def.max ?? null].map(toNumber)
  if (typeof value === "string" && (min !== undefined || max !== undefined))
    return invalid(def, value, "expected a number, for the flag has bounds")
  if (number !== undefined && min !== undefined && number < min)
    return invalid(def, value, `out of range (less than min ${encodeFlagValue(def.min ?? null)})`)
  if (number !== undefined && max !== undefined && number > max)
    return invalid(def, value, `out of range (greater than max ${encodeFlagValue(def.max ?? null)})`)
  return Either.void
}

/** One flag's value, coerced and checked; with `force`, as it is where it cannot be. */
const settle = (def: FlagDef, value: Value, options: ResolveOptions): Either.Either<Value, FlagError> => {
  const coerced = coerceFlagValue(unaliasChoice(def, value), def, options.paths)
  if (Either.isLeft(coerced)) return options.force ? Either.right(value) : invalid(def, value, coerced.left)
  if (options.force) return Either.right(coerced.right)
  return Either.map(check(def, coerced.right), () => coerced.right)
}

/**
 * Values for some flags of an operation, such as a batch file has: held against their definitions and coerced, each under its flag's
 * own name, and nothing added to them.
 */
export const settleGiven = (
  defs: ReadonlyArray<FlagDef>,
  given: ValueMap,
  options: ResolveOptions
): Either.Either<ValueMap, FlagError> =>
  Either.gen(function* () {
    const known = new Map([...(options.resourceFlags ?? []), ...defs].map((def) => [def.name, def]))
    const settled: Array<readonly [string, Value]> = []
    for (const [name, value] of unalias([...known.values()], given)) {
      const def = known.get(name)
      if (def === undefined && !options.force)
        return yield* Either.left(new UnsupportedFlag({ operation: options.operation, flag: name }))
      // An empty cell of a table says nothing.
      settled.push([name, def === undefined || value === "" ? value : yield* settle(def, value, options)])
    }
    return mapOf(settled)
  })

/**
 * The values that an operation runs with: what the user gave, else what a selected choice sets, else the default.
 *
 * Fails, unless forced, on the first of: a name that is no flag, a value that its type, its choices or its bounds refuse,
 * required flags without a value. Lists (batches) are held against these rules item by item; search spaces such as `[1:10]`
 * pass, for the optimizer gives their values.
 */
export const resolveFlags = (
  defs: ReadonlyArray<FlagDef>,
  given: ValueMap,
  options: ResolveOptions
): Either.Either<ResolvedFlags, FlagError> =>
  Either.gen(function* () {
    const resourceDefs = (options.resourceFlags ?? []).filter((flag) => !defs.some((def) => def.name === flag.name))
    const known = new Map([...defs, ...resourceDefs].map((def) => [def.name, def]))
    const user = unalias([...known.values()], given)
    const unknown = [...user.keys()].find((name) => !known.has(name))
    if (unknown !== undefined && !options.force)
      return yield* Either.left(new UnsupportedFlag({ operation: options.operation, flag: unknown }))

    const values = new Map<string, Value>()
    for (const def of defs)
      values.set(def.name, yield* settle(def, user.has(def.name) ? (user.get(def.name) ?? null) : def.default, options))
    for (const def of defs) {
      const set = findChoice(def, values.get(def.name) ?? null)?.flags ?? {}
      for (const [name, value] of Object.entries(set)) {
        if (user.has(name)) continue
        const target = known.get(name)
        values.set(name, target === undefined ? value : yield* settle(target, value, options))
      }
    }
    for (const [name, value] of user) {
      const def = known.get(name)
      if (def === undefined) values.set(name, value)
      else if (!values.has(name)) values.set(name, yield* settle(def, value, options))
    }

    const missing = defs.filter((def) => def.required && isUnset(values.get(def.name)))
    if (missing.length > 0 && !options.force)
      return yield* Either.left(new MissingFlags({ flags: missing.map((def) => row(def.name, def.description)) }))
    const flags = mapOf(values)
    const resourceFlags = resourceDefs.map((def) => def.name).filter((name) => getKey(flags, name) !== undefined)
    return { flags, resourceFlags }
  })
