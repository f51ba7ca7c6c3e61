import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { OpRef } from "../../src/domain/ops/OpRef.ts"
import { statusName } from "../../src/domain/runs/RunStatus.ts"
import { layer as memory, layerWith } from "../../src/layers/RunStoreMemory.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { claimRun } from "../../src/steps/ClaimRun.ts"
import { testHost } from "../support/testHost.ts"

const opRef = new OpRef({ pkgType: "script", pkgName: "/p", pkgVersion: "", modelName: "", opName: "train.py" })

const stagedRun = Effect.gen(function* () {
  const store = yield* RunStore
  const ref = yield* store.establish(yield* store.allocate({}), opRef)
  yield* store.mark(ref, "STAGED")
  yield* store.unmark(ref, "PENDING")
  return { store, run: Option.getOrThrow(yield* store.read(ref)) }
})

describe("claiming a run", () => {
  it.effect("makes a staged run pending, once", () =>
    Effect.gen(function* () {
      const { run, store } = yield* stagedRun
      yield* claimRun.run(run)
      expect(statusName(Option.getOrThrow(yield* store.read(run)).status)).toBe("pending")
      expect((yield* Effect.flip(claimRun.run(run))).message).toContain("it is already running")
    }).pipe(Effect.provide(Layer.merge(memory, testHost({}))))
  )

  it.effect("does not start a staged run that another guild has brought to its end meanwhile", () =>
    Effect.gen(function* () {
      const { run, store } = yield* stagedRun
      yield* claimRun.run(run)
      yield* store.writeAttr(run, "exit_status", 0)
      for (const marker of ["STAGED", "PENDING", "LOCK"] as const) yield* store.unmark(run, marker)
      expect((yield* Effect.flip(claimRun.run(run)))._tag).toBe("RunTaken")
      expect(statusName(Option.getOrThrow(yield* store.read(run)).status)).toBe("completed")
      // The refusal leaves no lock that would keep others from restarting it.
      expect(yield* store.claim(run, 1)).toBe(true)
    }).pipe(Effect.provide(Layer.merge(memory, testHost({}))))
  )

  it.effect("cannot start what is running, whether it was staged or has run before", () =>
    Effect.gen(function* () {
      const { run, store } = yield* stagedRun
      yield* store.writeAttr(run, "exit_status", 0)
      yield* store.unmark(run, "STAGED")
      const ended = Option.getOrThrow(yield* store.read(run))
      yield* claimRun.run(ended)
      const late = yield* Effect.flip(claimRun.run(ended))
      expect(late.message).toContain(`cannot start run ${run.id.slice(0, 8)}: it is already running`)
    }).pipe(Effect.provide(Layer.merge(memory, testHost({}))))
  )

  it.effect("says so where the run has been deleted", () =>
    Effect.gen(function* () {
      const { run, store } = yield* stagedRun
      yield* store.trash(run)
      const error = yield* Effect.flip(claimRun.run(run))
      expect(error._tag).toBe("RunGone")
      expect(error.message).toBe(
        `cannot start run ${run.id.slice(0, 8)}: it has been deleted\nUse 'guild runs restore ${run.id.slice(0, 8)}' to get it back.`
      )
      expect(yield* store.list("live")).toEqual([])
    }).pipe(Effect.provide(Layer.merge(memory, testHost({}))))
  )

  it.effect("takes over the run that a queue has, from that queue alone", () =>
    Effect.gen(function* () {
      const { run, store } = yield* stagedRun
      expect(yield* store.claim(run, 41)).toBe(true)
      const by = (queue: string) => Effect.provide(claimRun.run(run), testHost({ env: { GUILD_QUEUE_CLAIM: queue } }))
      for (const other of [`42 ${run.id}`, "41 another", "", "x"])
        expect((yield* Effect.flip(by(other)))._tag).toBe("RunTaken")
      expect(yield* store.holder(run)).toBe(41)
      yield* by(`41 ${run.id}`)
      expect(yield* store.holder(run)).not.toBe(41)
      // A late one finds that its queue is dead and the run has ended, and does not run it again.
      for (const marker of ["STAGED", "PENDING", "LOCK"] as const) yield* store.unmark(run, marker)
      yield* store.writeAttr(run, "exit_status", 0)
      const ended = Option.getOrThrow(yield* store.read(run))
      const late = testHost({ env: { GUILD_QUEUE_CLAIM: `41 ${run.id}` } })
      expect((yield* Effect.flip(Effect.provide(claimRun.run(ended), late)))._tag).toBe("RunTaken")
    }).pipe(Effect.provide(memory))
  )

  it.effect("leaves a run staged whose starter died", () =>
    Effect.gen(function* () {
      const { run, store } = yield* stagedRun
      yield* claimRun.run(run)
      expect(statusName(Option.getOrThrow(yield* store.read(run)).status)).toBe("staged")
    }).pipe(Effect.provide(Layer.merge(layerWith({ isAlive: () => false }), testHost({}))))
  )

  it.effect("takes a staged run over from one that died over it", () =>
    Effect.gen(function* () {
      const { run, store } = yield* stagedRun
      yield* Effect.provide(claimRun.run(run), testHost({ pid: 41 }))
      const left = Option.getOrThrow(yield* store.read(run))
      expect(statusName(left.status)).toBe("staged")
      yield* Effect.provide(claimRun.run(left), testHost({ pid: 42 }))
      expect(yield* store.holder(run)).toBe(42)
      expect(statusName(Option.getOrThrow(yield* store.read(run)).status)).toBe("pending")
    }).pipe(Effect.provide(layerWith({ isAlive: (pid) => pid !== 41 })))
  )
})
