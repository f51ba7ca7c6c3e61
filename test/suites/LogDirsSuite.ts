import { expect, it } from "@effect/vitest"
import type { Layer } from "effect"
import { Effect } from "effect"
import { describe } from "vitest"
import { LogDirs } from "../../src/services/LogDirs.ts"

/** What LogDirs promises; run it on each layer. `runDir` has `plot.png`, `.guild/attrs/id` and `.guild/a.tfevents.1`. */
export const suite = (name: string, layer: Layer.Layer<LogDirs>, runDir: string) =>
  describe(`LogDirs laws: ${name}`, () => {
    it.scoped("a run's files are linked once, guild's records but for event files are not", () =>
      Effect.gen(function* () {
        const dir = yield* (yield* LogDirs).make({ keep: false })
        const linked = yield* dir.link("run", runDir)
        expect(linked.map(({ path }) => path)).toEqual([".guild/a.tfevents.1", "plot.png"])
        expect(yield* dir.link("run", runDir)).toEqual(linked)
        expect(yield* dir.files).toEqual(["run/.guild/a.tfevents.1", "run/plot.png"])
      }).pipe(Effect.provide(layer))
    )

    it.scoped("files of guild's own stay beside the links, and runs that are not retained go", () =>
      Effect.gen(function* () {
        const dir = yield* (yield* LogDirs).make({ keep: false })
        const bytes = Uint8Array.from([1, 2, 3])
        yield* dir.write("run", ".guild/own", bytes)
        yield* dir.addImage("run", "plot.png", bytes)
        yield* dir.addImage("run", "plot.png", bytes)
        yield* dir.write("other", "own", bytes)
        yield* dir.link("run", "/nowhere/at/all")
        const md5 = 32
        yield* dir.retain(new Set(["run"]))
        const files = yield* dir.files
        expect(files[0]).toBe("run/.guild/own")
        expect(files.slice(1).map((path) => path.slice(0, -md5))).toEqual([
          "run/.images/events.out.tfevents.0000000000.image.",
          "run/.images/events.out.tfevents.0000000001.image."
        ])
      }).pipe(Effect.provide(layer))
    )
  })
