import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { layer } from "../../src/layers/LogDirsNode.ts"
import { suite } from "../suites/LogDirsSuite.ts"

const runDir = mkdtempSync(join(tmpdir(), "guild-log-dirs-"))
mkdirSync(join(runDir, ".guild/attrs"), { recursive: true })
for (const path of [".guild/a.tfevents.1", ".guild/attrs/id", "plot.png"]) writeFileSync(join(runDir, path), "x")
// Links that lead nowhere or in a circle are in some runs; nothing of them is for TensorBoard.
symlinkSync("loop", join(runDir, "loop"))
symlinkSync("nowhere", join(runDir, "broken"))
afterAll(() => rmSync(runDir, { recursive: true }))

suite("node", layer, runDir)
