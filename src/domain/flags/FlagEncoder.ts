import { Schema } from "effect"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, mapOf } from "../Value.ts"
import type { FlagDef } from "./FlagDef.ts"

/** A function of the user's that says what an optimizer is to search did not say it. */
export class FlagEncoderFailed extends Schema.TaggedError<FlagEncoderFailed>()("FlagEncoderFailed", {
  operation: Schema.String,
  encoder: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `cannot use flag-encoder '${this.encoder}' of operation '${this.operation}': ${this.reason}`
  }
}

/** Whether a text names a function as `MODULE:FUNCTION`. */
export const isEncoderSpec = (text: string): boolean => /^[\w.]+:\w+$/.test(text)

/** What an encoder is told of a flag, by the names of its attributes in a Guild file. */
export const encoderAttrs = (def: FlagDef): ValueMap =>
  mapOf(
    Object.entries<Value | undefined>({
      default: def.default,
      description: def.description,
      type: def.type,
      required: def.required,
      "arg-name": def.argName,
      choices: def.choices.map(({ value, description }) => ({ value, description })),
      "allow-other": def.allowOther,
      min: def.min,
      max: def.max,
      distribution: def.distribution,
      "null-label": def.nullLabel,
      extra: def.extra
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  )

/** The flags that a user left alone: what an encoder is asked about. */
export const leftAlone = (defs: ReadonlyArray<FlagDef>, given: ValueMap): ReadonlyArray<FlagDef> =>
  defs.filter(
    ({ alias, name }) =>
      getKey(given, name) === undefined && (alias === undefined || getKey(given, alias) === undefined)
  )
