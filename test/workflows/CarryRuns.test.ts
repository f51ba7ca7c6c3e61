import { existsSync, readdirSync, renameSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { layer } from "../../src/layers/RunArchivesFs.ts"
import { carryRuns } from "../../src/workflows/CarryRuns.ts"
import { recordedTerminal } from "../support/recordedTerminal.ts"
import { sampleRun, writeSampleRun } from "../support/sampleRuns.ts"
import { tempHome } from "../support/tempHome.ts"
import { testHost } from "../support/testHost.ts"

describe("carrying runs", () => {
  for (const move of [false, true])
    it.scoped(`passes over those that were deleted since they were listed (${move ? "move" : "copy"})`, () =>
      Effect.gen(function* () {
        const home = yield* tempHome
        const [first, last] = [writeSampleRun(home, 0), writeSampleRun(home, 2)]
        const gone = sampleRun(home, 1)
        const dir = join(home, "elsewhere")
        const terminal = recordedTerminal([])
        const carried = yield* carryRuns([first, gone, last], {
          dir,
          move,
          keepOriginal: false,
          copyResources: false,
          taken: (run) => run.id
        }).pipe(Effect.provide(Layer.merge(terminal.layer, Layer.provide(layer, testHost({ guildHome: home })))))
        expect(carried).toEqual([first, last])
        expect(readdirSync(dir).sort()).toEqual([first.id, last.id])
        const act = move ? "Moving" : "Copying"
        expect(terminal.err()).toBe(
          [
            `${act} ${first.id}`,
            `${act} ${gone.id}`,
            `WARNING: ${gone.id} is no longer there, skipping`,
            `${act} ${last.id}`,
            ""
          ].join("\n")
        )
      })
    )

  it.scoped("says what stands in the way where the run is there", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const run = writeSampleRun(home, 0)
      renameSync(writeSampleRun(home, 1).dir, join(home, "file"))
      const dir = join(home, "file/.guild/opref/below")
      const terminal = recordedTerminal([])
      const error = yield* carryRuns([run], {
        dir,
        move: false,
        keepOriginal: false,
        copyResources: false,
        taken: ({ id }) => id
      }).pipe(
        Effect.flip,
        Effect.provide(Layer.merge(terminal.layer, Layer.provide(layer, testHost({ guildHome: home }))))
      )
      expect(error.message).toMatch(/^cannot (open|copy) .*ENOTDIR/)
      expect(existsSync(run.dir)).toBe(true)
    })
  )
})
