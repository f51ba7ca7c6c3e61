import { describe, expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { withProgress } from "../../../src/cli/handlers/batch-progress.ts"
import { plainPolicy } from "../../../src/domain/batch/BatchPolicy.ts"
import { emptyFlagDef } from "../../../src/domain/flags/FlagDef.ts"
import { RunId } from "../../../src/domain/runs/RunId.ts"
import { make as terminal } from "../../../src/layers/TerminalMemory.ts"
import { Terminal } from "../../../src/services/Terminal.ts"
import type { BatchHooks } from "../../../src/workflows/batch/Running.ts"
import { prepareRun } from "../../../src/workflows/PrepareRun.ts"
import { memoryWorld, opOf, requestOf } from "../../support/memoryWorld.ts"

const hooks: BatchHooks = { quiet: false, onSourceWarning: () => Effect.void, onStaged: () => Effect.void }

const trial = { id: RunId.make("1a2b3c4d5e6f"), dir: "/r/1a2b3c4d5e6f" }

const other = { id: RunId.make("2b3c4d5e6f70"), dir: "/r/2b3c4d5e6f70" }

/** What stands on the screen after everything that was written. */
const screen = (written: string): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const [, up, text] of written.matchAll(/(\u001b\[1A\u001b\[2K)|([^\n\u001b]*)\n/g)) {
    if (up !== undefined) lines.pop()
    else lines.push(text ?? "")
  }
  return lines
}

/** A batch of two trials. */
const preparedBatch = (jobs: number) =>
  Effect.gen(function* () {
    const op = opOf({ kind: "exec", exec: "train" }, { flags: [emptyFlagDef("x")] })
    const request = requestOf({ flags: { x: [1, 2] }, batch: { policy: { ...plainPolicy, jobs } } })
    const prepared = yield* Effect.provide(
      prepareRun(op, request),
      memoryWorld({ files: { "/p/guild.yml": "" } }).layer
    )
    return prepared.kind === "batch" ? prepared.batch : yield* Effect.dieMessage("not a batch")
  })

/** A batch that has one trial run for a second, which prints, with what is on the screen while it does and afterwards. */
const watched = (isTerminal: boolean, jobs: number) => {
  const { layer, printed } = terminal({ isTerminal, columns: 60 })
  return Effect.gen(function* () {
    const during = yield* withProgress(yield* preparedBatch(jobs), hooks, ({ watch }) =>
      Effect.gen(function* () {
        yield* watch?.started(trial, "train (x=1)") ?? Effect.void
        watch?.printed(trial, new TextEncoder().encode("[1a2b3c4d] epoch 1\n[1a2b3c4d] epoch 2\n"))
        yield* TestClock.adjust("1 second")
        yield* (yield* Terminal).out("said meanwhile")
        yield* TestClock.adjust("1 second")
        const seen = screen(printed.stdout())
        yield* watch?.ended(other, 0, NaN) ?? Effect.void
        yield* watch?.ended(trial, 0, 0.25) ?? Effect.void
        return seen
      })
    )
    return { during, after: screen(printed.stdout()), err: printed.stderr() }
  }).pipe(Effect.provide(layer))
}

describe("a batch in view", () => {
  it.effect("has its progress below what is printed on a terminal, and leaves what it came to", () =>
    Effect.gen(function* () {
      const { after, during, err } = yield* watched(true, 2)
      expect(during).toEqual(["said meanwhile", "  1a2b3c4d 2s train (x=1), epoch 2", "[------------------------] 0/2"])
      expect(after).toEqual(["said meanwhile"])
      expect(err).toBe("INFO: [guild] 2 of 2 trials done (best loss 0.25 (1a2b3c4d))\n")
    })
  )

  it.effect("says a line for each trial that ends where there is no terminal", () =>
    Effect.gen(function* () {
      const { after, err } = yield* watched(false, 2)
      expect(after).toEqual(["said meanwhile"])
      expect(err).toBe(
        "INFO: [guild] 1 of 2 trials done (2s left)\nINFO: [guild] 2 of 2 trials done (best loss 0.25 (1a2b3c4d))\n"
      )
    })
  )

  it.effect("counts a trial that is there as one that was run, for the best as well", () =>
    Effect.gen(function* () {
      const { layer, printed } = terminal({ isTerminal: false, columns: 60 })
      yield* Effect.provide(
        Effect.flatMap(preparedBatch(2), (batch) =>
          withProgress(batch, hooks, ({ watch }) =>
            Effect.zipRight(watch?.skipped(other, 0, 0.125) ?? Effect.void, watch?.ended(trial, 0, 0.25) ?? Effect.void)
          )
        ),
        layer
      )
      expect(printed.stderr()).toBe("INFO: [guild] 2 of 2 trials done (best loss 0.125 (2b3c4d5e))\n")
    })
  )

  it.effect("that runs one trial at a time says what it always said", () =>
    Effect.gen(function* () {
      const { after, err } = yield* watched(true, 1)
      expect({ after, err }).toEqual({ after: ["said meanwhile"], err: "" })
    })
  )
})
