import { afterEach, expect, it, vi } from "@effect/vitest"
import type { Scope } from "effect"
import { Effect } from "effect"
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe } from "vitest"
import { OpRef } from "../../src/domain/ops/OpRef.ts"
import { float } from "../../src/domain/Value.ts"
import { RunIndex } from "../../src/services/RunIndex.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { ScalarLog } from "../../src/services/ScalarLog.ts"
import { addRun } from "../suites/RunIndexSuite.ts"
import { indexedHome } from "../support/indexedHome.ts"
import { nextFileTime, tempHome } from "../support/tempHome.ts"

const train = new OpRef({ pkgType: "script", pkgName: "/p", pkgVersion: "", modelName: "m", opName: "train.py" })

type Services = RunIndex | RunStore | ScalarLog

const test = (sentence: string, body: (home: string) => Effect.Effect<void, unknown, Services | Scope.Scope>) =>
  it.scoped(sentence, () => Effect.flatMap(tempHome, (home) => Effect.provide(body(home), indexedHome(home))))

const select = (statement: string) => Effect.flatMap(RunIndex, (index) => index.select(statement))

const rows = (statement: string) => Effect.map(select(statement), (found) => found.rows)

const refused = (statement: string) =>
  Effect.map(Effect.flip(select(statement)), ({ _tag, message }) => [_tag, message.split("\n")[0]])

afterEach(() => vi.useRealTimers())

describe("SQL over the index", () => {
  test("has a table of each thing that is known of runs", () =>
    Effect.gen(function* () {
      const log = yield* ScalarLog
      const run = yield* addRun("a", 1_600_000_000, train, {
        initialized: 1_599_999_999_000_000,
        stopped: 1_600_000_002_500_000,
        flags: { lr: float(0.5), n: 2, on: true, name: "it's", none: null, list: [1, float(2.5)], map: { k: "v" } },
        tags: ["t1", "t2"],
        comments: [{ body: "why", time: 1 }],
        label: "best",
        deps: { data: { "file:x.csv": { uri: "x", paths: ["x.csv", "y.csv"] } } },
        env: { SECRET: "s" }
      })
      yield* Effect.scoped(
        Effect.map(log.writer(`${run.dir}/.guild`), (writer) => {
          writer.add({ tag: "loss", value: 0.5, step: 1, wallTime: 1 })
          writer.add({ tag: "loss", value: NaN, step: 2, wallTime: 1 })
        })
      )
      writeFileSync(join(run.dir, "out.txt"), "12345")
      symlinkSync("out.txt", join(run.dir, "link"))

      const runs = yield* select("select id, operation, op, model, status, started, seconds, label, marked from runs")
      expect(runs.columns).toEqual([
        "id",
        "operation",
        "op",
        "model",
        "status",
        "started",
        "seconds",
        "label",
        "marked"
      ])
      expect(runs.rows).toEqual([
        ["a", "train.py", "train.py", "m", "completed", "2020-09-13T12:26:40.000Z", 2.5, "best", 0]
      ])
      expect(
        Object.fromEntries((yield* rows("select name, value from flags")).map(([name, value]) => [String(name), value]))
      ).toEqual({
        lr: 0.5,
        n: 2,
        on: 1,
        name: "it's",
        none: null,
        list: "[1,2.5]",
        map: '{"k":"v"}'
      })
      expect(yield* rows("select tag from tags")).toEqual([["t1"], ["t2"]])
      expect(yield* rows("select position, body from comments")).toEqual([[1, "why"]])
      expect(yield* rows("select name, count, first, last, last_step, min from scalars")).toEqual([
        ["loss", 2, 0.5, null, 2, 0.5]
      ])
      expect(yield* rows("select value from attributes where name = 'label'")).toEqual([["best"]])
      expect(yield* rows("select count(*) from attributes where name = 'env'")).toEqual([[0]])
      expect(yield* rows("select resource, source, path from dependencies")).toEqual([
        ["data", "file:x.csv", "x.csv"],
        ["data", "file:x.csv", "y.csv"]
      ])
      expect(
        yield* rows("select path, kind, size, target from files where path in ('out.txt', 'link', '.guild')")
      ).toEqual([
        [".guild", "dir", null, null],
        ["link", "link", null, "out.txt"],
        ["out.txt", "file", 5, null]
      ])
    }))

  test("reads the dependencies of older runs", () =>
    Effect.gen(function* () {
      yield* addRun("a", 1, train, { resolved_deps: { train: { "operation:train": ["../b/model"] } } })
      expect(yield* rows("select resource, source, path from dependencies")).toEqual([
        ["train", "operation:train", "../b/model"]
      ])
    }))

  test("is true of every change, also one in place", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* addRun("a", 1, train, { note: "old" })
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 })
      const note = rows("select value from attributes where name = 'note'")
      const file = join(run.dir, ".guild/attrs/note")
      expect(yield* note).toEqual([["old"]])
      nextFileTime(home)
      writeFileSync(file, "new\n")
      expect(yield* note).toEqual([["new"]])
      nextFileTime(home)
      writeFileSync(file, "{broken")
      expect(yield* note).toEqual([])
      yield* store.removeAttr(run, "note")
      expect(yield* note).toEqual([])
      yield* store.trash(run)
      expect(yield* rows("select id from runs")).toEqual([])
    }))

  test("changes nothing, whatever is asked", (home) =>
    Effect.gen(function* () {
      yield* addRun("a", 1, train)
      expect(yield* refused("with x as (select 1) delete from run_rows")).toEqual([
        "SqlRefused",
        "cannot run SQL: the statement would change something"
      ])
      expect(yield* refused("select 1; delete from run_rows")).toEqual([
        "SqlRefused",
        "cannot run SQL: The supplied SQL string contains more than one statement"
      ])
      for (const statement of [
        "insert into run_rows (name) values ('x')",
        "pragma writable_schema = 1",
        `attach '${home}/other.db' as other`,
        `vacuum into '${home}/copy.db'`,
        "select load_extension('x')"
      ])
        expect((yield* refused(statement))[0]).toBe("SqlRefused")
      expect(yield* rows("select id from runs")).toEqual([["a"]])
    }))

  test("is answered without a file where none can be made", (home) =>
    Effect.gen(function* () {
      writeFileSync(join(home, "cache"), "in the way")
      yield* addRun("a", 1, train, { flags: { x: 1 } })
      expect(yield* rows("select run, value from flags where name = 'x'")).toEqual([["a", 1]])
      expect(yield* refused("with x as (select 1) delete from run_rows")).toEqual([
        "SqlRefused",
        "cannot run SQL: the statement would change something"
      ])
      expect(readFileSync(join(home, "cache"), "utf8")).toBe("in the way")
    }))

  test("has no runs where there is no home yet", (home) =>
    Effect.gen(function* () {
      rmSync(join(home, "runs"), { recursive: true, force: true })
      expect(yield* rows("select * from runs")).toEqual([])
      mkdirSync(join(home, "runs/empty"), { recursive: true })
      expect(yield* rows("select * from runs")).toEqual([])
      expect(yield* rows(`select count(*) from sqlite_schema where type = 'view'`)).toEqual([[8]])
    }))
})
