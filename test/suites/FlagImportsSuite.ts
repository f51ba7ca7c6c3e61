import { describe, expect, it } from "@effect/vitest"
import type { Layer } from "effect"
import { Effect } from "effect"
import type { ScriptRef } from "../../src/services/FlagImports.ts"
import { FlagImportError, FlagImports } from "../../src/services/FlagImports.ts"

/** Scripts that a layer is tried with. */
export interface Scripts {
  /** Public variables f_bool, f_float, f_int and f_str, and no parser. */
  readonly variables: ScriptRef
  /** Does not exist, or cannot be read. */
  readonly unreadable: ScriptRef
}

/** What every FlagImports promises; run it on each layer. */
export const suite = (name: string, layer: Layer.Layer<FlagImports, unknown>, scripts: Scripts) =>
  describe(`FlagImports laws: ${name}`, () => {
    it.effect("flags come by name, with the destination that the script decides", () =>
      Effect.gen(function* () {
        const imports = yield* FlagImports
        const { flags, dest, warnings } = yield* imports.importFlags(scripts.variables, undefined)
        const names = flags.map((flag) => flag.name)
        expect(names).toEqual(names.toSorted())
        expect(names).toEqual(expect.arrayContaining(["f_bool", "f_float", "f_int", "f_str"]))
        expect(dest).toBe("globals")
        expect(warnings).toEqual([])
      }).pipe(Effect.provide(layer))
    )

    it.effect("a destination that is asked for is given back", () =>
      Effect.gen(function* () {
        const imports = yield* FlagImports
        expect((yield* imports.importFlags(scripts.variables, "globals")).dest).toBe("globals")
        expect((yield* imports.importFlags(scripts.variables, "global:nothing")).dest).toBe("global:nothing")
      }).pipe(Effect.provide(layer))
    )

    it.effect("the same question has the same answer", () =>
      Effect.gen(function* () {
        const imports = yield* FlagImports
        const first = yield* imports.importFlags(scripts.variables, undefined)
        const second = yield* imports.importFlags(scripts.variables, undefined)
        expect(second).toEqual(first)
      }).pipe(Effect.provide(layer))
    )

    it.effect("a script that cannot be read is an expected failure that names it", () =>
      Effect.gen(function* () {
        const imports = yield* FlagImports
        const error = yield* Effect.flip(imports.importFlags(scripts.unreadable, undefined))
        expect(error).toBeInstanceOf(FlagImportError)
        expect(error.message).toContain(`cannot import flags from ${scripts.unreadable.name}`)
      }).pipe(Effect.provide(layer))
    )
  })
