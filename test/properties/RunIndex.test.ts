import { Effect } from "effect"
import fc from "fast-check"
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it, vi } from "vitest"
import type { Run } from "../../src/domain/runs/Run.ts"
import { OpRef } from "../../src/domain/ops/OpRef.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import type { RunQuery } from "../../src/domain/runs/RunQuery.ts"
import { allRuns } from "../../src/domain/runs/RunQuery.ts"
import { applyQuery } from "../../src/domain/runs/RunQueryMatch.ts"
import { RunIndex } from "../../src/services/RunIndex.ts"
import { truth } from "../suites/RunIndexSuite.ts"
import { opNames, query, run, runs, value } from "../support/arbitraryRuns.ts"
import { fromPlain, toPlain } from "../../src/layers/run-index/ValueJson.ts"
import { indexedHome } from "../support/indexedHome.ts"
import { nextFileTime } from "../support/tempHome.ts"
import { writeRunDir } from "../support/writeRunDir.ts"

/** Any query, some by the names of operations. */
const anyQuery = fc.oneof(
  query,
  fc.tuple(query, opNames).map(([each, names]): RunQuery => ({ ...each, ...names }))
)

/** Writes over the files of a run, or makes it. */
const overwrite = (id: string, any: Run) => (home: string) =>
  writeRunDir({ ...any, id: RunId.make(id), dir: join(home, "runs", id) })

const remove = (id: string) => (home: string) => rmSync(join(home, "runs", id), { recursive: true, force: true })

const removeAttr = (id: string, attr: string) => (home: string) =>
  rmSync(join(home, "runs", id, ".guild/attrs", attr), { force: true })

/** Puts a run in the place of another; as `mv` does it, the times of its files stay. */
const rename = (from: string, to: string) => (home: string) => {
  if (from === to || !existsSync(join(home, "runs", from))) return
  remove(to)(home)
  renameSync(join(home, "runs", from), join(home, "runs", to))
}

const inHome = async <A>(use: (home: string) => Promise<A>): Promise<A> => {
  const home = mkdtempSync(join(tmpdir(), "guild-home-"))
  try {
    return await use(home)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Makes changes one after the other, and asks the index a question after each. */
const answersTruly = (changes: ReadonlyArray<readonly [change: (home: string) => void, query: RunQuery]>) =>
  inHome((home) => {
    mkdirSync(join(home, "runs"))
    const check = Effect.gen(function* () {
      const index = yield* RunIndex
      for (const [act, each] of changes) {
        act(home)
        nextFileTime(home)
        expect(yield* index.query("live", each)).toEqual(yield* truth(each))
      }
    })
    return Effect.runPromise(Effect.provide(check, indexedHome(home)))
  })

afterEach(() => vi.useRealTimers())

describe("the run index", () => {
  it("answers any query over any runs as filtering them does", async () => {
    await fc.assert(
      fc.asyncProperty(runs("/runs", 6), fc.array(anyQuery, { minLength: 1, maxLength: 12 }), (some, queries) =>
        inHome((home) => {
          for (const each of some) writeRunDir({ ...each, dir: join(home, "runs", each.id) })
          const check = Effect.gen(function* () {
            const index = yield* RunIndex
            for (const each of queries) expect(yield* index.query("live", each)).toEqual(yield* truth(each))
          })
          return Effect.runPromise(Effect.provide(check, indexedHome(home)))
        })
      ),
      { numRuns: 40 }
    )
  })

  it("answers truly after any changes by any tool, once it believes the times of files", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 })
    const few = fc.constantFrom("a", "b", "c", "d")
    const change: fc.Arbitrary<(home: string) => void> = fc.oneof(
      { weight: 4, arbitrary: fc.tuple(few, run("/runs")).map(([id, any]) => overwrite(id, any)) },
      fc
        .tuple(few, fc.constantFrom("label", "started", "exit_status", "flags"))
        .map(([id, attr]) => removeAttr(id, attr)),
      fc.tuple(few, few).map(([from, to]) => rename(from, to)),
      few.map((id) => remove(id))
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(change, query), { minLength: 1, maxLength: 10 }), (changes) =>
        answersTruly(changes)
      ),
      { numRuns: 25 }
    )
  })

  it("answers truly by the names of operations after any changes that leave a run of the operation that it is of", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 })
    const ref = (opName: string) =>
      new OpRef({ pkgType: "script", pkgName: "/p", pkgVersion: "", modelName: "", opName })
    const groups = [
      { ids: fc.constantFrom("a", "b", "c", "d"), opRef: ref("train") },
      { ids: fc.constantFrom("x", "y"), opRef: ref("eval") }
    ]
    const change: fc.Arbitrary<(home: string) => void> = fc.oneof(
      ...groups.flatMap(({ ids, opRef }) => [
        { weight: 4, arbitrary: fc.tuple(ids, run("/runs")).map(([id, any]) => overwrite(id, { ...any, opRef })) },
        {
          weight: 2,
          arbitrary: fc
            .tuple(ids, fc.constantFrom("marked", "started", "initialized", "exit_status"))
            .map(([id, attr]) => removeAttr(id, attr))
        },
        { weight: 1, arbitrary: fc.tuple(ids, ids).map(([from, to]) => rename(from, to)) },
        { weight: 1, arbitrary: ids.map((id) => remove(id)) }
      ])
    )
    const asked = fc
      .tuple(
        query,
        fc.subarray(["train", "eval"], { minLength: 1 }),
        fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined })
      )
      .map(([each, names, limit]): RunQuery => ({ ...each, opNames: names, limit, uncounted: limit !== undefined }))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(change, asked), { minLength: 1, maxLength: 14 }), (changes) =>
        answersTruly(changes)
      ),
      { numRuns: 40 }
    )
  })

  it("reads from the disk what was written there", async () => {
    await fc.assert(
      fc.asyncProperty(run("/runs"), (any) =>
        inHome((home) => {
          const each = { ...any, dir: join(home, "runs", any.id) }
          writeRunDir(each)
          const check = Effect.gen(function* () {
            expect(yield* (yield* RunIndex).query("live", allRuns)).toEqual({ runs: [each], total: 1 })
          })
          return Effect.runPromise(Effect.provide(check, indexedHome(home)))
        })
      ),
      { numRuns: 40 }
    )
  })

  it("keeps any value as plain JSON", () =>
    fc.assert(
      fc.property(value, (each) => {
        expect(fromPlain(JSON.parse(JSON.stringify(toPlain(each))))).toEqual(each)
      })
    ))
})

describe("a query", () => {
  it("answers with a beginning of what it answers without its limit", () =>
    fc.assert(
      fc.property(runs("/r", 6), query, (some, any) => {
        const limited = applyQuery(some, any)
        const whole = applyQuery(some, { ...any, limit: undefined })
        expect(limited.total).toBe(any.uncounted === true ? limited.runs.length : whole.runs.length)
        expect(limited.runs).toEqual(whole.runs.slice(0, any.limit))
      })
    ))

  it("with no part set means every run", () =>
    fc.assert(
      fc.property(runs("/r", 6), (some) => {
        expect(new Set(applyQuery(some, allRuns).runs)).toEqual(new Set(some))
      })
    ))
})
