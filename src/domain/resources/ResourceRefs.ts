import { Either, Schema } from "effect"
import { encodeFlagValue } from "../flags/FlagValue.ts"
import { resolveRefs } from "../ops/OpCommandRefs.ts"
import type { ResourceDef, ResourceSource } from "./ResourceDef.ts"
import type { Value, ValueMap } from "../Value.ts"
import { mapOf } from "../Value.ts"

/** A resource speaks of a flag that the operation does not have. */
export class InvalidFlagReference extends Schema.TaggedError<InvalidFlagReference>()("InvalidFlagReference", {
  operation: Schema.String,
  resource: Schema.String,
  flag: Schema.String
}) {
  override get message(): string {
    return `invalid definition for operation '${this.operation}': invalid flag reference '${this.resource}' in dependency '${this.flag}'`
  }
}

/**
 * A resource with every `${flag}` in its sources replaced by the flag's value: in what they name, where they go, how they are
 * selected and renamed, and in the name that a resource has from them. The flag that stands in for the sources is not affected.
 */
export const resolveResourceRefs = (
  resource: ResourceDef,
  flags: ValueMap,
  operation: string
): Either.Either<ResourceDef, InvalidFlagReference> => {
  const value = (from: Value): Either.Either<Value, InvalidFlagReference> =>
    Either.mapLeft(
      resolveRefs(from, flags),
      (error) =>
        new InvalidFlagReference({
          operation,
          resource: resource.name,
          flag: error._tag === "UndefinedReference" ? error.reference : (error.cycle[0] ?? "")
        })
    )

  const text = (from: string) =>
    Either.map(value(from), (found) => (typeof found === "string" ? found : encodeFlagValue(found)))

  const optional = (from: string | undefined) => (from === undefined ? Either.right(undefined) : text(from))

  const source = (from: ResourceSource) =>
    Either.gen(function* () {
      const target = yield* text(from.target)
      return {
        ...from,
        target,
        uri: yield* text(from.uri),
        path: yield* optional(from.path),
        sha256: yield* optional(from.sha256),
        select: yield* Either.all(
          from.select.map((spec) => Either.map(text(spec.pattern), (pattern) => ({ ...spec, pattern })))
        ),
        rename: yield* Either.all(
          from.rename.map((spec) =>
            Either.gen(function* () {
              return { pattern: yield* text(spec.pattern), replacement: yield* text(spec.replacement) }
            })
          )
        ),
        params: mapOf(
          yield* Either.all(
            Object.entries(from.params).map(([key, param]) =>
              Either.map(value(param), (found) => [key, found] as const)
            )
          )
        )
      }
    })

  return Either.gen(function* () {
    return {
      ...resource,
      name: yield* text(resource.name),
      path: yield* optional(resource.path),
      sources: yield* Either.all(resource.sources.map(source))
    }
  })
}
