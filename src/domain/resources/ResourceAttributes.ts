import { Either, Schema } from "effect"
import { shortRepr } from "../text/PyRepr.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, isMap } from "../Value.ts"

/** A resource that cannot be used as it is written. */
export class InvalidResource extends Schema.TaggedError<InvalidResource>()("InvalidResource", {
  reason: Schema.String,
  /** The attribute that is wrong, where it is one. */
  attribute: Schema.optional(Schema.String)
}) {
  override get message(): string {
    return this.reason
  }
}

export type Decoded<A> = Either.Either<A, InvalidResource>

export const invalid = (reason: string, attribute?: string): Decoded<never> =>
  Either.left(new InvalidResource({ reason, attribute }))

/** A text, or a number as its spelling. */
export const textOf = (value: Value | undefined): string | undefined =>
  typeof value === "string" ? value : typeof value === "number" || typeof value === "bigint" ? String(value) : undefined

/** What is no list is a list of one; nothing is an empty one. */
export const listOf = (value: Value | undefined): ReadonlyArray<Value> =>
  value === undefined || value === null ? [] : isList(value) ? value : [value]

/** An attribute that is yes or no. */
export const flagOf = (map: ValueMap, key: string, otherwise: boolean, where: string): Decoded<boolean> => {
  const value = getKey(map, key) ?? null
  if (value === null) return Either.right(otherwise)
  return typeof value === "boolean" || value === 0 || value === 1
    ? Either.right(Boolean(value))
    : invalid(`invalid ${key} value ${shortRepr(value)} in resource '${where}': expected yes or no`, key)
}

/** An attribute that is a text. */
export const textAttr = (map: ValueMap, key: string, where: string): Decoded<string | undefined> => {
  const value = getKey(map, key) ?? null
  const text = textOf(value)
  return value === null || text !== undefined
    ? Either.right(text)
    : invalid(`invalid ${key} value ${shortRepr(value)} in resource '${where}': expected a string`, key)
}

/** An attribute that is a text or a list of texts. */
export const textsAttr = (map: ValueMap, key: string, where: string): Decoded<ReadonlyArray<string>> =>
  Either.all(
    listOf(getKey(map, key)).map((item): Decoded<string> => {
      const text = textOf(item)
      const wrong = `invalid ${key} value ${shortRepr(item)} in resource '${where}'`
      return text === undefined ? invalid(`${wrong}: expected a string or a list of strings`, key) : Either.right(text)
    })
  )

/** Whether a source is linked or copied. */
export const targetTypeOf = (map: ValueMap, otherwise: "copy" | "link", where: string): Decoded<"copy" | "link"> => {
  const value = getKey(map, "target-type") ?? otherwise
  return value === "copy" || value === "link"
    ? Either.right(value)
    : invalid(
        `invalid target-type value ${shortRepr(value)} in resource '${where}': expected 'link' or 'copy'`,
        "target-type"
      )
}

/** What a config source sets. */
export const paramsOf = (map: ValueMap, where: string): Decoded<ValueMap> => {
  const value = getKey(map, "params") ?? {}
  return isMap(value)
    ? Either.right(value)
    : invalid(
        `invalid params value ${shortRepr(value)} in resource '${where}': expected a mapping of names to values`,
        "params"
      )
}
