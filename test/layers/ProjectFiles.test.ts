import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { layer as fileSystem } from "../../src/layers/ProjectFilesFs.ts"
import { layer as memory } from "../../src/layers/ProjectFilesMemory.ts"
import { ProjectFiles } from "../../src/services/ProjectFiles.ts"
import { suite } from "../suites/ProjectFilesSuite.ts"

const root = mkdtempSync(join(tmpdir(), "project-files-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

suite("memory", (kinds) => ({
  root: "/t",
  layer: memory(Object.fromEntries(Object.entries(kinds).map(([path, kind]) => [`/t/${path}`, kind])))
}))

suite("file system", (kinds) => {
  for (const [path, kind] of Object.entries(kinds)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), "", { mode: kind === "executable" ? 0o755 : 0o644 })
  }
  return { root, layer: fileSystem }
})

describe("paths on the disk", () => {
  it.effect("are what their links lead to, and nothing where those lead nowhere", () =>
    Effect.gen(function* () {
      const files = yield* ProjectFiles
      writeFileSync(join(root, "real.py"), "")
      symlinkSync("real.py", join(root, "link.py"))
      symlinkSync("gone.py", join(root, "broken.py"))
      expect(yield* files.kindOf(join(root, "link.py"))).toBe("file")
      expect(yield* files.kindOf(join(root, "broken.py"))).toBeUndefined()
    }).pipe(Effect.provide(fileSystem))
  )
})
