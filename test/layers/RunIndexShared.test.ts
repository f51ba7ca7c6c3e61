import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { RunId } from "../../src/domain/runs/RunId.ts"
import { run } from "../support/arbitraryRuns.ts"
import { bundle } from "../support/bundle.ts"
import { tempHome } from "../support/tempHome.ts"
import { writeRunDir } from "../support/writeRunDir.ts"

it.scoped("several guilds make and use one index at once, and all answer alike", () =>
  Effect.gen(function* () {
    const home = yield* tempHome
    const program = yield* bundle("test/support/queryRunsMain.ts")
    for (const [i, each] of fc.sample(run("/runs"), { numRuns: 150, seed: 3 }).entries()) {
      const id = RunId.make(i.toString(16).padStart(32, "0"))
      writeRunDir({ ...each, id, dir: join(home, "runs", id) })
    }
    const ask = () => promisify(execFile)(process.execPath, [program, home, "all", "3"])
    const answers = yield* Effect.promise(() => Promise.all(Array.from({ length: 4 }, ask)))
    const shown = answers.map(({ stdout }) => JSON.parse(stdout))
    expect(answers.map(({ stderr }) => stderr)).toEqual(Array(4).fill(""))
    expect(shown.map(({ total }) => total)).toEqual(Array(4).fill(150))
    expect(new Set(shown.map((answer) => JSON.stringify(answer.shown))).size).toBe(1)
  })
)
