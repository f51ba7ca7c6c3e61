import { describe, expect, it } from "@effect/vitest"
import type { Layer } from "effect"
import { Effect } from "effect"
import { Changes } from "../../src/services/Changes.ts"

/** Where a layer has its files: `write` makes one with its time in microseconds since the epoch, below a new directory. */
export interface ChangesWorld {
  readonly dir: string
  readonly layer: Layer.Layer<Changes>
  readonly write: (path: string, text: string, time?: number) => void
}

/** What every Changes promises; run it on each layer. */
export const suite = (name: string, world: () => ChangesWorld) =>
  describe(`Changes laws: ${name}`, () => {
    const given = (files: Readonly<Record<string, string>>) => {
      const made = world()
      for (const [path, text] of Object.entries(files)) made.write(path, text)
      const source = (selected: ReadonlyArray<string>) =>
        Effect.flatMap(Changes, (changes) => changes.source(`${made.dir}/p`, selected, `${made.dir}/run/source`)).pipe(
          Effect.provide(made.layer)
        )
      const since = (path: string, time: number) =>
        Effect.flatMap(Changes, (changes) => changes.since(`${made.dir}/${path}`, time)).pipe(
          Effect.provide(made.layer)
        )
      return { ...made, source, since }
    }

    it.effect("source that was copied and left alone has no changes", () =>
      Effect.gen(function* () {
        const { source } = given({ "p/a.py": "1", "p/sub/b.py": "", "run/source/a.py": "1", "run/source/sub/b.py": "" })
        expect(yield* source(["a.py", "sub/b.py"])).toEqual([])
      })
    )

    it.effect("files that differ, are new, or are gone are told by name, in their order", () =>
      Effect.gen(function* () {
        const { source } = given({
          "p/same": "1",
          "p/b": "22",
          "p/a/new": "1",
          "run/source/same": "1",
          "run/source/b": "21",
          "run/source/z/gone": "1"
        })
        expect(yield* source(["b", "same", "a/new"])).toEqual([
          { path: "a/new", how: "added" },
          { path: "b", how: "changed" },
          { path: "z/gone", how: "removed" }
        ])
      })
    )

    it.effect("files that differ far behind their beginning are told apart", () =>
      Effect.gen(function* () {
        const long = "x".repeat(200_000)
        const { source } = given({
          "p/a": `${long}1`,
          "p/b": long,
          "run/source/a": `${long}2`,
          "run/source/b": long
        })
        expect(yield* source(["a", "b"])).toEqual([{ path: "a", how: "changed" }])
      })
    )

    it.effect("without a copy of the source everything was added", () =>
      Effect.gen(function* () {
        const { source } = given({ "p/a": "1" })
        expect(yield* source(["a"])).toEqual([{ path: "a", how: "added" }])
      })
    )

    it.effect("a file has changed since a time before it was written, and a directory since any of its files has", () =>
      Effect.gen(function* () {
        const { since, write } = given({})
        write("d/old", "1", 1_000_000)
        write("d/sub/new", "1", 4_000_000_000_000_000)
        expect(yield* since("d/sub/new", 3_900_000_000_000_000)).toBe("changed")
        expect(yield* since("d", 3_900_000_000_000_000)).toBe("changed")
        expect(yield* since("d/old", 3_900_000_000_000_000)).toBeUndefined()
        expect(yield* since("d", 4_100_000_000_000_000)).toBeUndefined()
        expect(yield* since("nothing", 0)).toBe("removed")
      })
    )
  })
