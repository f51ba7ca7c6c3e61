import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { layer } from "../../src/layers/PublishedRunsFs.ts"
import { PublishedRuns } from "../../src/services/PublishedRuns.ts"
import { DEAD_PID } from "../support/deadPid.ts"

const tempDir = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "guild-published-"))),
  (dir) => Effect.sync(() => rmSync(dir, { recursive: true, force: true }))
)

describe("published runs as files", () => {
  it.scoped("tells links that lead out of what was named", () =>
    Effect.gen(function* () {
      const dir = yield* tempDir
      for (const name of ["run", "project", "project-2"]) {
        mkdirSync(join(dir, name))
        writeFileSync(join(dir, name, "f"), name)
      }
      // By another name, and with a directory beside it whose name begins with its name.
      symlinkSync("project", join(dir, "named"))
      symlinkSync("f", join(dir, "run/in"))
      symlinkSync("../project/f", join(dir, "run/project"))
      symlinkSync("../project-2/f", join(dir, "run/out"))
      symlinkSync("out", join(dir, "run/out-by-link"))
      symlinkSync("nothing", join(dir, "run/broken"))
      const found = yield* (yield* PublishedRuns).survey(join(dir, "run"), { md5: false, within: [join(dir, "named")] })
      expect(found.map(({ outside, path, type }) => [path, type, outside])).toEqual([
        ["broken", "link", true],
        ["f", "file", false],
        ["in", "file link", false],
        ["out", "file link", true],
        ["out-by-link", "file link", true],
        ["project", "file link", false]
      ])
    }).pipe(Effect.provide(layer))
  )

  it.scoped("leaves out a file whose name is no text, and tells of the others", () =>
    Effect.gen(function* () {
      const dir = yield* tempDir
      writeFileSync(join(dir, "f"), "")
      writeFileSync(Buffer.concat([Buffer.from(`${dir}/bad-`), Buffer.from([0xff])]), "")
      const found = yield* (yield* PublishedRuns).survey(dir, { md5: true, within: [] })
      expect(found.map(({ path }) => path)).toEqual(["f"])
    }).pipe(Effect.provide(layer))
  )

  it.scoped("puts right what a killed guild left, and leaves alone what a living one works on", () =>
    Effect.gen(function* () {
      const dest = yield* tempDir
      const make = (name: string, text: string) => {
        mkdirSync(join(dest, name))
        writeFileSync(join(dest, name, "run.yml"), text)
      }
      make("kept", "new")
      make(`.replaced-${DEAD_PID}-1-kept`, "old")
      make(`.replaced-${DEAD_PID}-2-lost`, "before")
      make(`.publishing-${DEAD_PID}-3-lost`, "half")
      make(`.publishing-${process.pid}-900-other`, "half")
      make(`.replaced-${process.pid}-901-other`, "old")
      expect([...(yield* (yield* PublishedRuns).infos(dest))].sort()).toEqual(["before", "new"])
      expect(readdirSync(dest).sort()).toEqual(
        [`.publishing-${process.pid}-900-other`, `.replaced-${process.pid}-901-other`, "kept", "lost"].sort()
      )
    }).pipe(Effect.provide(layer))
  )

  it.scoped("keeps the earlier publication of a run where a new one fails", () =>
    Effect.gen(function* () {
      const dest = yield* tempDir
      const published = yield* PublishedRuns
      yield* published.publish(dest, { id: "a", files: [["run.yml", "old"]], copies: [] })
      const copies = [["sourcecode/x", join(dest, "nothing")]] as const
      const failed = yield* Effect.either(published.publish(dest, { id: "a", files: [["run.yml", "new"]], copies }))
      expect(failed._tag).toBe("Left")
      expect(yield* published.infos(dest)).toEqual(["old"])
      expect(readdirSync(dest).sort()).toEqual([".guild-nocopy", "a"])
    }).pipe(Effect.provide(layer))
  )

  it.scoped("keeps what somebody wrote in the index", () =>
    Effect.gen(function* () {
      const dest = yield* tempDir
      const published = yield* PublishedRuns
      yield* published.writeIndex(dest, "- a\n")
      writeFileSync(join(dest, "README.md"), "Mine\n\n- a\n\nEnd\n")
      yield* published.writeIndex(dest, "- b\n- a\n")
      expect(readFileSync(join(dest, "README.md"), "utf8")).toBe("Mine\n\n- b\n- a\n\nEnd\n")
      expect(readdirSync(dest).sort()).toEqual([".guild-nocopy", "README.md"])
    }).pipe(Effect.provide(layer))
  )
})
