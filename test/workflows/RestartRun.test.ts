import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { make as scriptedInterrupts } from "../../src/layers/InterruptsScripted.ts"
import type { ProcessScript } from "../../src/layers/process/ScriptedLife.ts"
import { notFound } from "../../src/layers/ProcessesScripted.ts"
import { Resources } from "../../src/services/Resources.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { restartRun } from "../../src/workflows/RestartRun.ts"
import type { RunHooks } from "../../src/workflows/RunOperation.ts"
import { runOperation } from "../../src/workflows/RunOperation.ts"
import { stageRun } from "../../src/workflows/StageRun.ts"
import { attrsOf, linesOf, memoryWorld, readRun } from "../support/memoryWorld.ts"
import { planOf } from "../support/runPlan.ts"

const hooks: RunHooks = {
  quiet: false,
  tee: undefined,
  onInit: () => Effect.void,
  onSourceWarning: () => Effect.void
}

const prints = (text: string, exitStatus = 0): ProcessScript => ({ acts: [{ print: text, stream: 0 }], exitStatus })

/** Resources that are never there. */
const endless = Layer.succeed(
  Resources,
  Resources.of({ verify: () => Effect.void, goesWith: () => Effect.succeed(true), resolve: () => Effect.never })
)

const plan = planOf({ attrs: [["flags", { x: 1 }]], flags: { x: 1 } })

describe("staging a run", () => {
  it.effect("does everything but start it", () => {
    const world = memoryWorld()
    return Effect.gen(function* () {
      const run = yield* readRun(yield* stageRun(plan, hooks))
      expect(run.status._tag).toBe("Staged")
      expect(Object.keys(yield* attrsOf(run))).toEqual(expect.arrayContaining(["flags", "platform", "started"]))
      expect(yield* attrsOf(run)).not.toHaveProperty("stopped")
      expect(yield* (yield* RunStore).holder(run)).toBeUndefined()
    }).pipe(Effect.provide(world.layer))
  })

  it.effect("makes no run at all where guild was asked to stop before", () =>
    Effect.gen(function* () {
      const asking = yield* scriptedInterrupts
      yield* asking.ask("SIGINT")
      yield* Effect.gen(function* () {
        expect((yield* Effect.flip(stageRun(plan, hooks)))._tag).toBe("Interrupted")
        expect(yield* (yield* RunStore).list("live")).toEqual([])
      }).pipe(Effect.provide(memoryWorld({ interrupts: asking.layer }).layer))
    })
  )
})

describe("starting a run that is there", () => {
  it.effect("runs a staged run in its own directory", () => {
    const world = memoryWorld({ script: () => prints("hello\n") })
    return Effect.gen(function* () {
      const run = yield* readRun(yield* stageRun(plan, hooks))
      const { exitStatus, run: started } = yield* restartRun(plan, run, false, hooks)
      expect({ exitStatus, dir: started.dir }).toEqual({ exitStatus: 0, dir: run.dir })
      expect((yield* readRun(run)).status._tag).toBe("Completed")
      expect(yield* linesOf(run)).toEqual(["hello"])
      expect(yield* (yield* RunStore).holder(run)).toBeUndefined()
    }).pipe(Effect.provide(world.layer))
  })

  it.effect("records the end of the last start alone", () => {
    const ends = [3, 0]
    const world = memoryWorld({ script: () => prints("", ends.shift() ?? 9) })
    return Effect.gen(function* () {
      const run = yield* readRun((yield* runOperation(plan, hooks)).run)
      expect(run.status._tag).toBe("Failed")
      yield* restartRun(planOf({ attrs: [["flags", { x: 2 }]], flags: { x: 2 } }), run, false, hooks)
      const again = yield* readRun(run)
      expect([again.status._tag, again.flags]).toEqual(["Completed", { x: 2 }])
      expect((again.stopped ?? 0) > (run.stopped ?? 0)).toBe(true)
    }).pipe(Effect.provide(world.layer))
  })

  it.effect("leaves a staged run staged, and an ended one as it ended, where it is given up before the process", () =>
    Effect.gen(function* () {
      const asking = yield* scriptedInterrupts
      const required = { ...plan, dependencies: [{ spec: { file: "data" } }] }
      const world = memoryWorld({ script: () => prints(""), interrupts: asking.layer, resources: endless })
      yield* Effect.gen(function* () {
        const store = yield* RunStore
        const staged = yield* readRun(yield* stageRun(plan, hooks))
        const ended = yield* readRun((yield* runOperation(plan, hooks)).run)
        const both = yield* Effect.forEach([staged, ended], (run) =>
          Effect.fork(Effect.flip(restartRun(required, run, false, hooks)))
        )
        yield* Effect.yieldNow()
        yield* asking.ask("SIGINT")
        expect((yield* Effect.forEach(both, Fiber.join)).map(({ _tag }) => _tag)).toEqual([
          "Interrupted",
          "Interrupted"
        ])
        expect((yield* readRun(staged)).status._tag).toBe("Staged")
        expect(yield* readRun(ended)).toEqual(ended)
        expect(yield* Effect.forEach([staged, ended], store.holder)).toEqual([undefined, undefined])
      }).pipe(Effect.provide(world.layer))
    })
  )

  it.effect("is an error of the run where its program is not there, and no staged run any more", () => {
    const world = memoryWorld({ script: () => notFound("train") })
    return Effect.gen(function* () {
      const run = yield* readRun(yield* stageRun(plan, hooks))
      expect((yield* Effect.flip(restartRun(plan, run, false, hooks)))._tag).toBe("SpawnFailed")
      expect((yield* readRun(run)).status._tag).toBe("Failed")
      expect(yield* (yield* RunStore).holder(run)).toBeUndefined()
    }).pipe(Effect.provide(world.layer))
  })

  it.effect("is refused while the run runs, and once it is deleted", () => {
    const world = memoryWorld({ script: () => prints("") })
    return Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* readRun(yield* stageRun(plan, hooks))
      yield* store.claim(run, 77)
      expect((yield* Effect.flip(restartRun(plan, run, false, hooks)))._tag).toBe("RunTaken")
      yield* store.unmark(run, "LOCK")
      yield* store.trash(run)
      expect((yield* Effect.flip(restartRun(plan, run, false, hooks)))._tag).toBe("RunGone")
    }).pipe(Effect.provide(world.layer))
  })
})
