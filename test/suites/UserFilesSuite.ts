import { expect, it } from "@effect/vitest"
import type { Layer } from "effect"
import { Effect, Stream } from "effect"
import { describe } from "vitest"
import { UserFiles } from "../../src/services/UserFiles.ts"

/** What UserFiles promises; run it on each layer. `path` names a file that may be made. */
export const suite = (name: string, layer: Layer.Layer<UserFiles>, path: string) =>
  describe(`UserFiles laws: ${name}`, () => {
    it.scoped("a file is read back as it was written, also in the place of another", () =>
      Effect.gen(function* () {
        const files = yield* UserFiles
        expect(yield* files.read(`${path}-missing`)).toBeUndefined()
        for (const text of ["first\n", "", "zwei€\n"]) {
          yield* files.write(path, text)
          expect(yield* files.read(path)).toBe(text)
        }
      }).pipe(Effect.provide(layer))
    )

    it.scoped("pieces become one file, and what fails on the way leaves the old one", () =>
      Effect.gen(function* () {
        const files = yield* UserFiles
        yield* files.writeStream(path, Stream.make("a,b\n", "", "zwei€\n"))
        expect(yield* files.read(path)).toBe("a,b\nzwei€\n")
        const failing = Stream.concat(Stream.make("half"), Stream.fail("broken"))
        expect(yield* Effect.flip(files.writeStream(path, failing))).toBe("broken")
        expect(yield* files.read(path)).toBe("a,b\nzwei€\n")
      }).pipe(Effect.provide(layer))
    )

    it.scoped("a temporary file lasts as long as its scope", () =>
      Effect.gen(function* () {
        const files = yield* UserFiles
        const made = yield* Effect.scoped(
          Effect.gen(function* () {
            const at = yield* files.temporary("flags.yml", "x: 1\n")
            expect(at.startsWith("/") && at.endsWith("/flags.yml")).toBe(true)
            expect(yield* files.read(at)).toBe("x: 1\n")
            return at
          })
        )
        expect(yield* files.read(made)).toBeUndefined()
      }).pipe(Effect.provide(layer))
    )

    it.scoped("a directory of links shows the named files of another, and takes none of them along when it goes", () =>
      Effect.gen(function* () {
        const files = yield* UserFiles
        yield* files.append(`${path}.d/file`, "shown\n")
        yield* files.append(`${path}.d/other`, "")
        const made = yield* Effect.scoped(
          Effect.gen(function* () {
            const at = yield* files.temporaryLinks("run", `${path}.d`, ["file"])
            expect(at.startsWith("/") && at.endsWith("/run")).toBe(true)
            expect(yield* files.read(`${at}/file`)).toBe("shown\n")
            expect(yield* files.read(`${at}/other`)).toBeUndefined()
            return `${at}/file`
          })
        )
        expect(yield* files.read(made)).toBeUndefined()
        expect(yield* files.read(`${path}.d/file`)).toBe("shown\n")
      }).pipe(Effect.provide(layer))
    )
  })
