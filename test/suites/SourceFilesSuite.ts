import { describe, expect, it } from "@effect/vitest"
import type { Layer } from "effect"
import { Effect } from "effect"
import { selectRule } from "../../src/domain/source/SourceRules.ts"
import { SourceError, SourceFiles } from "../../src/services/SourceFiles.ts"
import { defaultRules } from "../support/defaultRules.ts"

/** A place to try a layer in: a root that holds some files, and a directory of its own for copies. */
export interface SourcePlace {
  readonly layer: Layer.Layer<SourceFiles>
  readonly root: string
  readonly dest: string
  readonly read: (path: string) => string | undefined
}

export type MakePlace = (files: Readonly<Record<string, string | Uint8Array>>) => SourcePlace

const PROJECT = {
  ".dotdir/a.txt": "",
  ".gitattributes": "",
  "__pycache__/hello.pyc": "",
  "a.txt": "",
  empty: "",
  "env/bin/activate": "",
  "env/some-env-file": "",
  "guild.yml": "op: guild.pass\n",
  "hello.py": "",
  "hello.pyc": "",
  "nocopy_dir/.guild-nocopy": "",
  "nocopy_dir/a.txt": "",
  "subdir/b.txt": "",
  "subdir/logo.png": ""
}

const all = selectRule(true, ["*"])
const dirOff = (...names: ReadonlyArray<string>) => selectRule(false, names, { type: "dir" })

/** What every SourceFiles promises; run it on each layer. */
export const suite = (name: string, make: MakePlace): void => {
  const at = <A, E>(
    files: Parameters<MakePlace>[0],
    act: (sources: typeof SourceFiles.Service, place: SourcePlace) => Effect.Effect<A, E>
  ): Effect.Effect<A, E> => {
    const place = make(files)
    return Effect.flatMap(SourceFiles, (sources) => act(sources, place)).pipe(Effect.provide(place.layer))
  }

  describe(`SourceFiles laws: ${name}`, () => {
    it.effect("selects by the default rules in scan order and never sees what is in excluded directories", () =>
      at(PROJECT, (sources, { root }) =>
        Effect.gen(function* () {
          expect(yield* sources.select(root, defaultRules)).toEqual({
            selected: [".gitattributes", "a.txt", "empty", "guild.yml", "hello.py", "subdir/b.txt"],
            skipped: ["hello.pyc", "subdir/logo.png"],
            warnings: []
          })
        })
      )
    )

    it.effect("puts the files of a directory before its directories, each by name", () =>
      at(
        { "b/x": "", "a/z/1": "", "a/b": "", c: "", Z: "", "a-b": "", é: "", "\u{1f4a1}": "", "\uffee": "" },
        (sources, { root }) =>
          Effect.gen(function* () {
            const { selected } = yield* sources.select(root, [all])
            expect(selected).toEqual(["Z", "a-b", "c", "é", "\uffee", "\u{1f4a1}", "a/b", "a/z/1", "b/x"])
          })
      )
    )

    it.effect("enters an excluded directory again where a later rule includes it", () =>
      at({ "venv/bin/activate": "", "venv/c.txt": "", ".d/a": "" }, (sources, { root }) =>
        Effect.gen(function* () {
          const rules = [...defaultRules, selectRule(true, ["venv"], { type: "dir" })]
          expect((yield* sources.select(root, rules)).selected).toEqual(["venv/c.txt", "venv/bin/activate"])
        })
      )
    )

    it.effect("warns of a file that is too big for the default rules", () =>
      at({ "too-big.txt": "0".repeat(1048577), "max.txt": "0".repeat(1048576), "empty.txt": "" }, (sources, { root }) =>
        Effect.gen(function* () {
          const found = yield* sources.select(root, defaultRules)
          expect(found.selected).toEqual(["empty.txt", "max.txt"])
          expect(found.warnings).toEqual([{ kind: "too-big", path: "too-big.txt" }])
          const wanted = yield* sources.select(root, [...defaultRules, selectRule(true, ["*.txt"])])
          expect(wanted).toMatchObject({ selected: ["empty.txt", "max.txt", "too-big.txt"], warnings: [] })
        })
      )
    )

    it.effect("warns once where there are more files than the default rules take", () => {
      const names = Array.from({ length: 110 }, (_, i) => `${String(i + 1).padStart(3, "0")}.txt`)
      return at(
        { ...Object.fromEntries(names.map((path) => [path, ""])), "big.txt": "0".repeat(1048577) },
        (sources, { root }) =>
          Effect.gen(function* () {
            const found = yield* sources.select(root, defaultRules)
            expect(found.selected).toEqual(names.slice(0, 100))
            expect(found.warnings).toEqual([{ kind: "too-many", limit: 100 }])
          })
      )
    })

    it.effect("tells which names are directories", () =>
      at(PROJECT, (sources, { root }) =>
        Effect.gen(function* () {
          const found = yield* sources.directories(root, ["subdir", "subdir/", "a.txt", "none", "*.py", "", "env/bin"])
          expect(Array.from(found)).toEqual(["subdir", "subdir/", "env/bin"])
        })
      )
    )

    it.effect("copies files byte for byte, with their directories", () =>
      at(
        { "a.txt": "hello", "sub/b.bin": Uint8Array.from([0, 255, 10]), "sub/c": "left" },
        (sources, { root, dest, read }) =>
          Effect.gen(function* () {
            yield* sources.copy(root, ["a.txt", "sub/b.bin"], dest)
            expect(read(`${dest}/a.txt`)).toBe("hello")
            expect(read(`${dest}/sub/b.bin`)).toBe(read(`${root}/sub/b.bin`))
            expect(read(`${dest}/sub/c`)).toBeUndefined()
          })
      )
    )

    it.effect("copies over what is there", () =>
      at({ a: "one", "sub/a": "two" }, (sources, { root, dest, read }) =>
        Effect.gen(function* () {
          yield* sources.copy(root, ["a"], dest)
          yield* sources.copy(`${root}/sub`, ["a"], dest)
          expect(read(`${dest}/a`)).toBe("two")
        })
      )
    )

    it.effect("refuses to copy from or to outside", () =>
      at({ a: "x", "sub/a": "x" }, (sources, { root, dest }) =>
        Effect.gen(function* () {
          for (const path of ["../a", "sub/../../a", `${root}/a`])
            expect(yield* Effect.flip(sources.copy(root, [path], dest))).toBeInstanceOf(SourceError)
        })
      )
    )

    it.effect("fails with the path where a file to copy is gone", () =>
      at({ a: "x" }, (sources, { root, dest }) =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(sources.copy(root, ["a", "gone"], dest))
          expect(error).toMatchObject({ operation: "copy", path: `${root}/gone` })
        })
      )
    )

    it.effect("fails where there is no root", () =>
      at({ a: "x" }, (sources, { root }) =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(sources.select(`${root}/none`, defaultRules))
          expect(error).toMatchObject({ operation: "scan", path: `${root}/none` })
        })
      )
    )

    it.effect("gives the digest that Guild gives for the same files", () => {
      const guildFile = "\n  op:\n    main: guild.pass\n"
      const digest = (files: Readonly<Record<string, string>>) => at(files, (sources, { root }) => sources.digest(root))
      return Effect.gen(function* () {
        expect(yield* digest({ "guild.yml": guildFile })).toBe("38eaef56aa526c84cb706bfa550f9f41")
        expect(yield* digest({ "guild.yml": guildFile, "hello.py": "print('hello')\n" })).toBe(
          "d58df49c7f24c45cbab98a816c7ad50e"
        )
        expect(yield* digest({ "guild.yml": guildFile, "hello.py": "print('hola')\n" })).toBe(
          "3c0e4b7789ce7d04bd39fe7d39283100"
        )
      })
    })

    it.effect("takes the digest over everything below the directory, hidden or not, and over names", () =>
      Effect.gen(function* () {
        const digest = (files: Readonly<Record<string, string>>) =>
          at(files, (sources, { root }) => sources.digest(root))
        const digests = yield* Effect.all([
          digest({ a: "1" }),
          digest({ a: "1", ".b/c": "2" }),
          digest({ a: "1", ".b/d": "2" }),
          digest({ a: "1", ".b-c": "2" }),
          digest({ b: "1" })
        ])
        expect(new Set(digests).size).toBe(5)
      })
    )

    it.effect("gives no digest where there are no files, and counts none of Guild's own", () =>
      at({ "run/a": "1", "run/.guild/attrs/id": "1", "own/.guild/b": "1", "plain/a": "1" }, (sources, { root }) =>
        Effect.gen(function* () {
          expect(yield* sources.digest(`${root}/none`)).toBeNull()
          expect(yield* sources.digest(`${root}/own`)).toBeNull()
          expect(yield* sources.digest(`${root}/run`)).toBe(yield* sources.digest(`${root}/plain`))
        })
      )
    )

    it.effect("gives the digest of some files alone, whatever else is there and in any order", () =>
      Effect.gen(function* () {
        const source = { "a.py": "1", "d/b.py": "2" }
        const whole = yield* at(source, (sources, { root }) => sources.digest(root))
        const some = yield* at({ ...source, "model.bin": "3", ".guild/x": "4" }, (sources, { root }) =>
          sources.digest(root, ["d/b.py", "a.py", ".guild/x"])
        )
        expect(some).toBe(whole)
        expect(yield* at(source, (sources, { root }) => sources.digest(root, []))).toBeNull()
      })
    )

    it.effect("gives a copy the digest of its source", () =>
      at({ "a/b/c.txt": "1", "a-b": "2", z: "3" }, (sources, { root, dest }) =>
        Effect.gen(function* () {
          const { selected } = yield* sources.select(root, [all, dirOff("none")])
          yield* sources.copy(root, selected, dest)
          expect(yield* sources.digest(dest)).toBe(yield* sources.digest(root))
        })
      )
    )
  })
}
