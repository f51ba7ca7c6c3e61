import { Effect } from "effect"
import fc from "fast-check"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { matchesFilter } from "../../src/domain/filter/FilterExprMatch.ts"
import type { FilterExpr } from "../../src/domain/filter/FilterExpr.ts"
import { parseFilterExpr } from "../../src/domain/filter/FilterExpr.ts"
import { runSubject } from "../../src/domain/filter/RunSubject.ts"
import { allRuns } from "../../src/domain/runs/RunQuery.ts"
import { mapOf } from "../../src/domain/Value.ts"
import type { Value } from "../../src/domain/Value.ts"
import { dumpYaml } from "../../src/domain/yaml/Yaml.ts"
import { compileFilter } from "../../src/layers/run-index/CompileFilter.ts"
import { RunIndex } from "../../src/services/RunIndex.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { ScalarLog } from "../../src/services/ScalarLog.ts"
import { truth } from "../suites/RunIndexSuite.ts"
import { FILTER_NAMES, filterExpr } from "../support/arbitraryFilter.ts"
import { run, value } from "../support/arbitraryRuns.ts"
import { indexedHome } from "../support/indexedHome.ts"
import { writeRunDir } from "../support/writeRunDir.ts"

const names = fc.constantFrom(...FILTER_NAMES)

const named = (part: fc.Arbitrary<Value>) =>
  fc.uniqueArray(fc.tuple(names, part), { maxLength: 3, selector: ([name]) => name }).map((pairs) => new Map(pairs))

const point = fc.record({
  tag: fc.constantFrom("a", "loss", "lass", "val/loss", "é"),
  value: fc.constantFrom(0, 1, 0.5, -2, NaN, Infinity),
  step: fc.nat({ max: 3 }),
  wallTime: fc.constant(1)
})

/** A run with flags, attributes and scalars under the names that filters ask for. */
const subject = fc.record({
  base: run("/runs"),
  flags: named(value),
  attrs: named(value),
  points: fc.array(point, { maxLength: 3 }),
  prefix: fc.constantFrom("", ".guild", "val")
})

const inHome = async <A>(use: (home: string) => Promise<A>): Promise<A> => {
  const home = mkdtempSync(join(tmpdir(), "guild-home-"))
  try {
    return await use(home)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

type Subject = typeof subject extends fc.Arbitrary<infer A> ? A : never

const write = (home: string, { attrs, base, flags, points, prefix }: Subject) =>
  Effect.gen(function* () {
    const dir = join(home, "runs", base.id)
    writeRunDir({ ...base, dir, flags: mapOf(flags) })
    for (const [name, each] of attrs)
      if (!name.includes(".") && !name.includes("/")) writeFileSync(join(dir, ".guild/attrs", name), dumpYaml(each))
    mkdirSync(join(dir, prefix), { recursive: true })
    const writer = yield* (yield* ScalarLog).writer(join(dir, prefix))
    for (const each of points) writer.add(each)
  }).pipe(Effect.scoped)

/** The ids for which a filter holds in memory, by the files of all runs. */
const inMemory = (filter: FilterExpr) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const log = yield* ScalarLog
    const { runs } = yield* truth(allRuns)
    const held = yield* Effect.filter(runs, (each) =>
      Effect.gen(function* () {
        const attrs = new Map(yield* store.readAttrs(each))
        const { scalars } = yield* log.summarize(each.dir)
        return matchesFilter(filter, runSubject(each, attrs, scalars))
      })
    )
    return held.map(({ id }) => id)
  })

describe("a filter in SQL", () => {
  it("holds for the same runs as in memory, with and without a limit", async () => {
    let inSql = 0
    const subjects = fc.uniqueArray(subject, { minLength: 3, maxLength: 8, selector: ({ base }) => base.id })
    await fc.assert(
      fc.asyncProperty(subjects, fc.array(filterExpr, { minLength: 20, maxLength: 20 }), (some, filters) =>
        inHome((home) => {
          const check = Effect.gen(function* () {
            for (const each of some) yield* write(home, each)
            const index = yield* RunIndex
            for (const filter of filters) {
              if (compileFilter("live", filter) !== undefined) inSql++
              const expected = yield* inMemory(filter)
              const all = yield* index.query("live", { ...allRuns, filter })
              expect(all.runs.map(({ id }) => id)).toEqual(expected)
              const first = yield* index.query("live", { ...allRuns, filter, limit: 1 })
              expect(first.runs.map(({ id }) => id)).toEqual(expected.slice(0, 1))
              expect(first.total).toBe(expected.length)
            }
          })
          return Effect.runPromise(Effect.provide(check, indexedHome(home)))
        })
      ),
      { numRuns: Number(process.env["GUILD_TEST_ROUNDS"] ?? 8) }
    )
    expect(inSql).toBeGreaterThan(0)
  })

  it("has every text of the user among its values and none in its words", () =>
    fc.assert(
      fc.property(filterExpr, (filter) => {
        const compiled = compileFilter("live", filter)
        const marks = compiled?.sql.split("?").length ?? 1
        expect(compiled?.params.length ?? 0).toBe(marks - 1)
        expect(compiled?.sql ?? "").not.toContain("DROP")
      })
    ))

  it("is damaged by no name or value", async () => {
    const hostile = `'"; DROP TABLE run_rows; --'`
    await inHome((home) => {
      const check = Effect.gen(function* () {
        const index = yield* RunIndex
        const filter = yield* parseFilterExpr(`${hostile} = ${hostile} or ${hostile} contains ${hostile}`)
        expect(yield* index.query("live", { ...allRuns, filter })).toEqual({ runs: [], total: 0 })
        expect(yield* index.query("live", allRuns)).toEqual({ runs: [], total: 0 })
      })
      return Effect.runPromise(Effect.provide(check, indexedHome(home)))
    })
  })
})
