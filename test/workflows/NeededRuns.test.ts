import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { emptyFlagDef } from "../../src/domain/flags/FlagDef.ts"
import { RunStatus } from "../../src/domain/runs/RunStatus.ts"
import type { ValueMap } from "../../src/domain/Value.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { matchingRuns, restartNeeded } from "../../src/workflows/NeededRuns.ts"
import { prepareRun } from "../../src/workflows/PrepareRun.ts"
import { memoryWorld, opOf, readRun, requestOf } from "../support/memoryWorld.ts"

const op = opOf(
  { kind: "exec", exec: "train" },
  { flags: [{ ...emptyFlagDef("x"), default: 1 }], sourcecode: { model: undefined, op: undefined } }
)

const runWith = (flags: ValueMap, exitStatus: number | undefined) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const run = yield* store.establish(yield* store.allocate({}), op.opRef)
    yield* store.writeAttr(run, "flags", flags)
    if (exitStatus === undefined) return yield* readRun(run)
    yield* store.writeAttr(run, "exit_status", exitStatus)
    yield* store.unmark(run, "PENDING")
    return yield* readRun(run)
  })

describe("runs that make another needless", () => {
  it.effect("have the same operation and flags, and are not pending", () =>
    Effect.gen(function* () {
      const same = yield* runWith({ x: 2 }, 0)
      yield* runWith({ x: 2 }, undefined)
      yield* runWith({ x: 3 }, 0)
      yield* runWith({ x: 2, y: 1 }, 0)
      const wanted = yield* prepareRun(op, requestOf({ flags: { x: 2 } }))
      expect((yield* matchingRuns(wanted)).map(({ id }) => id)).toEqual([same.id])
      const other = yield* prepareRun(op, requestOf({ flags: { x: 4 } }))
      expect(yield* matchingRuns(other)).toEqual([])
    }).pipe(Effect.provide(memoryWorld().layer))
  )

  it.effect("are not those of an operation of another project", () =>
    Effect.gen(function* () {
      yield* runWith({ x: 1 }, 0)
      const elsewhere = { ...op, opRef: { ...op.opRef, pkgName: "/q/guild.yml" } }
      expect(yield* matchingRuns(yield* prepareRun(elsewhere, requestOf()))).toEqual([])
    }).pipe(Effect.provide(memoryWorld().layer))
  )
})

describe("a restart", () => {
  it.effect("is needed where flags change or the run has not ended well", () =>
    Effect.gen(function* () {
      const [good, bad] = [yield* runWith({ x: 1, z: "d" }, 0), yield* runWith({ x: 1 }, 2)]
      expect(restartNeeded(good, { x: 1, z: "d" })).toBe(false)
      expect(
        [{}, { x: 1 }, { x: 2, z: "d" }, { x: 1, z: "d", a: 0 }].map((flags) => restartNeeded(good, flags))
      ).toEqual([true, true, true, true])
      expect(restartNeeded(bad, { x: 1 })).toBe(true)
      expect(restartNeeded({ ...bad, status: RunStatus.Running({ pid: 7 }) }, { x: 1 })).toBe(false)
      expect(restartNeeded({ ...good, status: RunStatus.Pending() }, { x: 1, z: "d" })).toBe(true)
    }).pipe(Effect.provide(memoryWorld().layer))
  )
})
