import { Either, Schema } from "effect"
import { encodeFlagValue } from "../flags/FlagValue.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey } from "../Value.ts"

/** `${NAME}` where nothing has that name. */
export class UndefinedReference extends Schema.TaggedError<UndefinedReference>()("UndefinedReference", {
  reference: Schema.String
}) {
  override get message(): string {
    return `invalid setting: undefined reference '${this.reference}'`
  }
}

/** References that lead back to where they began. */
export class ReferenceCycle extends Schema.TaggedError<ReferenceCycle>()("ReferenceCycle", {
  /** The names on the way, first and last the same. */
  cycle: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `reference cycle: ${this.cycle.join(" -> ")}`
  }
}

export type ReferenceError = UndefinedReference | ReferenceCycle

const REFERENCE = /(\$\{[^{}]+\})/

/** The name in `${NAME}`; `undefined` for any other text. */
const referenceName = (part: string): string | undefined =>
  part.startsWith("${") && part.endsWith("}") ? part.slice(2, -1) : undefined

const resolveWithin = (
  value: Value,
  vals: ValueMap,
  undefinedValue: Value | undefined,
  path: ReadonlyArray<string>
): Either.Either<Value, ReferenceError> => {
  if (typeof value !== "string") return Either.right(value)
  const resolve = (name: string): Either.Either<Value, ReferenceError> => {
    const start = path.indexOf(name)
    if (start >= 0) return Either.left(new ReferenceCycle({ cycle: [...path.slice(start), name] }))
    const found = getKey(vals, name) ?? (Object.hasOwn(vals, name) ? null : undefinedValue)
    if (found === undefined) return Either.left(new UndefinedReference({ reference: name }))
    return resolveWithin(found, vals, undefinedValue, [...path, name])
  }
  const parts = value.split(REFERENCE).filter((part) => part !== "")
  const only = parts.length === 1 ? referenceName(parts[0] ?? "") : undefined
  if (only !== undefined) return resolve(only)
  return Either.gen(function* () {
    let text = ""
    for (const part of parts) {
      const name = referenceName(part)
      if (name === undefined) text += part
      else {
        const resolved = yield* resolve(name)
        text += typeof resolved === "string" ? resolved : encodeFlagValue(resolved)
      }
    }
    return text
  })
}

/**
 * A value with `${NAME}` replaced by what `vals` has under that name, references in there replaced too. A text that is one
 * reference becomes the value itself; inside other text values stand as flags are encoded (null as `null`). A name that `vals`
 * does not have stands for `undefinedValue` where given, and is an error else.
 */
export const resolveRefs = (
  value: Value,
  vals: ValueMap,
  undefinedValue?: Value
): Either.Either<Value, ReferenceError> => resolveWithin(value, vals, undefinedValue, [])
