import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Option, TestClock } from "effect"
import { emptyFlagDef } from "../../src/domain/flags/FlagDef.ts"
import { plainPolicy } from "../../src/domain/batch/BatchPolicy.ts"
import type { ValueMap } from "../../src/domain/Value.ts"
import { isList } from "../../src/domain/Value.ts"
import { make as scriptedInterrupts } from "../../src/layers/InterruptsScripted.ts"
import type { Script } from "../../src/layers/ProcessesScripted.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { prepareRun } from "../../src/workflows/PrepareRun.ts"
import type { BatchHooks } from "../../src/workflows/batch/Running.ts"
import { runBatch } from "../../src/workflows/RunBatch.ts"
import type { Told } from "../support/memoryWorld.ts"
import { attrsOf, linesOf, memoryWorld, opOf, readRun, requestOf } from "../support/memoryWorld.ts"

const op = opOf({ kind: "exec", exec: "train ${x}" }, { flags: [emptyFlagDef("x")] })

const hooks: BatchHooks = { quiet: false, onSourceWarning: () => Effect.void, onStaged: () => Effect.void }

/** Prints its flag and exits with it where it is above 10; runs for ever where it is 9. */
const byFlag: Script = ({ argv }) => {
  const x = Number(argv[1])
  return { acts: [{ print: `x is ${x}\n`, stream: 0 }], exitStatus: x === 9 ? "forever" : x > 10 ? x : 0 }
}

/** A machine with Python, which batches are recorded with. */
const world = (told: Told = {}) =>
  memoryWorld({
    script: byFlag,
    files: { "/p/guild.yml": "" },
    pythons: {
      "/bin/python": { info: { version: "3", executable: "/bin/python", sitePackages: [], path: [] }, packages: [] }
    },
    ...told
  })

const run = (flags: ValueMap, request: Parameters<typeof requestOf>[0] = {}) =>
  Effect.gen(function* () {
    const prepared = yield* prepareRun(op, requestOf({ flags, ...request }))
    if (prepared.kind !== "batch") return yield* Effect.dieMessage("not a batch")
    return yield* runBatch(prepared.batch, hooks)
  })

/** The runs of the Guild home but for one, by when they were made. */
const trialsBut = (batchId: string) =>
  Effect.gen(function* () {
    const refs = yield* Effect.flatMap(RunStore, (store) => store.list("live"))
    const runs = yield* Effect.forEach(refs, readRun)
    return runs.filter(({ id }) => id !== batchId).sort((a, b) => (a.initialized ?? 0) - (b.initialized ?? 0))
  })

describe("a batch", () => {
  it.effect("runs its trials one after the other, keeps what they print and completes", () => {
    const { layer, printed } = world()
    return Effect.gen(function* () {
      const { run: batch, exitStatus } = yield* run({ x: [1, 2] })
      expect(exitStatus).toBe(0)
      const trials = yield* trialsBut(batch.id)
      expect(trials.map(({ flags, status }) => [flags["x"], status._tag])).toEqual([
        [1, "Completed"],
        [2, "Completed"]
      ])
      expect((trials[1]?.started ?? 0) > (trials[0]?.stopped ?? Infinity)).toBe(true)
      expect(yield* readRun(batch)).toMatchObject({
        isBatch: true,
        status: { _tag: "Completed" },
        opRef: { opName: "+" }
      })
      expect(printed.stdout()).toBe("x is 1\nx is 2\n")
      const said = trials.map(({ id }, at) => `INFO: [guild] Running trial ${id.slice(0, 8)}: train (x=${at + 1})`)
      expect(printed.stderr()).toBe(said.map((line) => `${line}\n`).join(""))
      expect(yield* linesOf(batch)).toEqual([said[0], "x is 1", said[1], "x is 2"])
    }).pipe(Effect.provide(layer))
  })

  it.effect("records what it was after, and its prototype the flags as they were given", () =>
    Effect.gen(function* () {
      const { run: batch } = yield* run(
        { x: [1, 2] },
        { label: "t", comment: "c", batch: { label: "b", comment: "bc", maxTrials: 1, maximize: "acc" } }
      )
      const attrs = yield* attrsOf(batch)
      expect(attrs).toMatchObject({
        max_trials: 1,
        objective: "-acc",
        label: "b",
        sourcecode_digest: null,
        resolved_deps: {}
      })
      expect(attrs).toMatchObject({ exit_status: 0, comments: [{ body: "bc" }] })
      const proto = { id: batch.id, dir: `${batch.dir}/.guild/proto` }
      expect(yield* attrsOf(proto)).toMatchObject({ flags: { x: [1, 2] } })
      const trials = yield* trialsBut(batch.id)
      expect(trials).toMatchObject([{ label: "t", comments: [{ body: "c" }] }])
    }).pipe(Effect.provide(world().layer))
  )

  it.effect("goes on after a trial that fails, and says so", () => {
    const { layer, printed } = world()
    return Effect.gen(function* () {
      const { run: batch, exitStatus } = yield* run({ x: [11, 1] })
      expect(exitStatus).toBe(0)
      const trials = yield* trialsBut(batch.id)
      expect(trials.map(({ status }) => status._tag)).toEqual(["Failed", "Completed"])
      expect(printed.stderr()).toContain(
        `ERROR: [guild] trial ${trials[0]?.id.slice(0, 8)} exited with an error (see log for details)\n`
      )
    }).pipe(Effect.provide(layer))
  })

  it.effect("ends with the first trial that fails where asked to, and stages what is left", () => {
    const { layer, printed } = world()
    return Effect.gen(function* () {
      const { run: batch, exitStatus } = yield* run({ x: [11, 1] }, { batch: { failOnTrialError: true } })
      expect(exitStatus).toBe(1)
      const trials = yield* trialsBut(batch.id)
      expect(trials.map(({ status }) => status._tag)).toEqual(["Failed", "Staged"])
      expect(trials[1]?.started ?? Infinity).toBeLessThan(trials[0]?.started ?? 0)
      expect((yield* readRun(batch)).status).toEqual({ _tag: "Failed", exitCode: 1 })
      expect(printed.stderr()).toContain("ERROR: [guild] stopping batch because a trial failed")
    }).pipe(Effect.provide(layer))
  })

  it.effect("ends its trial and itself when asked to stop, and starts no other", () =>
    Effect.gen(function* () {
      const interrupts = yield* scriptedInterrupts
      const { layer, printed } = world({ interrupts: interrupts.layer })
      yield* Effect.gen(function* () {
        const running = yield* Effect.fork(run({ x: [1, 9, 2] }))
        yield* TestClock.adjust("1 second")
        yield* interrupts.ask("SIGTERM")
        const { run: batch, exitStatus } = yield* Fiber.join(running)
        expect(exitStatus).toBe(-15)
        const trials = yield* trialsBut(batch.id)
        expect(trials.map(({ status }) => status._tag)).toEqual(["Completed", "Terminated"])
        expect((yield* readRun(batch)).status).toEqual({ _tag: "Terminated", signal: 15 })
        expect(printed.stderr()).not.toContain("ERROR")
      }).pipe(Effect.provide(layer))
    })
  )

  it.effect("records what each of several trials came to that are asked to stop, and has none of them for failed", () =>
    Effect.gen(function* () {
      const interrupts = yield* scriptedInterrupts
      /** One heeds the signal, one tidies up and says what it likes, and one has to be killed. */
      const heeds: Script = ({ argv }) =>
        argv[1] === "1"
          ? { acts: [], exitStatus: "forever" }
          : argv[1] === "2"
            ? { acts: [{ until: Effect.sleep("3 seconds") }], exitStatus: 7, ignores: ["SIGTERM"] }
            : { acts: [], exitStatus: "forever", ignores: ["SIGTERM"] }
      yield* Effect.gen(function* () {
        const running = yield* Effect.fork(run({ x: [1, 2, 3, 4] }, { batch: { policy: { ...plainPolicy, jobs: 3 } } }))
        yield* TestClock.adjust("1 second")
        yield* interrupts.ask("SIGTERM")
        yield* TestClock.adjust("1 minute")
        const { run: batch, exitStatus } = yield* Fiber.join(running)
        expect(exitStatus).toBe(-15)
        const trials = yield* trialsBut(batch.id)
        expect(trials.map((trial) => trial.exitStatus)).toEqual([-15, 7, -9])
        const { cut_trials: cut } = yield* attrsOf(batch)
        expect(cut !== undefined && isList(cut) ? [...cut].sort() : cut).toEqual(trials.map(({ id }) => id).sort())
      }).pipe(Effect.provide(world({ interrupts: interrupts.layer, script: heeds }).layer))
    })
  )

  it.effect("seems to run while its trials do", () =>
    Effect.gen(function* () {
      const interrupts = yield* scriptedInterrupts
      yield* Effect.gen(function* () {
        const running = yield* Effect.fork(run({ x: [9] }))
        yield* TestClock.adjust("1 second")
        const runs = yield* trialsBut("")
        expect(runs.map(({ status }) => status._tag)).toEqual(["Running", "Running"])
        yield* interrupts.ask("SIGINT")
        yield* Fiber.join(running)
      }).pipe(Effect.provide(world({ interrupts: interrupts.layer }).layer))
    })
  )

  it.effect("is quiet where asked to, and keeps its output all the same", () => {
    const { layer, printed } = world()
    return Effect.gen(function* () {
      const prepared = yield* prepareRun(op, requestOf({ flags: { x: [1] } }))
      if (prepared.kind !== "batch") return yield* Effect.dieMessage("not a batch")
      const { run: batch } = yield* runBatch(prepared.batch, { ...hooks, quiet: true })
      expect(printed.stdout() + printed.stderr()).toBe("")
      expect(yield* linesOf(batch)).toEqual(["x is 1"])
      expect(Option.isSome(yield* Effect.option(readRun(batch)))).toBe(true)
    }).pipe(Effect.provide(layer))
  })
})
