import { Either, JSONSchema, Schema } from "effect"
import type { ScriptFlag } from "../domain/script/ScriptFlag.ts"
import type { Value } from "../domain/Value.ts"
import { mapOf } from "../domain/Value.ts"
import { toValue } from "./Data.ts"

/** Named Schemas that need nothing to decode: the flags of an operation, or what it requires. */
export type Fields = Schema.Struct.Fields

export interface FlagOptions<A> {
  /** What the flag is where nobody says. */
  readonly default: A
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

/** The flags as `guild run` imports them: types, defaults, choices, bounds and descriptions are those of the Schemas. */
export const importedFlags = (fields: Fields): ReadonlyArray<ScriptFlag> =>
  Object.entries(fields).map(([name, field]) => {
    const one = Schema.make<unknown>(Schema.Struct({ [name]: field }).ast)
    const { description, enum: choices, maximum, minimum, type } = describe(name, one)
    const decoded = Either.flatMap(Schema.decodeUnknownEither(one)({}), Schema.encodeEither(one))
    const absent = Either.isRight(decoded) ? toValue(decoded.right) : null
    const value =
      absent !== null && typeof absent === "object" && name in absent ? mapOf(Object.entries(absent))[name] : null
    const guildType = type === undefined || choices !== undefined ? undefined : TYPES[type]
    const attrs: ReadonlyArray<readonly [string, Value]> = [
      ...(description === undefined ? [] : [["description", description] as const]),
      ["default", value ?? null],
      ...(guildType === undefined ? [] : [["type", guildType] as const]),
      ...(choices === undefined ? [] : [["choices", choices.map(toValue)] as const]),
      ...(minimum === undefined ? [] : [["min", toValue(minimum)] as const]),
      ...(maximum === undefined ? [] : [["max", toValue(maximum)] as const]),
      ...(Either.isRight(decoded) ? [] : [["required", true] as const])
    ]
    return { name, attrs: mapOf(attrs), plain: false }
  })
