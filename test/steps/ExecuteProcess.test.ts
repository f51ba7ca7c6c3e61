import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Either, Fiber, Option, TestClock } from "effect"
import { RunId } from "../../src/domain/runs/RunId.ts"
import { compileOutputScalars } from "../../src/domain/scalars/OutputScalars.ts"
import { make as scriptedInterrupts } from "../../src/layers/InterruptsScripted.ts"
import type { ProcessScript } from "../../src/layers/process/ScriptedLife.ts"
import { notFound } from "../../src/layers/ProcessesScripted.ts"
import { Processes } from "../../src/services/Processes.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { ScalarLog } from "../../src/services/ScalarLog.ts"
import type { ExecuteInput } from "../../src/steps/ExecuteProcess.ts"
import { executeProcess } from "../../src/steps/ExecuteProcess.ts"
import type { Told } from "../support/memoryWorld.ts"
import { linesOf, memoryWorld, opOf, readRun } from "../support/memoryWorld.ts"

const says = (...texts: ReadonlyArray<string>): ProcessScript => ({
  acts: texts.map((print) => ({ print, stream: 0 })),
  exitStatus: 0
})

const lives = (more: Partial<ProcessScript> = {}): ProcessScript => ({ acts: [], exitStatus: "forever", ...more })

/** A pending run. */
const newRun = Effect.gen(function* () {
  const store = yield* RunStore
  const run = yield* store.establish(yield* store.allocate({ id: RunId.make("a1") }), opOf({ kind: "none" }).opRef)
  return run
})

const inputFor = (more: Partial<ExecuteInput> = {}) =>
  Effect.map(newRun, (run): ExecuteInput => ({
    run,
    argv: ["train", "--x", "1"],
    env: { A: "1" },
    patterns: Either.getOrThrow(compileOutputScalars(null)),
    ignoredKeys: new Set(),
    quiet: false,
    noOutput: false,
    tee: undefined,
    stop: { stopAfterMs: undefined, pollMs: 5_000, killDelayMs: 30_000, insistDelayMs: 0 },
    ...more
  }))

const world = (script: ProcessScript, told: Told = {}) => memoryWorld({ ...told, script: () => script })

describe("the process of a run", () => {
  it.effect("is started in the run directory with the words and the environment that it was given", () =>
    Effect.gen(function* () {
      const { layer } = memoryWorld({
        script: (spec) => {
          expect(spec).toMatchObject({ argv: ["train", "--x", "1"], cwd: "/guild/runs/a1", env: { A: "1" } })
          return says()
        }
      })
      const exitStatus = yield* Effect.flatMap(inputFor(), executeProcess.run).pipe(Effect.provide(layer))
      expect(exitStatus).toBe(0)
    })
  )

  it.effect("has its output shown, kept, handed on and searched for scalars", () => {
    const { layer, printed } = world({
      acts: [
        { print: "step: 1\nloss: 0.5\n", stream: 0 },
        { print: "careful\n", stream: 1 },
        { print: "step: 2\nloss: 0.25", stream: 0 }
      ],
      exitStatus: 3
    })
    return Effect.gen(function* () {
      const teed: Array<string> = []
      const input = yield* inputFor({ tee: (chunk) => void teed.push(new TextDecoder().decode(chunk)) })
      expect(yield* executeProcess.run(input)).toBe(3)
      expect(printed.stdout()).toBe("step: 1\nloss: 0.5\nstep: 2\nloss: 0.25")
      expect(printed.stderr()).toBe("careful\n")
      expect(yield* linesOf(input.run)).toEqual(["step: 1", "loss: 0.5", "careful", "step: 2", "loss: 0.25"])
      expect(teed.join("")).toContain("careful")
      const { scalars } = yield* (yield* ScalarLog).summarize(input.run.dir)
      expect(scalars).toMatchObject([{ prefix: ".guild", tag: "loss", count: 2, lastVal: 0.25, lastStep: 2 }])
    }).pipe(Effect.provide(layer))
  })

  it.effect("is quiet where asked to, and not kept where asked to", () => {
    const { layer, printed } = world(says("hello\n"))
    return Effect.gen(function* () {
      const input = yield* inputFor({ quiet: true, noOutput: true })
      yield* executeProcess.run(input)
      expect(printed.stdout()).toBe("")
      expect(Either.isLeft(yield* Effect.either(linesOf(input.run)))).toBe(true)
    }).pipe(Effect.provide(layer))
  })

  it.effect("locks the run while it lives, which is no longer pending or staged", () =>
    Effect.gen(function* () {
      const interrupts = yield* scriptedInterrupts
      yield* Effect.gen(function* () {
        const input = yield* inputFor()
        yield* Effect.flatMap(RunStore, (store) => store.mark(input.run, "STAGED"))
        const running = yield* Effect.fork(executeProcess.run(input))
        yield* TestClock.adjust("1 second")
        expect((yield* readRun(input.run)).status).toEqual({ _tag: "Running", pid: 1000 })
        yield* interrupts.ask("SIGTERM")
        expect(yield* Fiber.join(running)).toBe(-15)
      }).pipe(Effect.provide(world(lives(), { interrupts: interrupts.layer }).layer))
    })
  )

  it.effect("is stopped at the first look after its time, and killed when it does not hear", () =>
    Effect.gen(function* () {
      const { layer, printed } = world(lives({ ignores: ["SIGTERM"] }))
      yield* Effect.gen(function* () {
        const stop = { stopAfterMs: 6_000, pollMs: 5_000, killDelayMs: 30_000, insistDelayMs: 0 }
        const running = yield* Effect.fork(Effect.flatMap(inputFor({ stop }), executeProcess.run))
        yield* TestClock.adjust("9 seconds")
        expect(printed.stderr()).toBe("")
        yield* TestClock.adjust("1 second")
        expect(printed.stderr()).toBe("Stopping process early (pid 1000) - 0.2 minute(s) elapsed\n")
        yield* TestClock.adjust("29 seconds")
        expect(Option.isNone(yield* Fiber.poll(running))).toBe(true)
        yield* TestClock.adjust("1 second")
        expect(yield* Fiber.join(running)).toBe(-9)
      }).pipe(Effect.provide(layer))
    })
  )

  it.effect("is passed on what the user asks, and is killed when the user insists", () =>
    Effect.gen(function* () {
      for (const [ignores, insist, status] of [
        [[], false, -2],
        [["SIGINT"], true, -9]
      ] as const) {
        const interrupts = yield* scriptedInterrupts
        const { layer } = world(lives({ ignores }), { interrupts: interrupts.layer })
        const running = yield* Effect.fork(Effect.flatMap(inputFor(), executeProcess.run).pipe(Effect.provide(layer)))
        yield* TestClock.adjust("1 second")
        yield* interrupts.ask("SIGINT")
        yield* TestClock.adjust("1 second")
        if (insist) yield* interrupts.insist
        yield* TestClock.adjust("1 second")
        expect(yield* Fiber.join(running)).toBe(status)
      }
    })
  )

  it.effect("that ended when it was asked to is followed by what it left, which the user may insist on as well", () =>
    Effect.gen(function* () {
      const interrupts = yield* scriptedInterrupts
      const { layer } = world(lives(), { interrupts: interrupts.layer })
      const [ended, gone] = [yield* Deferred.make<number>(), yield* Deferred.make<void>()]
      const leaving = Effect.map(Processes, (all) =>
        Processes.of({
          ...all,
          start: (...args) =>
            Effect.map(all.start(...args), (child) => ({
              ...child,
              exitStatus: Deferred.await(ended),
              // Its leader hears every signal; what the leader leaves hears one alone.
              stop: ({ signal }) =>
                Effect.zipRight(
                  Deferred.succeed(ended, 3),
                  signal === "SIGKILL" ? Deferred.succeed(gone, undefined) : Deferred.await(gone)
                )
            }))
        })
      )
      yield* Effect.gen(function* () {
        const running = yield* Effect.fork(Effect.flatMap(inputFor(), executeProcess.run))
        yield* TestClock.adjust("1 second")
        yield* interrupts.ask("SIGINT")
        yield* TestClock.adjust("1 second")
        expect(yield* Deferred.isDone(ended)).toBe(true)
        expect(Option.isNone(yield* Fiber.poll(running))).toBe(true)
        yield* interrupts.insist
        expect(yield* Fiber.join(running)).toBe(3)
        expect(yield* Deferred.isDone(gone)).toBe(true)
      }).pipe(Effect.provideServiceEffect(Processes, leaving), Effect.provide(layer))
    })
  )

  it.effect(
    "that runs others is asked once more when the user insists, by another signal, and is killed when its time is over",
    () =>
      Effect.gen(function* () {
        const stop = { stopAfterMs: undefined, pollMs: 5_000, killDelayMs: 40_000, insistDelayMs: 10_000 }
        for (const [ignores, seconds, status] of [
          [["SIGINT"], 1, -15],
          [["SIGINT", "SIGTERM"], 10, -9]
        ] as const) {
          const interrupts = yield* scriptedInterrupts
          const { layer } = world(lives({ ignores }), { interrupts: interrupts.layer })
          const input = Effect.flatMap(inputFor({ stop }), executeProcess.run)
          const running = yield* Effect.fork(Effect.provide(input, layer))
          yield* TestClock.adjust("1 second")
          yield* interrupts.ask("SIGINT")
          yield* TestClock.adjust("1 second")
          yield* interrupts.insist
          yield* TestClock.adjust(`${seconds} seconds`)
          expect(yield* Fiber.join(running)).toBe(status)
        }
      })
  )

  it.effect("that cannot be started leaves no lock", () =>
    Effect.gen(function* () {
      const input = yield* inputFor()
      const error = yield* Effect.flip(executeProcess.run(input))
      expect(error.message).toBe("cannot run 'train': no such program")
      expect((yield* readRun(input.run)).status._tag).toBe("Pending")
    }).pipe(Effect.provide(memoryWorld({ script: ({ argv }) => notFound(argv[0]) }).layer))
  )
})
