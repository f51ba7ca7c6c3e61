import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { OpRef } from "../../src/domain/ops/OpRef.ts"
import { statusName } from "../../src/domain/runs/RunStatus.ts"
import { layer as memory } from "../../src/layers/RunStoreMemory.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { claimRun } from "../../src/steps/ClaimRun.ts"
import { testHost } from "../support/testHost.ts"

const opRef = new OpRef({ pkgType: "script", pkgName: "/p", pkgVersion: "", modelName: "", opName: "train.py" })

const stagedRun = Effect.gen(function* () {
  const store = yield* RunStore
  const ref = yield* store.allocate({})
  yield* store.writeOpRef(ref, opRef)
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
      yield* store.unmark(run, "PENDING")
      yield* store.unmark(run, "LOCK")
      expect((yield* Effect.flip(claimRun.run(run)))._tag).toBe("RunTaken")
      expect(statusName(Option.getOrThrow(yield* store.read(run)).status)).toBe("completed")
      // The refusal leaves no lock that would keep others from restarting it.
      expect(yield* store.claim(run, 1)).toBe(true)
    }).pipe(Effect.provide(Layer.merge(memory, testHost({}))))
  )
})
