import { Effect, Layer } from "effect"
import { DependencyNotMet, Resources } from "../services/Resources.ts"

/**
 * Resources that are told by the URI of a source, or by its URI, a blank, and what it selects: the paths it resolves to, or why it
 * does not. Any other cannot be found.
 */
export const layer = (known: Readonly<Record<string, ReadonlyArray<string> | string>> = {}): Layer.Layer<Resources> =>
  Layer.succeed(
    Resources,
    Resources.of({
      verify: () => Effect.void,
      goesWith: () => Effect.succeed(true),
      resolve: ({ select, uri }, { name }) => {
        const part = `${uri} ${select.map(({ pattern }) => pattern).join(" ")}`
        const told = Object.hasOwn(known, part) ? known[part] : Object.hasOwn(known, uri) ? known[uri] : undefined
        return typeof told === "object"
          ? Effect.succeed(told)
          : Effect.fail(new DependencyNotMet({ source: uri, resource: name, reason: told ?? "nobody told of it" }))
      }
    })
  )
