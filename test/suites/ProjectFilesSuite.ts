import { describe, expect, it } from "@effect/vitest"
import type { Layer } from "effect"
import { Effect } from "effect"
import { ProjectFiles } from "../../src/services/ProjectFiles.ts"

/** Files by their paths below a root, for a layer to stand over. */
export type Kinds = Readonly<Record<string, "file" | "executable">>

/** What every ProjectFiles promises; run it on each layer. */
export const suite = (
  name: string,
  make: (kinds: Kinds) => { readonly layer: Layer.Layer<ProjectFiles>; readonly root: string }
) =>
  describe(`ProjectFiles laws: ${name}`, () => {
    it.effect("a path is a file, a program, a directory or nothing", () => {
      const { layer, root } = make({ "a/train.py": "file", "a/say": "executable" })
      return Effect.gen(function* () {
        const files = yield* ProjectFiles
        const kinds = yield* Effect.forEach(["a/train.py", "a/say", "a", "b", "a/train.py/x"], (path) =>
          files.kindOf(`${root}/${path}`)
        )
        expect(kinds).toEqual(["file", "executable", "directory", undefined, undefined])
      }).pipe(Effect.provide(layer))
    })
  })
