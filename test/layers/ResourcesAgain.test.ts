import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { place, resolve, verify, write } from "../support/resources.ts"

describe("a dependency of a run that is started again", () => {
  it.effect("is fine where what the run has links to is there, and where it was copied", () =>
    Effect.gen(function* () {
      const at = place({ "a.txt": "a", "b.txt": "b" })
      const { paths } = yield* resolve({ file: "a.txt" }, at)
      yield* verify({ file: "a.txt" }, at, paths)
      const copied = yield* resolve({ file: "b.txt", "target-type": "copy" }, at)
      rmSync(join(at.project, "b.txt"))
      yield* verify({ file: "b.txt" }, at, copied.paths)
    })
  )

  it.effect("is copied without anything that is left of a copy which a killed guild had begun", () =>
    Effect.gen(function* () {
      const at = place({ "dir/a.txt": "a" })
      write(at.run, { ".guild/copy-abcdef/copy/a.txt": "" })
      yield* resolve({ file: "dir", "target-type": "copy" }, at)
      expect([readdirSync(join(at.run, ".guild")), readdirSync(join(at.run, "dir"))]).toEqual([[], ["a.txt"]])
    })
  )

  it.effect("is not met where a file that the run has a link to is gone", () =>
    Effect.gen(function* () {
      const at = place({ "a.txt": "a" })
      const { paths } = yield* resolve({ file: "a.txt", path: "data" }, at)
      rmSync(join(at.project, "a.txt"))
      expect(yield* Effect.flip(verify({ file: "a.txt" }, at, paths))).toBe(
        "run failed because a dependency was not met: could not resolve 'file:a.txt' in file:a.txt resource: " +
          `${at.project}/a.txt, which the run has a link to, is not there any more\nPut it back, or start a new run.`
      )
    })
  )

  it.effect("is not met where the run that it came from was deleted, and says which", () =>
    Effect.gen(function* () {
      const at = place({})
      const id = "12ce4bfc368d472d88d8406ae1862c04"
      write(join(at.runs, id), { "w.txt": "1" })
      symlinkSync(`../${id}/w.txt`, join(at.run, "w.txt"))
      yield* verify({ operation: "up" }, at, [`../${id}/w.txt`])
      rmSync(join(at.runs, id), { recursive: true })
      expect(yield* Effect.flip(verify({ operation: "up" }, at, [`../${id}/w.txt`]))).toMatch(
        /: run 12ce4bfc, whose files the run has links to, has been deleted\nUse 'guild runs restore 12ce4bfc' to get it back/
      )
    })
  )

  it.effect(
    "takes the place of links that an earlier start left, and of those that lead nowhere, and of nothing else",
    () =>
      Effect.gen(function* () {
        const at = place({ "in/a.txt": "in", "other/a.txt": "other", "third/a.txt": "third" })
        yield* resolve({ file: "in/a.txt" }, at)
        expect((yield* resolve({ file: "in/a.txt" }, at)).said).toEqual([])
        expect((yield* resolve({ file: "other/a.txt" }, at)).said).toEqual([
          `WARNING: ${at.run}/a.txt already exists, skipping link`
        ])
        yield* resolve({ file: "other/a.txt" }, at, { again: true })
        expect(readFileSync(join(at.run, "a.txt"), "utf8")).toBe("other")
        rmSync(join(at.project, "other/a.txt"))
        yield* resolve({ file: "third/a.txt" }, at)
        expect(readlinkSync(join(at.run, "a.txt"))).toContain("third")
        rmSync(join(at.run, "a.txt"))
        writeFileSync(join(at.run, "a.txt"), "mine")
        yield* resolve({ file: "in/a.txt" }, at, { again: true })
        expect(readFileSync(join(at.run, "a.txt"), "utf8")).toBe("mine")
      })
  )

  it.effect("is copied over what the source replaces only when the copy is whole", () =>
    Effect.gen(function* () {
      const at = place({ "data/a.txt": "new" })
      mkdirSync(join(at.run, "out"))
      symlinkSync("../out", join(at.run, "data"))
      const spec = { file: "data", "target-type": "copy", "replace-existing": true }
      expect(yield* Effect.flip(resolve({ ...spec, file: "..", rename: "^.+$ data" }, at))).toContain(
        "has the run in it"
      )
      expect(readlinkSync(join(at.run, "data"))).toBe("../out")
      yield* resolve(spec, at)
      expect(readFileSync(join(at.run, "data/a.txt"), "utf8")).toBe("new")
    })
  )
})
