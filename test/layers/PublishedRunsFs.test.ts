import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { layer } from "../../src/layers/PublishedRunsFs.ts"
import { PublishedRuns } from "../../src/services/PublishedRuns.ts"

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
})
