import { expect, it } from "@effect/vitest"
import type { Layer, Scope } from "effect"
import { Effect, Option } from "effect"
import { describe } from "vitest"
import { parseFilterExpr } from "../../src/domain/filter/FilterExpr.ts"
import { OpRef } from "../../src/domain/ops/OpRef.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import type { RunQuery } from "../../src/domain/runs/RunQuery.ts"
import { allRuns, runsNamed } from "../../src/domain/runs/RunQuery.ts"
import { applyQuery } from "../../src/domain/runs/RunQueryMatch.ts"
import type { Value } from "../../src/domain/Value.ts"
import { float } from "../../src/domain/Value.ts"
import { RunIndex } from "../../src/services/RunIndex.ts"
import type { RunScope } from "../../src/services/RunStore.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { ScalarLog } from "../../src/services/ScalarLog.ts"

const op = (opName: string, modelName = "") =>
  new OpRef({ pkgType: "guildfile", pkgName: "/p/guild.yml", pkgVersion: "1", modelName, opName })

/** A finished run; `started` is in seconds for short. */
export const addRun = (name: string, started: number, opRef: OpRef, attrs: Readonly<Record<string, Value>> = {}) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const begun = yield* store.allocate({ id: RunId.make(name) })
    for (const [attr, value] of Object.entries({ exit_status: 0, started: started * 1e6, ...attrs })) {
      yield* store.writeAttr(begun, attr, value)
    }
    const run = yield* store.establish(begun, opRef)
    yield* store.unmark(run, "PENDING")
    return run
  })

/** The ids that a query answers with, and how many match in all. */
export const ask = (query: Partial<RunQuery> = {}, scope: RunScope = "live") =>
  Effect.map(
    Effect.flatMap(RunIndex, (index) => index.query(scope, { ...allRuns, ...query })),
    ({ runs, total }) => [runs.map(({ id }) => String(id)), total] as const
  )

/** What the answer has to be: every run of the store, filtered. */
export const truth = (query: RunQuery, scope: RunScope = "live") =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const runs = yield* Effect.forEach(yield* store.list(scope), store.read)
    return applyQuery(runs.flatMap(Option.toArray), query)
  })

type Services = RunIndex | RunStore | ScalarLog

/** What every RunIndex promises; run it on each layer, together with the RunStore and ScalarLog that it is derived from. */
export const suite = (name: string, layer: Effect.Effect<Layer.Layer<Services>, never, Scope.Scope>): void => {
  const law = (sentence: string, effect: Effect.Effect<void, unknown, Services>) =>
    it.scoped(sentence, () => Effect.flatMap(layer, (built) => Effect.provide(effect, built)))

  describe(`RunIndex laws: ${name}`, () => {
    law(
      "there are no runs in a home without any",
      Effect.gen(function* () {
        expect(yield* ask()).toEqual([[], 0])
        expect(yield* ask({}, "trash")).toEqual([[], 0])
        expect(yield* ask({}, { archive: "/no/such/place" })).toEqual([[], 0])
      })
    )

    law(
      "runs come latest first, and a limit leaves the count alone",
      Effect.gen(function* () {
        yield* addRun("b", 10, op("train"))
        yield* addRun("a", 10, op("train"))
        yield* addRun("c", 30, op("train"))
        yield* addRun("d", 20, op("eval", "m"))
        expect(yield* ask()).toEqual([["c", "d", "a", "b"], 4])
        expect(yield* ask({ limit: 2 })).toEqual([["c", "d"], 4])
        expect(yield* ask({ limit: 0 })).toEqual([[], 4])
        expect(yield* ask({ operations: ["m:ev"] })).toEqual([["d"], 1])
        expect(yield* ask({ idPrefix: "c" })).toEqual([["c"], 1])
        yield* addRun("e", 5, op("train"), { marked: true })
        expect(yield* ask({ markedFirst: true })).toEqual([["e", "c", "d", "a", "b"], 5])
        expect(yield* ask({ markedFirst: true, limit: 2 })).toEqual([["e", "c"], 5])
      })
    )

    law(
      "the beginning of an id means all runs that begin so, and a whole id one",
      Effect.gen(function* () {
        const id = "0123456789abcdef".repeat(2)
        yield* addRun(id, 1, op("train"))
        yield* addRun(`${id}-copy`, 2, op("train"))
        yield* addRun("xyz", 3, op("train"))
        expect(yield* ask({ idPrefix: id.slice(0, 31) })).toEqual([[`${id}-copy`, id], 2])
        expect(yield* ask({ idPrefix: id })).toEqual([[id], 1])
        expect(yield* ask({ idPrefix: id, statuses: ["error"] })).toEqual([[], 0])
        expect(yield* ask({ idPrefix: id.replace("0", "f") })).toEqual([[], 0])
        expect(yield* ask()).toEqual([["xyz", `${id}-copy`, id], 3])
      })
    )

    law(
      "an answer has all that is known of a run",
      Effect.gen(function* () {
        yield* addRun("a", 1, op("train"), {
          label: "x",
          flags: { lr: float(0.1), layers: [1, { deep: null }] },
          tags: ["t"],
          comments: [{ body: "b" }],
          marked: true,
          sourcecode_digest: "abc"
        })
        const index = yield* RunIndex
        const first = yield* index.query("live", allRuns)
        const expected = yield* truth(allRuns)
        expect(first).toEqual(expected)
        expect(yield* index.query("live", allRuns)).toEqual(first)
        const flagNames = (answer: typeof expected) => Object.keys(answer.runs[0]?.flags ?? {})
        expect(flagNames(first)).toEqual(flagNames(expected))
      })
    )

    law(
      "every change shows in the next answer",
      Effect.gen(function* () {
        const store = yield* RunStore
        const run = yield* addRun("a", 1, op("train"))
        const other = yield* addRun("b", 2, op("train"))
        expect(yield* ask({ labels: ["new"] })).toEqual([[], 0])
        yield* store.writeAttr(run, "label", "new")
        expect(yield* ask({ labels: ["new"] })).toEqual([["a"], 1])
        yield* store.writeAttr(run, "marked", true)
        expect(yield* ask({ marked: true })).toEqual([["a"], 1])
        yield* store.removeAttr(run, "marked")
        expect(yield* ask({ marked: true })).toEqual([[], 0])
        yield* store.mark(run, "STAGED")
        expect(yield* ask({ statuses: ["staged"] })).toEqual([["a"], 1])
        yield* store.writeAttr(run, "started", 5_000_000)
        expect(yield* ask()).toEqual([["a", "b"], 2])
        yield* store.trash(other)
        expect(yield* ask()).toEqual([["a"], 1])
        expect(yield* ask({}, "trash")).toEqual([["b"], 1])
        for (const trashed of yield* store.list("trash")) yield* store.restore(trashed)
        expect(yield* ask()).toEqual([["a", "b"], 2])
        yield* store.purge(run)
        expect(yield* ask()).toEqual([["b"], 1])
      })
    )

    law(
      "where operations are remembered, everything else that happens shows in the next answer",
      Effect.gen(function* () {
        const store = yield* RunStore
        const first = yield* addRun("a", 1, op("train"))
        const second = yield* addRun("b", 2, op("train"))
        yield* addRun("c", 3, op("eval"))
        const usable = { statuses: ["completed", "running"] as const, markedFirst: true }
        const agrees = (limit: number | undefined) =>
          Effect.gen(function* () {
            const asked = { ...runsNamed(["train"]), ...usable, limit }
            const answer = yield* (yield* RunIndex).query("live", asked)
            expect(answer).toEqual(yield* truth(asked))
            return answer.runs.map(({ id }) => String(id))
          })
        const latest = Effect.gen(function* () {
          yield* agrees(undefined)
          return yield* agrees(1)
        })
        expect(yield* latest).toEqual(["b"])
        yield* store.writeAttr(first, "marked", true)
        expect(yield* latest).toEqual(["a"])
        yield* store.removeAttr(first, "marked")
        expect(yield* latest).toEqual(["b"])
        const third = yield* addRun("d", 4, op("train"))
        expect(yield* latest).toEqual(["d"])
        yield* store.writeAttr(third, "exit_status", 1)
        expect(yield* latest).toEqual(["b"])
        yield* store.mark(second, "STAGED")
        expect(yield* latest).toEqual(["a"])
        yield* store.unmark(second, "STAGED")
        expect(yield* latest).toEqual(["b"])
        yield* store.writeAttr(first, "started", 9_000_000)
        expect(yield* latest).toEqual(["a"])
        yield* store.trash(first)
        expect(yield* latest).toEqual(["b"])
        for (const trashed of yield* store.list("trash")) yield* store.restore(trashed)
        expect(yield* latest).toEqual(["a"])
        yield* store.purge(first)
        yield* store.purge(second)
        expect(yield* latest).toEqual([])
        const begun = yield* store.allocate({ id: RunId.make("e") })
        expect(yield* latest).toEqual([])
        const made = yield* store.establish(begun, op("train"))
        yield* store.writeAttr(made, "exit_status", 0)
        yield* store.unmark(made, "PENDING")
        expect(yield* latest).toEqual(["e"])
      })
    )

    law(
      "an archive answers as the home does",
      Effect.gen(function* () {
        const store = yield* RunStore
        const archive = `${store.runsDir}-archive`
        yield* store.establish(yield* store.allocate({ dir: `${archive}/one` }), op("train"))
        expect(yield* ask({}, { archive })).toEqual([["one"], 1])
        expect(yield* ask({ operations: ["x"] }, { archive })).toEqual([[], 0])
      })
    )

    law(
      "scalars are those of the run's event files, when asked again and after more of them",
      Effect.gen(function* () {
        const index = yield* RunIndex
        const log = yield* ScalarLog
        const run = yield* addRun("a", 1, op("train"))
        const write = (value: number, step: number) =>
          Effect.scoped(
            Effect.gen(function* () {
              const writer = yield* log.writer(`${run.dir}/.guild`)
              writer.add({ tag: "loss", value, step, wallTime: 1 })
              writer.add({ tag: "odd", value: step === 1 ? NaN : Infinity, step, wallTime: 1 })
            })
          )
        const agrees = Effect.gen(function* () {
          const { scalars } = yield* log.summarize(run.dir)
          expect(yield* index.scalars(run)).toEqual(scalars)
          return scalars.length
        })
        expect(yield* agrees).toBe(0)
        yield* write(0.5, 1)
        expect(yield* agrees).toBe(2)
        expect(yield* agrees).toBe(2)
        yield* write(0.25, 2)
        expect(yield* agrees).toBe(2)
        expect((yield* index.scalars(run))[0]).toMatchObject({ tag: "loss", count: 2, lastVal: 0.25 })
      })
    )

    law(
      "filters see attributes, then flags, then scalars, and every change of them",
      Effect.gen(function* () {
        const store = yield* RunStore
        const log = yield* ScalarLog
        const first = yield* addRun("a", 1, op("train"), { flags: { x: 1, loss: "flag" } })
        const second = yield* addRun("b", 2, op("train"), { flags: { x: 2 }, note: "Hello" })
        yield* Effect.scoped(
          Effect.map(log.writer(`${second.dir}/.guild`), (writer) =>
            writer.add({ tag: "loss", value: 0.5, step: 1, wallTime: 1 })
          )
        )
        const asked = (text: string, limit?: number) =>
          Effect.flatMap(parseFilterExpr(text), (filter) => ask({ filter, limit }))
        expect(yield* asked("x > 1")).toEqual([["b"], 1])
        expect(yield* asked("x > 0", 1)).toEqual([["b"], 2])
        expect(yield* asked("loss = flag")).toEqual([["a"], 1])
        expect(yield* asked("loss < 1")).toEqual([["b"], 1])
        expect(yield* asked("scalar:l.ss < 1")).toEqual([["b"], 1])
        expect(yield* asked("note contains hell and id = b")).toEqual([["b"], 1])
        yield* store.writeAttr(first, "note", "hell")
        expect(yield* asked("note contains hell")).toEqual([["b", "a"], 2])
        yield* store.removeAttr(second, "note")
        expect(yield* asked("note is undefined")).toEqual([["b"], 1])
      })
    )

    law(
      "the scalars and an attribute of many runs are those of each",
      Effect.gen(function* () {
        const index = yield* RunIndex
        const log = yield* ScalarLog
        const store = yield* RunStore
        const first = yield* addRun("a", 1, op("train"), { note: "n" })
        const second = yield* addRun("b", 2, op("train"), { note: { k: float(0.5) } })
        const third = yield* addRun("c", 3, op("train"))
        yield* Effect.scoped(
          Effect.map(log.writer(second.dir), (writer) => writer.add({ tag: "loss", value: 2, step: 1, wallTime: 1 }))
        )
        const runs = [third, second, first]
        for (let time = 0; time < 2; time++) {
          expect(yield* index.scalarsOf(runs)).toEqual(yield* Effect.forEach(runs, index.scalars))
          expect(yield* index.attrOf(runs, "note")).toEqual([undefined, { k: float(0.5) }, "n"])
          expect(yield* index.attrOf(runs, "../opref")).toEqual([undefined, undefined, undefined])
        }
        yield* ask()
        yield* store.writeAttr(first, "note", "m")
        yield* ask()
        expect(yield* index.attrOf([first], "note")).toEqual(["m"])
        expect(yield* index.scalarsOf([])).toEqual([])
      })
    )
  })
}
