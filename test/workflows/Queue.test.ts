import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Option, TestClock } from "effect"
import { OpRef } from "../../src/domain/ops/OpRef.ts"
import type { RunRef } from "../../src/domain/runs/Run.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import type { ValueMap } from "../../src/domain/Value.ts"
import { make as scriptedInterrupts } from "../../src/layers/InterruptsScripted.ts"
import type { Act } from "../../src/layers/process/ScriptedLife.ts"
import { Locks } from "../../src/services/Locks.ts"
import { RunIndex } from "../../src/services/RunIndex.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { runQueue } from "../../src/workflows/Queue.ts"
import { attrsOf, linesOf, memoryWorld, readRun } from "../support/memoryWorld.ts"
import { planOf } from "../support/runPlan.ts"

const builtin = (modelName: string, opName: string) =>
  new OpRef({ pkgType: "builtin", pkgName: "guildai", pkgVersion: "0.7.0", modelName, opName })

const queuePlan = (flags: ValueMap = {}) =>
  planOf({ opRef: builtin("queue", "queue"), flags: { "poll-interval": 10, ...flags } })

/** What a guild that is started for a run does with it. */
type Starter = (store: typeof RunStore.Service, run: RunRef) => Effect.Effect<unknown, unknown>

/** As `guild run --start` does: takes the run over, and records its end. */
const runsIt: Starter = (store, run) =>
  Effect.gen(function* () {
    yield* store.claim(run, 5_000, 1_000)
    yield* store.unmark(run, "STAGED")
    yield* store.writeAttr(run, "exit_status", 0)
    yield* store.unmark(run, "LOCK")
  })

/** A world in which guilds are started as told; `started` has their words. */
const queueWorld = (starter: Starter = runsIt, interrupts?: Parameters<typeof memoryWorld>[0]) => {
  const started: Array<ReadonlyArray<string>> = []
  let known: typeof RunStore.Service | undefined
  const world = memoryWorld({
    ...interrupts,
    script: ({ argv }) => {
      started.push(argv.slice(2))
      const id = RunId.make(argv[argv.indexOf("--start") + 1] ?? "")
      const act: Act = {
        until: Effect.suspend(() =>
          known === undefined ? Effect.void : Effect.orDie(starter(known, { id, dir: `${known.runsDir}/${id}` }))
        )
      }
      return { acts: [{ print: `run ${id}\n`, stream: 0 }, act], exitStatus: 0 }
    }
  })
  const learn = Effect.map(RunStore, (store) => void (known = store))
  return { ...world, started, learn }
}

const stage = (params: ValueMap = {}) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const run = yield* store.establish(yield* store.allocate({}), builtin("", "train"))
    yield* store.writeAttr(run, "run_params", params)
    yield* store.stamp(run, "started")
    yield* store.mark(run, "STAGED")
    yield* store.unmark(run, "PENDING")
    return run
  })

const timeless = (lines: ReadonlyArray<string>) => lines.map((line) => line.replace(/\] [-\d]+ [:\d]+ /, "] "))

describe("a queue", () => {
  it.effect("starts each staged run once, in the order of staging, and tells and keeps it", () => {
    const world = queueWorld()
    return Effect.gen(function* () {
      yield* world.learn
      const runs = yield* Effect.all([stage(), stage({ gpus: "7" }), stage()])
      const { exitStatus, run } = yield* runQueue(queuePlan({ "run-once": true }), false)
      expect(exitStatus).toBe(0)
      expect(world.started).toEqual(runs.map(({ id }) => ["run", "--start", id, "--yes"]))
      const told = runs.flatMap(({ id }) => [`INFO: [queue] Starting staged run ${id}`, `run ${id}`])
      expect(timeless(yield* linesOf(run))).toEqual(["INFO: [queue] Processing staged runs", ...told])
      expect(yield* attrsOf(run)).toMatchObject({ exit_status: 0, env: { GUILD_HOME: "/home/user/.guild" } })
      expect((yield* readRun(run)).status._tag).toBe("Completed")
    }).pipe(Effect.provide(world.layer))
  })

  it.effect("leaves runs for other GPUs, says so once, and gives its own to those that do not say", () => {
    const world = queueWorld()
    return Effect.gen(function* () {
      yield* world.learn
      const other = yield* stage({ gpus: "2" })
      const [free, same, without] = yield* Effect.all([stage(), stage({ gpus: "0,1" }), stage({ no_gpus: true })])
      const { run } = yield* runQueue(queuePlan({ "run-once": true, gpus: "0,1" }), true)
      expect(world.started).toEqual([
        ["run", "--start", free.id, "--yes", "--gpus", "0,1"],
        ["run", "--start", same.id, "--yes"],
        ["run", "--start", without.id, "--yes"]
      ])
      const mismatch = timeless(yield* linesOf(run)).filter((line) => line.includes("mismatch"))
      expect(mismatch).toEqual([
        `INFO: [queue] Ignorning staged run ${other.id} (GPU spec mismatch: run is 2, queue is 0,1)`
      ])
    }).pipe(Effect.provide(world.layer))
  })

  it.effect("gives up a run that is not taken, and one whose guild dies again and again, and goes on", () => {
    const takes: Array<string> = []
    const world = queueWorld((store, run) =>
      Effect.gen(function* () {
        takes.push(run.id)
        const attrs = yield* store.readAttr(run, "run_params")
        const how = JSON.stringify(Option.getOrNull(attrs))
        if (how.includes("untaken")) return
        if (how.includes("dies")) return yield* store.unmark(run, "LOCK")
        yield* runsIt(store, run)
      })
    )
    return Effect.gen(function* () {
      yield* world.learn
      const [untaken, dies, fine] = yield* Effect.all([stage({ untaken: true }), stage({ dies: true }), stage()])
      const { exitStatus, run } = yield* runQueue(queuePlan({ "run-once": true }), true)
      expect(exitStatus).toBe(0)
      expect(takes).toEqual([untaken.id, dies.id, dies.id, dies.id, fine.id])
      expect(timeless(yield* linesOf(run))).toContain(
        `ERROR: [queue] Cannot start staged run ${dies.id}: guild ended 3 times before the run's process began`
      )
      const { holder } = yield* RunStore
      expect(yield* Effect.forEach([untaken, dies], holder)).toEqual([undefined, undefined])
    }).pipe(Effect.provide(world.layer))
  })

  it.effect("tells what it waits for, and that it waits, once each", () =>
    Effect.gen(function* () {
      const asking = yield* scriptedInterrupts
      const world = queueWorld(runsIt, { interrupts: asking.layer })
      yield* Effect.gen(function* () {
        yield* world.learn
        const store = yield* RunStore
        const busy = yield* stage()
        yield* store.mark(busy, "LOCK", "1000")
        yield* store.unmark(busy, "STAGED")
        const waits = yield* stage()
        const queue = yield* Effect.fork(runQueue(queuePlan({ "wait-for-running": true }), true))
        yield* TestClock.adjust("35 seconds")
        yield* asking.ask("SIGTERM")
        const { run } = yield* Fiber.join(queue)
        expect(timeless(yield* linesOf(run))).toEqual([
          `INFO: [queue] Found staged run ${waits.id} (waiting for runs to finish: ${busy.id.slice(0, 8)})`,
          "INFO: [queue] Waiting for staged runs"
        ])
      }).pipe(Effect.provide(world.layer))
    })
  )

  it.effect("ends when asked while another queue has the lock, and leaves what is staged", () =>
    Effect.gen(function* () {
      const asking = yield* scriptedInterrupts
      const world = queueWorld(runsIt, { interrupts: asking.layer })
      yield* Effect.gen(function* () {
        yield* world.learn
        const run = yield* stage()
        const queue = yield* Effect.fork(runQueue(queuePlan({ "wait-for-running": true }), true))
        const ended = yield* (yield* Locks).ifFree(
          "queue",
          Effect.gen(function* () {
            yield* TestClock.adjust("100 millis")
            yield* asking.ask("SIGINT")
            return yield* Fiber.join(queue)
          })
        )
        expect(Option.map(ended, ({ exitStatus }) => exitStatus)).toEqual(Option.some(-2))
        expect(world.started).toEqual([])
        expect((yield* readRun(run)).status._tag).toBe("Staged")
      }).pipe(Effect.provide(world.layer))
    })
  )

  it.effect("costs next to nothing while nothing changes, finds what comes, and ends when asked", () =>
    Effect.gen(function* () {
      const asking = yield* scriptedInterrupts
      const world = queueWorld(runsIt, { interrupts: asking.layer })
      yield* Effect.gen(function* () {
        yield* world.learn
        const index = yield* RunIndex
        let looks = 0
        const counted = RunIndex.of({
          ...index,
          query: (...words) => Effect.suspend(() => (looks++, index.query(...words)))
        })
        const queue = yield* Effect.fork(Effect.provideService(runQueue(queuePlan(), true), RunIndex, counted))
        yield* TestClock.adjust("10 minutes")
        expect(looks).toBe(2)
        const run = yield* stage()
        yield* TestClock.adjust("10 seconds")
        expect(world.started).toEqual([["run", "--start", run.id, "--yes"]])
        const before = looks
        yield* TestClock.adjust("10 minutes")
        expect(looks - before).toBeLessThan(4)
        yield* asking.ask("SIGINT")
        const ended = yield* Fiber.join(queue)
        expect(ended.exitStatus).toBe(-2)
        expect((yield* readRun(ended.run)).status._tag).toBe("Terminated")
        expect(timeless(yield* linesOf(ended.run)).filter((line) => line.includes("Waiting"))).toHaveLength(2)
      }).pipe(Effect.provide(world.layer))
    })
  )

  it.effect("waits for running runs where it is told to, but not for queues", () => {
    const world = queueWorld()
    return Effect.gen(function* () {
      yield* world.learn
      const store = yield* RunStore
      const other = yield* stage()
      yield* store.unmark(other, "STAGED")
      yield* store.mark(other, "LOCK", "77")
      const run = yield* stage()
      const queue = yield* Effect.fork(runQueue(queuePlan({ "run-once": true, "wait-for-running": true }), true))
      yield* TestClock.adjust("1 minute")
      expect(world.started).toEqual([])
      yield* store.writeAttr(other, "exit_status", 0)
      yield* store.unmark(other, "LOCK")
      yield* TestClock.adjust("10 seconds")
      const ended = yield* Fiber.join(queue)
      expect(world.started).toEqual([["run", "--start", run.id, "--yes"]])
      expect(timeless(yield* linesOf(ended.run))).toEqual([
        "INFO: [queue] Processing staged runs",
        `INFO: [queue] Found staged run ${run.id} (waiting for runs to finish: ${other.id.slice(0, 8)})`,
        `INFO: [queue] Starting staged run ${run.id}`,
        `run ${run.id}`
      ])
    }).pipe(Effect.provide(world.layer))
  })
})
