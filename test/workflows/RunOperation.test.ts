import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Either, Fiber, Layer, TestClock } from "effect"
import type { RunRef } from "../../src/domain/runs/Run.ts"
import { selectRule } from "../../src/domain/source/SourceRules.ts"
import { make as scriptedInterrupts } from "../../src/layers/InterruptsScripted.ts"
import type { Script } from "../../src/layers/ProcessesScripted.ts"
import { notFound } from "../../src/layers/ProcessesScripted.ts"
import { layer as resources } from "../../src/layers/ResourcesScripted.ts"
import { Resources } from "../../src/services/Resources.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import type { RunHooks } from "../../src/workflows/RunOperation.ts"
import { runOperation } from "../../src/workflows/RunOperation.ts"
import { attrsOf, linesOf, memoryWorld, readRun } from "../support/memoryWorld.ts"
import { planOf } from "../support/runPlan.ts"

const hooks: RunHooks = {
  quiet: false,
  tee: undefined,
  onInit: () => Effect.void,
  onSourceWarning: () => Effect.void
}

const prints =
  (text: string, exitStatus: number | "forever" = 0): Script =>
  () => ({ acts: [{ print: text, stream: 0 }], exitStatus })

/** The only run of the Guild home. */
const onlyRun = Effect.flatMap(RunStore, (store) =>
  Effect.flatMap(store.list("live"), ([run]) => (run === undefined ? Effect.dieMessage("no run") : readRun(run)))
)

/** Resources that are never there. */
const endless = Layer.succeed(
  Resources,
  Resources.of({ verify: () => Effect.void, goesWith: () => Effect.succeed(true), resolve: () => Effect.never })
)

describe("running an operation", () => {
  it.effect("leaves a run directory that tells everything about the run", () => {
    const files = { "/p/train.sh": "echo", "/p/other.txt": "" }
    const world = memoryWorld({ script: prints("loss: 2\n"), files, resources: resources({ "file:data": ["data"] }) })
    return Effect.gen(function* () {
      const seen: Array<RunRef> = []
      const { run, exitStatus } = yield* runOperation(
        planOf({
          attrs: [["flags", { x: 1 }]],
          flags: { x: 1 },
          source: {
            root: "/p",
            dest: ".guild/sourcecode",
            rules: [selectRule(true, ["*.sh"])],
            disabled: false,
            digest: true
          },
          dependencies: [{ spec: { file: "data" } }],
          envSecrets: ["MINE"],
          command: { argv: ["train"], env: { SHOWN: "1", MINE: "hidden", API_TOKEN: "hidden" } }
        }),
        { ...hooks, onInit: (ref) => Effect.sync(() => void seen.push(ref)) }
      )
      expect({ exitStatus, seen }).toEqual({ exitStatus: 0, seen: [run] })
      const attrs = yield* attrsOf(run)
      expect(Object.keys(attrs).sort()).toEqual([
        "env",
        "exit_status",
        "flags",
        "id",
        "initialized",
        "platform",
        "resolved_deps",
        "sourcecode_digest",
        "started",
        "stopped"
      ])
      expect(attrs["env"]).toMatchObject({
        SHOWN: "1",
        RUN_ID: run.id,
        RUN_DIR: run.dir,
        GUILD_HOME: "/home/user/.guild"
      })
      expect(JSON.stringify(attrs)).not.toContain("hidden")
      expect(attrs["resolved_deps"]).toEqual({ "file:data": { "file:data": ["data"] } })
      expect(yield* linesOf(run)).toEqual(["loss: 2"])
      expect(yield* readRun(run)).toMatchObject({ status: { _tag: "Completed" }, exitStatus: 0 })
      expect(world.files.has(`${run.dir}/.guild/sourcecode/train.sh`)).toBe(true)
      expect(world.files.has(`${run.dir}/.guild/sourcecode/other.txt`)).toBe(false)
    }).pipe(Effect.provide(world.layer))
  })

  it.effect("gives the exit status of a run that fails, which is no error of guild's", () =>
    Effect.gen(function* () {
      expect(yield* runOperation(planOf(), hooks)).toMatchObject({ exitStatus: 3 })
      expect((yield* onlyRun).status).toEqual({ _tag: "Failed", exitCode: 3 })
    }).pipe(Effect.provide(memoryWorld({ script: prints("", 3) }).layer))
  )

  it.effect("finds a pattern that is none before there is a run", () =>
    Effect.gen(function* () {
      const failed = yield* Effect.either(runOperation(planOf({ outputScalars: "(" }), hooks))
      expect(Either.isLeft(failed)).toBe(true)
      expect(yield* Effect.flatMap(RunStore, (store) => store.list("live"))).toEqual([])
    }).pipe(Effect.provide(memoryWorld().layer))
  )

  it.effect("leaves a run that failed where a dependency is not met, or the program is not there", () =>
    Effect.gen(function* () {
      for (const [plan, message] of [
        [planOf({ dependencies: [{ spec: { file: "nope" } }] }), /dependency was not met/],
        [planOf(), /cannot run 'train': no such program/]
      ] as const) {
        const world = memoryWorld({ script: ({ argv }) => notFound(argv[0]) })
        yield* Effect.gen(function* () {
          const error = yield* Effect.flip(runOperation(plan, hooks))
          expect(error.message).toMatch(message)
          expect(yield* onlyRun).toMatchObject({ status: { _tag: "Failed" }, exitStatus: undefined })
        }).pipe(Effect.provide(world.layer))
      }
    })
  )

  it.effect("is given up when asked before the process, and says on record by what", () =>
    Effect.gen(function* () {
      const interrupts = yield* scriptedInterrupts
      yield* Effect.gen(function* () {
        const plan = planOf({ dependencies: [{ spec: { file: "endless" } }] })
        const running = yield* Effect.fork(Effect.flip(runOperation(plan, hooks)))
        yield* TestClock.adjust("1 second")
        yield* interrupts.ask("SIGTERM")
        expect(yield* Fiber.join(running)).toMatchObject({ _tag: "Interrupted", signal: "SIGTERM" })
        expect(yield* onlyRun).toMatchObject({ status: { _tag: "Terminated", signal: 15 }, exitStatus: -15 })
      }).pipe(Effect.provide(memoryWorld({ interrupts: interrupts.layer, resources: endless }).layer))
    })
  )

  it.effect("is not begun once guild was asked to stop", () =>
    Effect.gen(function* () {
      const interrupts = yield* scriptedInterrupts
      yield* interrupts.ask("SIGINT")
      yield* Effect.gen(function* () {
        const error = yield* Effect.flip(runOperation(planOf(), hooks))
        expect(error._tag).toBe("Interrupted")
        expect(yield* Effect.flatMap(RunStore, (store) => store.list("live"))).toEqual([])
      }).pipe(Effect.provide(memoryWorld({ interrupts: interrupts.layer }).layer))
    })
  )

  it.effect("has the end of the process for its own, also where whoever runs it is interrupted meanwhile", () =>
    Effect.gen(function* () {
      const begun = yield* Deferred.make<void>()
      const end = yield* Deferred.make<void>()
      const script: Script = () => ({
        acts: [{ until: Effect.zipRight(Deferred.succeed(begun, undefined), Deferred.await(end)) }],
        exitStatus: 7
      })
      yield* Effect.gen(function* () {
        const running = yield* Effect.fork(runOperation(planOf(), hooks))
        yield* Deferred.await(begun)
        const interrupting = yield* Effect.fork(Fiber.interrupt(running))
        yield* Effect.yieldNow()
        yield* Deferred.succeed(end, undefined)
        yield* Fiber.join(interrupting)
        expect(yield* onlyRun).toMatchObject({ status: { _tag: "Failed", exitCode: 7 } })
      }).pipe(Effect.provide(memoryWorld({ script }).layer))
    })
  )

  it.effect("has the end of the process for its own when asked while that runs", () =>
    Effect.gen(function* () {
      const interrupts = yield* scriptedInterrupts
      yield* Effect.gen(function* () {
        const running = yield* Effect.fork(runOperation(planOf(), hooks))
        yield* TestClock.adjust("1 second")
        yield* interrupts.ask("SIGINT")
        expect(yield* Fiber.join(running)).toMatchObject({ exitStatus: -2 })
        expect((yield* onlyRun).status).toEqual({ _tag: "Terminated", signal: 2 })
      }).pipe(Effect.provide(memoryWorld({ interrupts: interrupts.layer, script: prints("", "forever") }).layer))
    })
  )

  it.effect("takes how often to look and how long to wait from the environment, and no nonsense", () =>
    Effect.gen(function* () {
      for (const [env, seconds] of [
        [{}, 5],
        [{ STOP_AFTER_POLL_INTERVAL: "2" }, 2],
        [{ STOP_AFTER_POLL_INTERVAL: "often" }, 5],
        [{ STOP_AFTER_POLL_INTERVAL: "-1" }, 5]
      ] as const) {
        const world = memoryWorld({ script: prints("", "forever"), host: { env } })
        const running = yield* Effect.fork(
          runOperation(planOf({ stopAfterMinutes: 0.001 }), hooks).pipe(Effect.provide(world.layer))
        )
        yield* TestClock.adjust(`${seconds * 1000 - 1} millis`)
        expect(world.printed.stderr()).toBe("")
        yield* TestClock.adjust("1 millis")
        expect(yield* Fiber.join(running)).toMatchObject({ exitStatus: -15 })
      }
    })
  )
})
