import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll } from "vitest"
import { layer } from "../../src/layers/ChangesNode.ts"
import { suite } from "../suites/ChangesSuite.ts"

const base = mkdtempSync(join(tmpdir(), "guild-changes-"))
afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

suite("node", () => {
  const dir = mkdtempSync(join(base, "world-"))
  return {
    dir,
    layer,
    write: (path, text, time) => {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), text)
      if (time !== undefined) utimesSync(join(dir, path), time / 1e6, time / 1e6)
    }
  }
})
