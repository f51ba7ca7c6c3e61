import { Either, Schema } from "effect"
import type { ParseOptions } from "effect/SchemaAST"
import type { ValueMap } from "../domain/Value.ts"
import { isMap } from "../domain/Value.ts"
import { through, toValue } from "./Data.ts"
import { DataInvalid } from "./Errors.ts"

/** The Schema of flags, or of what is required, where there is none: it has no fields. */
export const NOTHING = Schema.make<unknown>(Schema.Struct({}).ast)

/** Both ways through a Schema, with what is wrong with the data on one line. */
export const codec = (schema: Schema.Schema<unknown, unknown>, options: ParseOptions = {}) => ({
  decode: through(Schema.decodeUnknownEither(schema, options)),
  encode: through(Schema.encodeUnknownEither(schema))
})

/** Flags as functions take them, and as runs keep them: with defaults, in the same form however they were given. */
export interface ReadFlags {
  readonly decoded: unknown
  readonly encoded: ValueMap
}

/**
 * Reads flags as the command line gives them. A flag that the Schema does not have is refused.
 *
 * @param operation whose flags they are, for the error
 */
export const flagReader = (operation: string, schema: Schema.Schema<unknown, unknown> = NOTHING) => {
  const { decode, encode } = codec(schema, { onExcessProperty: "error" })
  return (data: unknown): Either.Either<ReadFlags, DataInvalid> =>
    Either.flatMap(decode(data), (decoded) =>
      Either.map(encode(decoded), (encoded) => {
        const value = toValue(encoded)
        return { decoded, encoded: isMap(value) ? value : {} }
      })
    ).pipe(Either.mapLeft((reason) => new DataInvalid({ operation, what: "flags", reason })))
}
