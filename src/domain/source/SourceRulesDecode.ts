import { Either, Schema } from "effect"
import type { SelectRule, SourceCodeDef } from "../ops/OpDef.ts"
import { shortRepr } from "../text/PyRepr.ts"
import { noSourceCodeDef, selectRule } from "./SourceRules.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, isMap } from "../Value.ts"

/** A `sourcecode` attribute that says nothing that can be followed. Whoever reads the Guild file knows where it stands. */
export class InvalidSourceCode extends Schema.TaggedError<InvalidSourceCode>()("InvalidSourceCode", {
  reason: Schema.String
}) {
  override get message(): string {
    return this.reason
  }
}

type Decoded<A> = Either.Either<A, InvalidSourceCode>

const invalid = (reason: string): Decoded<never> => Either.left(new InvalidSourceCode({ reason }))

const TYPES = ["dir", "text", "binary"] as const

/** A path or pattern; YAML gives a name such as `2024` as a number. */
const asText = (value: Value | undefined): string | undefined =>
  typeof value === "string" ? value : typeof value === "number" || typeof value === "bigint" ? String(value) : undefined

const patternsOf = (value: Value, where: Value): Decoded<ReadonlyArray<string>> => {
  const texts = (isList(value) ? value : [value]).map(asText)
  const patterns = texts.filter((text) => text !== undefined)
  return patterns.length === texts.length && patterns.every((pattern) => pattern !== "")
    ? Either.right(patterns)
    : invalid(
        `invalid select files pattern ${shortRepr(value)} in ${shortRepr(where)}: expected a string or a list of strings`
      )
}

const typedRule = (include: boolean, value: ValueMap, where: Value): Decoded<SelectRule> => {
  const keys = Object.keys(value)
  const type = TYPES.find((name) => name === keys[0])
  if (keys.length !== 1 || type === undefined)
    return invalid(
      `invalid select files spec ${shortRepr(where)}: expected one of dir, text, or binary in ${shortRepr(value)}`
    )
  return Either.map(patternsOf(getKey(value, type) ?? null, where), (patterns) =>
    selectRule(include, patterns, { type })
  )
}

const decodeSpec = (spec: Value): Decoded<SelectRule> => {
  const text = asText(spec)
  if (text !== undefined) return Either.map(patternsOf(text, spec), (patterns) => selectRule(true, patterns))
  if (!isMap(spec)) return invalid(`invalid select files spec ${shortRepr(spec)}: expected a string or a mapping`)
  const include = getKey(spec, "include")
  const exclude = getKey(spec, "exclude")
  const unknown = Object.keys(spec).filter((key) => key !== "include" && key !== "exclude")
  if (include !== undefined && exclude !== undefined)
    return invalid(`invalid select files spec ${shortRepr(spec)}: cannot have both include and exclude`)
  if (unknown.length > 0 || (include === undefined && exclude === undefined))
    return invalid(`invalid select files spec ${shortRepr(spec)}: expected include or exclude`)
  const value = include ?? exclude ?? null
  return isMap(value)
    ? typedRule(include !== undefined, value, spec)
    : Either.map(patternsOf(value, spec), (patterns) => selectRule(include !== undefined, patterns))
}

/** Patterns alone select those files and no others, so they start from nothing. */
const decodeSpecs = (specs: ReadonlyArray<Value>): Decoded<ReadonlyArray<SelectRule>> =>
  Either.map(Either.all(specs.map(decodeSpec)), (rules) =>
    specs.length > 0 && specs.every((spec) => asText(spec) !== undefined) ? [selectRule(false, ["*"]), ...rules] : rules
  )

const isOff = (value: Value): boolean => value === false || value === "off" || (isList(value) && value.length === 0)

const isSpec = (map: ValueMap): boolean => Object.hasOwn(map, "include") || Object.hasOwn(map, "exclude")

const decodeSelect = (value: Value): Decoded<Pick<SourceCodeDef, "disabled" | "rules">> => {
  if (value === null || value === true) return Either.right({ disabled: false, rules: [] })
  if (isOff(value)) return Either.right({ disabled: true, rules: [] })
  const specs = isList(value)
    ? value
    : typeof value === "string" || (isMap(value) && isSpec(value))
      ? [value]
      : undefined
  return specs === undefined
    ? invalid(`invalid select files spec ${shortRepr(value)}: expected a string, list, or mapping`)
    : Either.map(decodeSpecs(specs), (rules) => ({ disabled: false, rules }))
}

const KEYS = ["select", "root", "dest", "digest"]

const decodeMap = (map: ValueMap): Decoded<SourceCodeDef> => {
  const unknown = Object.keys(map).find((key) => !KEYS.includes(key))
  if (unknown !== undefined)
    return invalid(`invalid sourcecode attribute ${shortRepr(unknown)}: expected one of select, root, dest, or digest`)
  const root = getKey(map, "root") ?? null
  const dest = getKey(map, "dest") ?? null
  const digest = getKey(map, "digest") ?? null
  for (const [key, path] of [["root", root] as const, ["dest", dest] as const])
    if (path !== null && asText(path) === undefined)
      return invalid(`invalid sourcecode ${key} ${shortRepr(path)}: expected a path`)
  const target = asText(dest)
  if (target !== undefined && (target.startsWith("/") || target.split("/").includes("..")))
    return invalid(`invalid sourcecode dest ${shortRepr(target)}: expected a path below the run directory`)
  if (digest !== null && typeof digest !== "boolean")
    return invalid(`invalid sourcecode digest ${shortRepr(digest)}: expected yes or no`)
  return Either.map(decodeSelect(getKey(map, "select") ?? null), (select) => ({
    ...select,
    root: asText(root),
    dest: target,
    digest: digest !== false,
    emptyDef: false
  }))
}

/**
 * What a `sourcecode` attribute says, in any of its forms: `no`, `off` or an empty list; a pattern; a list of patterns, which
 * select nothing else; a list of `include` and `exclude`, each a pattern, a list of them, or a map of `dir`, `text` or
 * `binary` to them; or a map of `select`, `root`, `dest` and `digest`. `null` says nothing.
 */
export const decodeSourceCode = (value: Value): Either.Either<SourceCodeDef, InvalidSourceCode> =>
  value === null
    ? Either.right(noSourceCodeDef)
    : isMap(value) && !isSpec(value)
      ? decodeMap(value)
      : Either.map(decodeSelect(value), (select) => ({ ...noSourceCodeDef, ...select, emptyDef: value === true }))
