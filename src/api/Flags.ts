import { Either, JSONSchema, Schema } from "effect"
import type { ScriptFlag } from "../domain/script/ScriptFlag.ts"
import { decodeFlagValue, encodeFlagValue } from "../domain/flags/FlagValue.ts"
import { quoteShell, splitShell } from "../domain/text/Shlex.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { isList, mapOf } from "../domain/Value.ts"
import { toValue } from "./Data.ts"

/** Named Schemas that need nothing to decode: the flags of an operation, or what it requires. */
export type Fields = Schema.Struct.Fields

/** What there is to say of a flag besides its Schema. */
export interface FlagOptions<A> {
  /** What the flag is where nobody says. */
  readonly default: A
  /** What `guild run --help-op` says of it. */
  readonly description?: string
}

/** A flag that has a default: a field for `flags`. A flag that has to be given is its Schema alone. */
export const flag = <A, I>(schema: Schema.Schema<A, I>, options: FlagOptions<NoInfer<A>>) => {
  const field = Schema.optionalWith(schema, { default: () => options.default })
  // The flag's description is of the field: of the Schema it would take the place of what the Schema expects.
  return options.description === undefined ? field : field.annotations({ description: options.description })
}

/** What of JSON Schema guild has words for. */
const Described = Schema.Struct({
  $ref: Schema.optional(Schema.String),
  type: Schema.optional(Schema.String),
  items: Schema.optional(Schema.Unknown),
  description: Schema.optional(Schema.String),
  enum: Schema.optional(Schema.Array(Schema.Unknown)),
  minimum: Schema.optional(Schema.Number),
  maximum: Schema.optional(Schema.Number),
  allOf: Schema.optional(Schema.Array(Schema.Unknown))
})
type Described = typeof Described.Type

const Whole = Schema.Struct({
  $defs: Schema.optional(Schema.Record({ key: Schema.String, value: Schema.Unknown })),
  properties: Schema.Record({ key: Schema.String, value: Schema.Unknown })
})

const described = (data: unknown): Described =>
  Either.getOrElse(Schema.decodeUnknownEither(Described)(data), (): Described => ({}))

/** A property with what it refers to; the words of Effect's own Schemas say nothing about a flag. */
const flattened = (data: unknown, defs: Readonly<Record<string, unknown>>): Described => {
  const own = described(data)
  const name = own.$ref?.replace(/^#\/\$defs\//, "")
  const named = name !== undefined && Object.hasOwn(defs, name) ? flattened(defs[name], defs) : {}
  const referred = { ...named, description: undefined }
  return (own.allOf ?? []).reduce<Described>((all, part) => ({ ...all, ...flattened(part, defs), ...own }), {
    ...referred,
    ...own
  })
}

const describe = (name: string, one: Schema.Schema<unknown>): Described => {
  const json = Either.try(() => JSONSchema.make(one))
  const whole = Either.flatMap(json, Schema.decodeUnknownEither(Whole))
  return Either.match(whole, {
    // A Schema that JSON Schema cannot tell is held to when the flag is decoded.
    onLeft: () => ({}),
    onRight: ({ $defs, properties }) => flattened(properties[name], $defs ?? {})
  })
}

const TYPES: Readonly<Record<string, string>> = {
  integer: "int",
  number: "number",
  string: "string",
  boolean: "boolean"
}

const wordsOf = (list: Value): Value =>
  isList(list)
    ? list.map((item) => quoteShell(typeof item === "string" ? item : encodeFlagValue(item))).join(" ")
    : list

/**
 * Flags of a run with those that are lists: on the command line a list is the values of a batch, so that such a flag is the words of
 * a text there. Words that cannot be told apart are left to the Schema to refuse.
 */
export const withLists = (fields: Fields, flags: ValueMap): ValueMap =>
  mapOf(
    Object.entries(flags).map(([name, value]) => {
      const { items, type } = describe(name, Schema.make<unknown>(Schema.Struct(pick(fields, name)).ast))
      if (type !== "array" || isList(value)) return [name, value] as const
      const read = (word: string): Value => (described(items).type === "string" ? word : decodeFlagValue(word).value)
      const words = typeof value === "string" ? splitShell(value) : Either.right([encodeFlagValue(value)])
      return [name, Either.match(words, { onLeft: () => value, onRight: (all) => all.map(read) })] as const
    })
  )

const pick = (fields: Fields, name: string): Fields => {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  return field === undefined ? {} : { [name]: field }
}

/** The flags as `guild run` imports them: types, defaults, choices, bounds and descriptions are those of the Schemas. */
export const importedFlags = (fields: Fields): ReadonlyArray<ScriptFlag> =>
  Object.entries(fields).map(([name, field]) => {
    const one = Schema.make<unknown>(Schema.Struct({ [name]: field }).ast)
    const { description, enum: choices, maximum, minimum, type } = describe(name, one)
    const decoded = Either.flatMap(Schema.decodeUnknownEither(one)({}), Schema.encodeEither(one))
    const absent = Either.isRight(decoded) ? toValue(decoded.right) : null
    const value =
      absent !== null && typeof absent === "object" && name in absent ? mapOf(Object.entries(absent))[name] : null
    const isArray = type === "array"
    const guildType = isArray ? "string" : type === undefined || choices !== undefined ? undefined : TYPES[type]
    const attrs: ReadonlyArray<readonly [string, Value]> = [
      ...(description === undefined ? [] : [["description", description] as const]),
      ["default", isArray ? wordsOf(value ?? null) : (value ?? null)],
      ...(guildType === undefined ? [] : [["type", guildType] as const]),
      ...(choices === undefined ? [] : [["choices", choices.map(toValue)] as const]),
      ...(minimum === undefined ? [] : [["min", toValue(minimum)] as const]),
      ...(maximum === undefined ? [] : [["max", toValue(maximum)] as const]),
      ...(Either.isRight(decoded) ? [] : [["required", true] as const])
    ]
    return { name, attrs: mapOf(attrs), plain: false }
  })
