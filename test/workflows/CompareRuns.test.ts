import { describe, expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { RunId } from "../../src/domain/runs/RunId.ts"
import { allRuns } from "../../src/domain/runs/RunQuery.ts"
import type { Value } from "../../src/domain/Value.ts"
import { float } from "../../src/domain/Value.ts"
import { RunIndex } from "../../src/services/RunIndex.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { ScalarLog } from "../../src/services/ScalarLog.ts"
import type { CompareRequest } from "../../src/workflows/CompareRuns.ts"
import { compareRuns, scalarsOf } from "../../src/workflows/CompareRuns.ts"
import { memoryWorld, opOf } from "../support/memoryWorld.ts"

const request: CompareRequest = {
  cols: undefined,
  strictCols: undefined,
  min: undefined,
  max: undefined,
  limit: undefined,
  extraCols: false,
  skipCore: true,
  skipOpColumns: false,
  skipUnchanged: false,
  allScalars: false
}

/** A run of `train` with attributes and the last value of some scalars. */
const newRun = (id: string, attrs: Readonly<Record<string, Value>>, scalars: Readonly<Record<string, number>> = {}) =>
  Effect.scoped(
    Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* store.establish(yield* store.allocate({ id: RunId.make(id) }), opOf({ kind: "none" }).opRef)
      yield* store.unmark(run, "PENDING")
      yield* store.writeAttr(run, "exit_status", 0)
      for (const [name, value] of Object.entries(attrs)) yield* store.writeAttr(run, name, value)
      const writer = yield* (yield* ScalarLog).writer(`${run.dir}/.guild`)
      for (const [tag, value] of Object.entries(scalars)) writer.add({ tag, value, step: 3, wallTime: 1 })
    })
  )

const runs = Effect.gen(function* () {
  yield* newRun("a1", { started: 3, flags: { x: 1, same: true } }, { loss: 0.5, acc: 1 })
  yield* newRun("b2", { started: 2, flags: { x: 2, same: true } }, { loss: 0.25, acc: 1 })
  yield* newRun("c3", { started: 1, flags: { x: 3, same: true } })
  return (yield* (yield* RunIndex).query("live", allRuns)).runs
})

const compare = (more: Partial<CompareRequest>) =>
  Effect.map(
    Effect.flatMap(runs, (found) => compareRuns(found, { ...request, ...more })),
    ({ headings, rows }) => [headings, ...rows.map((row) => row.map((cell) => cell?.value))]
  ).pipe(Effect.provide(memoryWorld().layer))

describe("comparing runs", () => {
  it.effect("shows them in their order with all that they have", () =>
    Effect.gen(function* () {
      expect(yield* compare({})).toEqual([
        ["run", "same", "x", "step", "acc", "loss"],
        ["a1", true, 1, 3, float(1), float(0.5)],
        ["b2", true, 2, 3, float(1), float(0.25)],
        ["c3", true, 3, undefined, undefined, undefined]
      ])
    })
  )

  it.effect("sorts by the lowest or the highest value of a column, and cuts what is sorted", () =>
    Effect.gen(function* () {
      const ids = (more: Partial<CompareRequest>) =>
        Effect.map(compare({ strictCols: ".run", ...more }), ([, ...rows]) => rows.map((row) => row[0]))
      expect(yield* ids({ min: "loss" })).toEqual(["b2", "a1", "c3"])
      expect(yield* ids({ max: "loss" })).toEqual(["a1", "b2", "c3"])
      expect(yield* ids({ max: "=x" })).toEqual(["c3", "b2", "a1"])
      expect(yield* ids({ max: "=x", limit: 1 })).toEqual(["c3"])
      expect(yield* ids({ limit: 2 })).toEqual(["a1", "b2"])
    })
  )

  it.effect("leaves out columns in which all runs agree where asked to", () =>
    Effect.gen(function* () {
      const [headings] = yield* compare({ skipUnchanged: true })
      expect(headings).toContain("x")
      expect(headings).not.toContain("same")
    })
  )

  it.effect("counts the whole seconds that a run took, and those until now of one that goes on", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(3_725_999)
      yield* newRun("a1", { started: 2_000_000, stopped: 61_999_999 })
      yield* newRun("b2", { started: 1_000_000 })
      const index = yield* RunIndex
      const [, going] = (yield* index.query("live", allRuns)).runs
      if (going === undefined) throw new Error("no second run")
      yield* (yield* RunStore).removeAttr(going, "exit_status")
      yield* (yield* RunStore).mark(going, "LOCK", String(process.pid))
      const found = (yield* index.query("live", allRuns)).runs
      const { rows } = yield* compareRuns(found, { ...request, strictCols: ".time" })
      expect(rows.map((row) => row[1]?.value)).toEqual(["0:00:59", "1:02:04"])
    }).pipe(Effect.provide(memoryWorld().layer))
  )

  it.effect("shows attributes that a column names, whatever they hold", () =>
    Effect.gen(function* () {
      const [headings, first] = yield* compare({ strictCols: ".id, .status, .exit_status, .nope" })
      expect(headings?.slice(-4)).toEqual(["id", "status", "exit_status", "nope"])
      expect(first?.slice(-4)).toEqual(["a1", "completed", 0, undefined])
    })
  )

  it.effect("takes the columns of an operation, and says once which of them are none", () => {
    const { layer, printed } = memoryWorld()
    return Effect.gen(function* () {
      yield* newRun("a1", { started: 1, flags: { x: 1 }, compare: ["=x as X", "a b c", "loss"] }, { loss: 2 })
      const { runs: found } = yield* (yield* RunIndex).query("live", allRuns)
      const table = yield* compareRuns(found, request)
      expect(table.headings).toEqual(["run", "X", "loss"])
      expect(printed.stderr()).toBe(
        "WARNING: invalid column 'a b c': unexpected token 'b', line 1, pos 9 (compare of a1)\n"
      )
    }).pipe(Effect.provide(layer))
  })

  it.effect("refuses a column that cannot be read", () =>
    Effect.gen(function* () {
      expect((yield* Effect.flip(compare({ cols: "a b c" })))._tag).toBe("ColSpecError")
      expect((yield* Effect.flip(compare({ min: "," })))._tag).toBe("ColSpecError")
    })
  )

  it.effect("knows the scalars of each run", () =>
    Effect.gen(function* () {
      const all = yield* Effect.flatMap(runs, scalarsOf)
      expect(all.map(({ run, scalars }) => [run.id, scalars.map(({ tag }) => tag)])).toEqual([
        ["a1", ["acc", "loss"]],
        ["b2", ["acc", "loss"]],
        ["c3", []]
      ])
    }).pipe(Effect.provide(memoryWorld().layer))
  )
})
