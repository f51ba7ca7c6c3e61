import { Either } from "effect"
import type { FlagDef } from "./FlagDef.ts"
import { isSearchSpace } from "./FlagFunction.ts"
import { pyRepr } from "../text/PyRepr.ts"
import { absolutePath } from "../text/Paths.ts"
import type { Value } from "../Value.ts"
import { float, isFloat, isInt, isList, isMap, toNumber } from "../Value.ts"

/** What flags with path types are resolved against. */
export interface PathContext {
  /** Absolute directory that the command was given in. */
  readonly cwd: string
  /** Whether a path, absolute by now, is there. */
  readonly exists: (path: string) => boolean
}

const PYTHON_FLOAT = /^[-+]?(?:[0-9]+(?:_[0-9]+)*\.?(?:[0-9]+(?:_[0-9]+)*)?|\.[0-9]+(?:_[0-9]+)*)(?:e[-+]?[0-9]+)?$/

/** What Python's `float(text)` gives. */
const pythonFloat = (text: string): number | undefined => {
  const bare = text.trim().toLowerCase()
  const special = /^([-+]?)(inf|infinity|nan)$/.exec(bare)
  if (special !== null) return special[2] === "nan" ? NaN : special[1] === "-" ? -Infinity : Infinity
  return PYTHON_FLOAT.test(bare) ? Number(bare.replaceAll("_", "")) : undefined
}

/** What Python's `int(text)` gives. */
const pythonInt = (text: string): number | bigint | undefined => {
  const bare = text.trim()
  if (!/^[-+]?[0-9]+(?:_[0-9]+)*$/.test(bare)) return undefined
  const value = BigInt(bare.replaceAll("_", "").replace("+", ""))
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/** What Python's `bool(value)` gives. */
const truth = (value: Value): boolean =>
  isList(value)
    ? value.length > 0
    : isMap(value)
      ? Object.keys(value).length > 0
      : toNumber(value) !== 0 && Boolean(value)

const toFloat = (value: Value): Value | undefined => {
  const number =
    typeof value === "string" ? pythonFloat(value) : typeof value === "boolean" ? Number(value) : toNumber(value)
  return number === undefined ? undefined : float(number)
}

const toInt = (value: Value): Value | undefined =>
  isInt(value)
    ? value
    : typeof value === "boolean"
      ? Number(value)
      : typeof value === "string"
        ? pythonInt(value)
        : undefined

const toNumberValue = (value: Value): Value | undefined =>
  isInt(value) || isFloat(value) ? value : (toInt(value) ?? toFloat(value))

const toPath = (text: string, mustExist: boolean, paths: PathContext | undefined): Either.Either<Value, string> => {
  if (paths === undefined || text === "") return Either.right(text)
  const absolute = text.startsWith("/") ? text : absolutePath(text, paths.cwd)
  if (paths.exists(absolute)) return Either.right(absolute)
  return mustExist ? Either.left(`${text} does not exist`) : Either.right(text)
}

/** A word such as `1e5` alone may be the id of a run. For a flag that is a number by default, or has bounds, it is a number. */
const untyped = (value: Value, { default: byDefault, max, min }: FlagDef): Value => {
  const isNumber = [byDefault, min ?? null, max ?? null].some((each) => toNumber(each) !== undefined)
  return typeof value === "string" && isNumber && /^[0-9]+e[0-9]+$/.test(value) ? float(Number(value)) : value
}

/**
 * A value as its flag's type wants it, or why it cannot be. Null stays null and search spaces stay text; each item of a list is
 * coerced. A relative `path` that exists becomes absolute, an `existing-path` must exist; without `paths` both stay as given.
 */
export const coerceFlagValue = (value: Value, flag: FlagDef, paths?: PathContext): Either.Either<Value, string> => {
  const { type } = flag
  if (value === null || isSearchSpace(value)) return Either.right(value)
  if (type === undefined || type === "auto") return Either.right(untyped(value, flag))
  if (isList(value)) return Either.all(value.map((item) => coerceFlagValue(item, flag, paths)))
  const or = (coerced: Value | undefined): Either.Either<Value, string> =>
    coerced === undefined ? Either.left(`invalid value for type '${type}'`) : Either.right(coerced)
  switch (type) {
    case "string":
      return Either.right(typeof value === "string" ? value : pyRepr(value))
    case "boolean":
      return Either.right(truth(value))
    case "int":
      return or(toInt(value))
    case "float":
      return or(toFloat(value))
    case "number":
      return or(toNumberValue(value))
    case "path":
    case "existing-path":
      return toPath(typeof value === "string" ? value : pyRepr(value), type === "existing-path", paths)
  }
}
