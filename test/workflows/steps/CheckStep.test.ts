import { describe, expect, it } from "@effect/vitest"
import { Effect, Either, Layer } from "effect"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll } from "vitest"
import { RunId } from "../../../src/domain/runs/RunId.ts"
import { decodeChecks } from "../../../src/domain/steps/DecodeChecks.ts"
import type { Value } from "../../../src/domain/Value.ts"
import { layer as runFiles } from "../../../src/layers/RunFilesNode.ts"
import { checkStep } from "../../../src/workflows/steps/CheckStep.ts"
import { recordedTerminal } from "../../support/recordedTerminal.ts"

const root = mkdtempSync(join(tmpdir(), "guild-checks-"))

afterAll(() => rmSync(root, { recursive: true, force: true }))

const files = {
  "run/.guild/output": "epoch 1\nloss: 0.25\ndone\n",
  "run/model.txt": "weights",
  "run/logs/a.log": "all is well\n",
  "run/logs/b.log": "an error\n",
  "project/model.txt": "weights",
  "project/other.txt": "Weights"
}
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const run = { id: RunId.make("0123456789abcdef"), dir: join(root, "run") }

/** Whether checks hold, and the complaint where they do not. */
const check = (data: Value) =>
  Effect.gen(function* () {
    const screen = recordedTerminal([])
    const checks = Either.getOrThrow(decodeChecks(data))
    const held = yield* Effect.either(checkStep(checks, run, join(root, "project"))).pipe(
      Effect.provide(Layer.merge(runFiles, screen.layer))
    )
    const complaint = /check failed: (.*)/.exec(screen.err())?.[1]
    return { holds: Either.isRight(held), complaint, said: screen.err() }
  })

describe("checks of a step's run", () => {
  it.effect("find patterns in its output, line by line", () =>
    Effect.gen(function* () {
      expect(yield* check({ output: "^loss: 0\\.\\d+$" })).toMatchObject({ holds: true })
      expect(yield* check({ output: "^0.25" })).toMatchObject({
        holds: false,
        complaint: "could not find pattern '^0.25' in run 01234567 output"
      })
    })
  )

  it.effect("find files, and what is in every one of them", () =>
    Effect.gen(function* () {
      expect(yield* check({ file: "logs/*.log" })).toMatchObject({ holds: true })
      expect(yield* check({ file: "*.log" })).toMatchObject({
        complaint: "could not find any files matching '*.log' in run 01234567"
      })
      expect(yield* check({ file: "logs/*.log", contains: "well" })).toMatchObject({
        complaint: "could not find pattern 'well' in run 01234567 file logs/b.log"
      })
    })
  )

  it.effect("compare files with those of the project", () =>
    Effect.gen(function* () {
      expect(yield* check({ file: "model.txt", "compare-to": "model.txt" })).toMatchObject({ holds: true })
      expect(yield* check({ file: "model.txt", "compare-to": "other.txt" })).toMatchObject({
        complaint: `run 01234567 file model.txt differs from ${root}/project/other.txt`
      })
      expect(yield* check({ file: "model.txt", "compare-to": "gone.txt" })).toMatchObject({
        complaint: `cannot compare run 01234567 file model.txt: there is no ${root}/project/gone.txt`
      })
    })
  )

  it.effect("are all made, and counted", () =>
    Effect.gen(function* () {
      const { holds, said } = yield* check([{ output: "nothing" }, { output: "done" }, { file: "nothing" }])
      expect(holds).toBe(false)
      expect(said).toContain("INFO: [guild] 1 of 3 checks passed\n")
      expect(said).toContain("ERROR: [guild] 2 check(s) failed - see above for details\n")
    })
  )
})
