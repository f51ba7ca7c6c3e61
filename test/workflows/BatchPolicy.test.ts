import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, FiberId, TestClock } from "effect"
import * as fc from "fast-check"
import type { BatchPolicy } from "../../src/domain/batch/BatchPolicy.ts"
import { plainPolicy } from "../../src/domain/batch/BatchPolicy.ts"
import { flagsKey } from "../../src/domain/batch/FlagsKey.ts"
import { emptyFlagDef } from "../../src/domain/flags/FlagDef.ts"
import type { Script } from "../../src/layers/ProcessesScripted.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import type { BatchHooks } from "../../src/workflows/batch/Running.ts"
import { prepareRun } from "../../src/workflows/PrepareRun.ts"
import { runBatch } from "../../src/workflows/RunBatch.ts"
import { attrsOf, memoryWorld, opOf, readRun, requestOf } from "../support/memoryWorld.ts"

const op = opOf({ kind: "exec", exec: "train ${x} ${y}" }, { flags: [emptyFlagDef("x"), emptyFlagDef("y")] })

const hooks: BatchHooks = { quiet: true, onSourceWarning: () => Effect.void, onStaged: () => Effect.void }

const world = (script: Script) =>
  memoryWorld({
    script,
    files: { "/p/guild.yml": "" },
    pythons: {
      "/bin/python": { info: { version: "3", executable: "/bin/python", sitePackages: [], path: [] }, packages: [] }
    }
  })

const run = (policy: Partial<BatchPolicy>, request: Parameters<typeof requestOf>[0] = {}) =>
  Effect.gen(function* () {
    const asked = requestOf({ ...request, batch: { ...request.batch, policy: { ...plainPolicy, ...policy } } })
    const prepared = yield* prepareRun(op, asked)
    if (prepared.kind !== "batch") return yield* Effect.dieMessage("not a batch")
    return yield* runBatch(prepared.batch, hooks)
  })

/** All trials of the only batch there is, in the order in which they were made. */
const trials = Effect.gen(function* () {
  const runs = yield* Effect.forEach(yield* Effect.flatMap(RunStore, (store) => store.list("live")), readRun)
  return runs.filter(({ isBatch }) => !isBatch).sort((a, b) => (a.initialized ?? 0) - (b.initialized ?? 0))
})

describe("trials side by side", () => {
  it("are the same, never more of them at once than allowed, in whatever order they end", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.nat(30), { minLength: 6, maxLength: 6 }),
        async (jobs, turns) => {
          let running = 0
          let most = 0
          const { layer } = world(({ argv }) => ({
            acts: [
              { until: Effect.sync(() => (most = Math.max(most, ++running))) },
              { until: Effect.repeatN(Effect.yieldNow(), turns[Number(argv[1]) - 1] ?? 0) },
              { until: Effect.sync(() => running--) }
            ],
            exitStatus: 0
          }))
          const made = await Effect.runPromise(
            Effect.zipRight(run({ jobs }, { flags: { x: [1, 2, 3, 4, 5, 6], y: 0 } }), trials).pipe(
              Effect.provide(layer)
            )
          )
          expect(made.map(({ flags }) => flags["x"])).toEqual([1, 2, 3, 4, 5, 6])
          expect(most).toBeLessThanOrEqual(jobs)
          expect(made.every(({ status }) => status._tag === "Completed")).toBe(true)
        }
      ),
      { numRuns: 12 }
    ))

  it("of a search without objectives are drawn alike, in whatever order they end", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.nat(20), { minLength: 5, maxLength: 5 }),
        async (jobs, turns) => {
          let at = 0
          const { layer } = world(() => ({
            acts: [{ until: Effect.repeatN(Effect.yieldNow(), turns[at++ % 5] ?? 0) }],
            exitStatus: 0
          }))
          const made = await Effect.runPromise(
            Effect.zipRight(
              run({ jobs }, { flags: { x: "[0.0:1.0]", y: "[1:9]" }, batch: { optimizer: "gp", maxTrials: 5 } }),
              trials
            ).pipe(Effect.provide(layer))
          )
          drawn ??= made.map(({ flags }) => flagsKey(flags))
          expect(made.map(({ flags }) => flagsKey(flags))).toEqual(drawn)
        }
      ),
      { numRuns: 8 }
    ))
  let drawn: ReadonlyArray<string> | undefined
})

describe("a batch", () => {
  it.effect("starts no trial after its budget, and waits for the one that runs", () => {
    const { layer, printed } = world(() => ({ acts: [{ until: Effect.sleep("10 seconds") }], exitStatus: 0 }))
    return Effect.gen(function* () {
      const running = yield* Effect.fork(run({ budget: 25 }, { flags: { x: [1, 2, 3, 4, 5], y: 0 } }))
      yield* Effect.repeatN(TestClock.adjust("10 seconds"), 5)
      const { exitStatus, run: batch } = yield* Fiber.join(running)
      expect(exitStatus).toBe(0)
      expect((yield* trials).map(({ flags, status }) => [flags["x"], status._tag])).toEqual([
        [1, "Completed"],
        [2, "Completed"],
        [3, "Completed"]
      ])
      expect(printed.stderr()).toBe(
        `INFO: [guild] the budget of 25s is used up - starting no more trials (use 'guild run --resume ${batch.id.slice(0, 8)}' to go on)\n`
      )
    }).pipe(Effect.provide(layer))
  })

  it.effect("gives each trial GPUs of its own, and has as many at once as there are GPUs for", () => {
    let running = 0
    let most = 0
    const seen: Array<string> = []
    const { layer } = world(({ env }) => {
      seen.push(env["CUDA_VISIBLE_DEVICES"] ?? "none")
      return {
        acts: [
          { until: Effect.sync(() => (most = Math.max(most, ++running))) },
          { until: Effect.repeatN(Effect.yieldNow(), 20) },
          { until: Effect.sync(() => running--) }
        ],
        exitStatus: 0
      }
    })
    return Effect.gen(function* () {
      yield* run({ jobs: 9, gpus: { each: 2, devices: ["0", "1", "2", "3", "4"] } }, { flags: { x: [1, 2, 3], y: 0 } })
      expect(most).toBe(2)
      expect(seen.slice(0, 2)).toEqual(["0,1", "2,3"])
      expect(["4,0", "4,2"]).toContain(seen[2])
    }).pipe(Effect.provide(layer))
  })

  it.effect("runs each trial as often as it is told, with other seeds, and reports their mean to the optimizer", () => {
    const { layer } = world(() => ({ acts: [], exitStatus: 0 }))
    return Effect.gen(function* () {
      yield* run({ repeat: 2 }, { flags: { x: [1, 2], y: 0 }, randomSeed: 2 ** 32 - 1 })
      const made = yield* trials
      expect(made.map(({ flags }) => flags["x"])).toEqual([1, 1, 2, 2])
      const seeds = yield* Effect.forEach(made, (each) => Effect.map(attrsOf(each), (attrs) => attrs["random_seed"]))
      expect(seeds).toEqual([2 ** 32 - 1, 0, 2 ** 32 - 1, 0])
    }).pipe(Effect.provide(layer))
  })

  it.effect("ends a trial that an observer finds hopeless, which is no failure", () => {
    const { layer } = world(({ argv }) => ({
      acts: [{ print: `loss: ${argv[1]}\n`, stream: 0 }],
      exitStatus: argv[1] === "9" ? "forever" : 0
    }))
    const observe: BatchHooks["observe"] = () => {
      const found = Deferred.unsafeMake<void>(FiberId.none)
      return {
        scalar: ({ tag, value }) => {
          if (tag === "loss" && value > 5) Deferred.unsafeDone(found, Effect.void)
        },
        hopeless: Deferred.await(found),
        rule: "median"
      }
    }
    return Effect.gen(function* () {
      const scalars = opOf(op.target, { flags: op.flags, outputScalars: { loss: "loss: (\\value)" } })
      const prepared = yield* prepareRun(scalars, requestOf({ flags: { x: [9, 1], y: 0 } }))
      if (prepared.kind !== "batch") return yield* Effect.dieMessage("not a batch")
      expect((yield* runBatch(prepared.batch, { ...hooks, observe })).exitStatus).toBe(0)
      const made = yield* trials
      expect(made.map(({ status }) => status._tag)).toEqual(["Terminated", "Completed"])
      const early = yield* Effect.forEach(made, (each) => Effect.map(attrsOf(each), (attrs) => attrs["stopped_early"]))
      expect(early).toEqual(["median", undefined])
    }).pipe(Effect.provide(layer))
  })
})
