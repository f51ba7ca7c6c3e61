import { describe, expect, it } from "@effect/vitest"
import type { Layer } from "effect"
import { Effect } from "effect"
import { Downloads } from "../../src/services/Downloads.ts"

/** What every Downloads promises; run it on each layer. `url` is one of a file that says `hello`, `missing` is one of none. */
export const suite = (
  name: string,
  world: () => { readonly layer: Layer.Layer<Downloads>; readonly url: string; readonly missing: string }
) =>
  describe(`Downloads laws: ${name}`, () => {
    it.live("a file is cached once it has been downloaded, and not before", () =>
      Effect.gen(function* () {
        const { layer, url } = world()
        yield* Effect.gen(function* () {
          const downloads = yield* Downloads
          expect(yield* downloads.cached(url)).toBeUndefined()
          const seen: Array<readonly [number, number | undefined]> = []
          const first = yield* downloads.get(url, (bytes, total) => seen.push([bytes, total]))
          expect(first.sha256).toBe("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
          expect(seen.at(-1)).toEqual([5, 5])
          expect(yield* downloads.cached(url)).toBe(first.path)
          expect(yield* downloads.get(url)).toEqual(first)
        }).pipe(Effect.provide(layer))
      })
    )

    it.live("what cannot be had is an error, and is not cached", () =>
      Effect.gen(function* () {
        const { layer, missing } = world()
        yield* Effect.gen(function* () {
          const downloads = yield* Downloads
          expect((yield* Effect.flip(downloads.get(missing))).message).toContain(`cannot download ${missing}`)
          expect(yield* downloads.cached(missing)).toBeUndefined()
        }).pipe(Effect.provide(layer))
      })
    )
  })
