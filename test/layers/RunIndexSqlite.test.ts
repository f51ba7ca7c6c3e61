import { afterEach, expect, it, vi } from "@effect/vitest"
import Database from "better-sqlite3"
import type { Scope } from "effect"
import { Effect, Either } from "effect"
import { spawn } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe } from "vitest"
import { parseFilterExpr } from "../../src/domain/filter/FilterExpr.ts"
import { matchesFilter } from "../../src/domain/filter/FilterExprMatch.ts"
import { runSubject } from "../../src/domain/filter/RunSubject.ts"
import { OpRef } from "../../src/domain/ops/OpRef.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import type { RunQuery } from "../../src/domain/runs/RunQuery.ts"
import { allRuns, runsNamed } from "../../src/domain/runs/RunQuery.ts"
import { RunIndex } from "../../src/services/RunIndex.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { ScalarLog } from "../../src/services/ScalarLog.ts"
import { addRun, ask, suite, truth } from "../suites/RunIndexSuite.ts"
import { indexedHome, indexPath } from "../support/indexedHome.ts"
import { nextFileTime, tempHome } from "../support/tempHome.ts"

suite(
  "SQLite",
  Effect.map(tempHome, (home) => indexedHome(home))
)
suite(
  "SQLite, with few runs",
  Effect.map(tempHome, (home) => indexedHome(home, 2))
)

const train = new OpRef({ pkgType: "script", pkgName: "/p", pkgVersion: "", modelName: "", opName: "train.py" })

type Services = RunIndex | RunStore | ScalarLog

const test = (sentence: string, body: (home: string) => Effect.Effect<void, unknown, Services | Scope.Scope>) =>
  it.scoped(sentence, () => Effect.flatMap(tempHome, (home) => Effect.provide(body(home), indexedHome(home))))

/** Asks in a guild of its own, as the next command would. */
const askAgain = (home: string, ...args: Parameters<typeof ask>) => Effect.provide(ask(...args), indexedHome(home))

/** From here on every file is old enough for the index to believe its times. */
const muchLater = () => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 })

afterEach(() => vi.useRealTimers())

const withDatabase = <A>(home: string, use: (db: Database.Database) => A): A => {
  const db = new Database(indexPath(home))
  try {
    return use(db)
  } finally {
    db.close()
  }
}

describe("the index in SQLite", () => {
  test("is not touched before the first question", (home) =>
    Effect.sync(() => {
      expect(existsSync(join(home, "cache"))).toBe(false)
    }))

  test("is what answers, while nothing changes on the disk", (home) =>
    Effect.gen(function* () {
      yield* addRun("a", 1, train)
      muchLater()
      yield* ask()
      withDatabase(home, (db) => db.exec("UPDATE run_rows SET label = 'remembered'"))
      expect(yield* askAgain(home, { labels: ["remembered"] })).toEqual([["a"], 1])
    }))

  test("does not believe the times of files that were changed just now", (home) =>
    Effect.gen(function* () {
      yield* addRun("a", 1, train)
      yield* ask()
      withDatabase(home, (db) => db.exec("UPDATE run_rows SET label = 'remembered'"))
      expect(yield* askAgain(home, { labels: ["remembered"] })).toEqual([[], 0])
    }))

  /** What the answer has to be, where a filter asks for flags and for what a run is. */
  const filtered = (query: RunQuery) =>
    Effect.map(truth({ ...query, filter: undefined, limit: undefined }), ({ runs }) => {
      const { filter, limit } = query
      const held = runs.filter((run) => filter === undefined || matchesFilter(filter, runSubject(run, new Map(), [])))
      return { runs: held.slice(0, limit), total: held.length }
    })

  const edits: ReadonlyArray<readonly [file: string, before: string, after: string]> = [
    ["opref", "script:/p '' '' aaa", "script:/p '' '' bbb"],
    ["proto/.guild/opref", "script:/p '' '' aaa", "script:/p '' '' bbb"],
    ["attrs/label", "aaa\n", "bbb\n"],
    ["attrs/started", "1000\n", "2000\n"],
    ["attrs/initialized", "1000\n", "2000\n"],
    ["attrs/stopped", "1000\n", "2000\n"],
    ["attrs/exit_status", "0\n", "1\n"],
    ["attrs/marked", "true\n", "null\n"],
    ["attrs/tags", "- a\n", "- b\n"],
    ["attrs/comments", "- body: a\n", "- body: b\n"],
    ["attrs/flags", "x: 1\n", "x: 2\n"],
    ["attrs/sourcecode_digest", "abc\n", "abd\n"]
  ]

  for (const [file, before, after] of edits) {
    test(`shows an edit of ${file} in place, of the same length, whatever is asked`, () =>
      Effect.gen(function* () {
        const run = yield* addRun("a", 5, train)
        if (file.startsWith("proto")) mkdirSync(join(run.dir, ".guild/proto/.guild"), { recursive: true })
        writeFileSync(join(run.dir, ".guild", file), before)
        muchLater()
        const queries = [
          allRuns,
          { ...allRuns, limit: 1 },
          { ...allRuns, labels: ["aaa"] },
          { ...allRuns, operations: ["aaa"] },
          { ...allRuns, statuses: ["completed" as const] },
          { ...allRuns, marked: true },
          { ...allRuns, tags: ["a"] },
          { ...allRuns, comments: ["a"] },
          { ...allRuns, digest: "abc" },
          { ...allRuns, started: { from: undefined, to: 1500 } },
          ...["x = 2", "flag:x = 1", "operation contains aaa", "status = completed", "marked = true", "tags contains a"]
            .map((text) => Either.getOrThrow(parseFilterExpr(text)))
            .flatMap((filter) => [
              { ...allRuns, filter },
              { ...allRuns, filter, limit: 1 }
            ])
        ]
        const index = yield* RunIndex
        for (const query of queries) {
          writeFileSync(join(run.dir, ".guild", file), before)
          nextFileTime(run.dir)
          expect(yield* index.query("live", query)).toEqual(yield* filtered(query))
          writeFileSync(join(run.dir, ".guild", file), after)
          nextFileTime(run.dir)
          expect(yield* index.query("live", query)).toEqual(yield* filtered(query))
        }
      }))
  }

  for (const [file, before, after] of edits) {
    test(`shows an edit of ${file} in place where operations are remembered`, () =>
      Effect.gen(function* () {
        const run = yield* addRun("a", 5, train)
        yield* addRun("b", 1, train, { started: 1500 })
        if (file.startsWith("proto")) mkdirSync(join(run.dir, ".guild/proto/.guild"), { recursive: true })
        writeFileSync(join(run.dir, ".guild", file), before)
        muchLater()
        // Whatever its opref says, the run is of one of the operations that are asked for.
        const queries = [undefined, 2].flatMap((limit) => [
          { ...runsNamed(["train.py", "aaa", "bbb"]), limit },
          { ...runsNamed(["train.py", "aaa", "bbb"]), statuses: ["completed" as const], limit, uncounted: true },
          { ...runsNamed(["train.py", "aaa", "bbb"]), statuses: ["completed" as const], markedFirst: true, limit }
        ])
        const index = yield* RunIndex
        for (const query of queries)
          for (const text of [before, after]) {
            writeFileSync(join(run.dir, ".guild", file), text)
            nextFileTime(run.dir)
            expect(yield* index.query("live", query)).toEqual(yield* truth(query))
          }
      }))
  }

  test("looks at no known run of another operation where operations are remembered", () =>
    Effect.gen(function* () {
      const other = yield* addRun("a", 1, train)
      yield* addRun("b", 2, train)
      muchLater()
      yield* ask()
      nextFileTime(other.dir)
      writeFileSync(join(other.dir, ".guild/opref"), "script:/p '' '' other.py")
      expect(yield* ask({ ...runsNamed(["other.py"]), limit: 1 })).toEqual([[], 0])
      expect(yield* ask({ operations: ["other.py"], limit: 1 })).toEqual([["a"], 1])
    }))

  test("answers with the first runs of an operation while few runs changed, and writes nothing", (home) =>
    Effect.gen(function* () {
      const kept = () => withDatabase(home, (db) => db.prepare("SELECT name FROM run_rows ORDER BY name").pluck().all())
      const store = yield* RunStore
      const query = { ...runsNamed(["train.py"]), statuses: ["completed" as const], markedFirst: true, uncounted: true }
      yield* addRun("a", 0, train)
      yield* addRun("b", 1, train)
      const gone = yield* addRun("c", 2, train)
      yield* addRun("d", 3, train)
      muchLater()
      yield* ask()
      nextFileTime(store.runsDir)
      const late = yield* addRun("e", 1.5, train)
      yield* addRun("f", 9, train, { exit_status: 1 })
      yield* addRun("g", 9, new OpRef({ ...train, opName: "other.py" }))
      yield* store.trash(gone)
      for (const limit of [0, 1, 2, 3, 4, 9])
        expect((yield* ask({ ...query, limit }))[0]).toEqual(["d", "e", "b", "a"].slice(0, limit))
      expect(kept()).toEqual(["a", "b", "c", "d"])
      yield* store.writeAttr(late, "marked", true)
      expect(yield* ask({ ...query, limit: 2 })).toEqual([["e", "d"], 2])
      yield* ask()
      expect(kept()).toEqual(["a", "b", "d", "e", "f", "g"])
    }))

  test("keeps what changed where that is much, also for the first runs of an operation", (home) =>
    Effect.gen(function* () {
      const names = Array.from({ length: 20 }, (_, i) => `run-${i + 10}`)
      for (const [i, name] of names.entries()) yield* addRun(name, i, train)
      const query = { ...runsNamed(["train.py"]), limit: 2, uncounted: true }
      expect(yield* ask(query)).toEqual([["run-29", "run-28"], 2])
      expect(withDatabase(home, (db) => db.prepare("SELECT count(*) FROM run_rows").pluck().get())).toBe(names.length)
    }))

  test("takes a directory that had no operation for a run as soon as it has one, where operations are remembered", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* store.allocate({ id: RunId.make("a"), dir: join(store.runsDir, "a") })
      yield* store.unmark(run, "PENDING")
      muchLater()
      expect(yield* ask({ ...runsNamed(["train.py"]), limit: 1 })).toEqual([[], 0])
      nextFileTime(run.dir)
      yield* store.establish(run, train)
      expect(yield* ask({ ...runsNamed(["train.py"]), limit: 1 })).toEqual([["a"], 1])
    }))

  test("puts a run that never started in its place after an edit in place of when it was made", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      for (const [name, made] of [
        ["a", 1000],
        ["b", 2000]
      ] as const) {
        const run = yield* addRun(name, 1, train, { initialized: made })
        yield* store.removeAttr(run, "started")
        writeFileSync(join(run.dir, ".guild/attrs/initialized"), `${made}\n`)
      }
      muchLater()
      expect(yield* ask({ limit: 1 })).toEqual([["b"], 2])
      nextFileTime(store.runsDir)
      writeFileSync(join(store.runsDir, "a/.guild/attrs/initialized"), "3000\n")
      expect(yield* ask({ limit: 1 })).toEqual([["a"], 2])
    }))

  test("shows a run whose operation could not be read once it is written over in place", () =>
    Effect.gen(function* () {
      const run = yield* addRun("a", 1, train)
      const opRef = join(run.dir, ".guild/opref")
      const text = readFileSync(opRef, "utf8")
      writeFileSync(opRef, "?".repeat(text.length))
      muchLater()
      expect(yield* ask({})).toEqual([[], 0])
      expect(yield* ask({})).toEqual([[], 0])
      nextFileTime(run.dir)
      writeFileSync(opRef, text)
      expect(yield* ask({})).toEqual([["a"], 1])
    }))

  test("sees a run end that left no exit status behind", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const child = spawn("sleep", ["3600"])
      const run = yield* addRun("a", 1, train)
      yield* store.removeAttr(run, "exit_status")
      yield* store.mark(run, "LOCK", String(child.pid))
      muchLater()
      expect(yield* ask({ statuses: ["running"] })).toEqual([["a"], 1])
      child.kill("SIGKILL")
      yield* Effect.promise(() => new Promise((resolve) => child.on("exit", resolve)))
      expect(yield* ask({ statuses: ["running"] })).toEqual([[], 0])
      expect(yield* ask({ statuses: ["error"] })).toEqual([["a"], 1])
    }))

  test("sees one run's directory put in place of another's", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      yield* addRun("a", 1, train, { label: "first" })
      const other = yield* addRun("b", 1, train, { label: "second" })
      muchLater()
      expect(yield* ask({ labels: ["first"] })).toEqual([["a"], 1])
      rmSync(join(home, "runs/a"), { recursive: true })
      yield* store.trash(other)
      yield* Effect.promise(async () =>
        (await import("node:fs/promises")).rename(join(home, "trash/runs/b"), join(home, "runs/a"))
      )
      expect(yield* ask({ labels: ["second"] })).toEqual([["a"], 1])
    }))

  test("can be deleted at any moment", (home) =>
    Effect.gen(function* () {
      yield* addRun("a", 1, train)
      yield* ask()
      rmSync(join(home, "cache"), { recursive: true })
      yield* addRun("b", 2, train)
      expect(yield* ask()).toEqual([["b", "a"], 2])
      expect(yield* askAgain(home)).toEqual([["b", "a"], 2])
    }))

  const ruins: Readonly<Record<string, (home: string) => void>> = {
    "a text": (home) => writeFileSync(indexPath(home), "not a database, and longer than a header ".repeat(100)),
    "an empty file": (home) => writeFileSync(indexPath(home), ""),
    "cut off": (home) => truncateSync(indexPath(home), 5_000),
    "cut within its header": (home) => truncateSync(indexPath(home), 50),
    "overwritten behind its header": (home) => {
      const bytes = readFileSync(indexPath(home))
      writeFileSync(indexPath(home), bytes.fill(0xa5, 4096))
    },
    "someone else's": (home) => {
      rmSync(indexPath(home))
      withDatabase(home, (db) => db.exec("CREATE TABLE runs (mine); INSERT INTO runs VALUES (1)"))
    },
    "of a guild to come": (home) => withDatabase(home, (db) => db.pragma("user_version = 999")),
    "without a table": (home) => withDatabase(home, (db) => db.exec("DROP TABLE tag_rows")),
    "full of nonsense": (home) =>
      withDatabase(home, (db) => db.exec("UPDATE flag_rows SET value = '{'; UPDATE run_rows SET proto = '{'"))
  }

  for (const [state, ruin] of Object.entries(ruins)) {
    test(`gives the same answers when its file is ${state}, and is made anew`, (home) =>
      Effect.gen(function* () {
        yield* addRun("a", 1, train, { flags: { x: 1 }, tags: ["t"] })
        muchLater()
        yield* askAgain(home)
        ruin(home)
        const index = yield* RunIndex
        expect(yield* index.query("live", { ...allRuns, tags: ["t"] })).toEqual(yield* truth(allRuns))
        expect(withDatabase(home, (db) => db.prepare("SELECT count(*) FROM run_rows").pluck().get())).toBe(1)
      }))
  }

  test("names the attributes that cannot be read, from the disk and from the index", (home) =>
    Effect.gen(function* () {
      const run = yield* addRun("a", 1, train, { flags: { x: 1 }, label: "l" })
      const sound = yield* addRun("b", 1, train)
      for (const name of ["flags", "label", "note"]) writeFileSync(join(run.dir, ".guild/attrs", name), "{broken")
      muchLater()
      const damaged = Effect.map(
        Effect.flatMap(RunIndex, (index) => index.query("live", allRuns)),
        ({ runs }) => new Map(runs.map((each) => [each.dir, [...(each.damagedAttrs ?? [])].sort()]))
      )
      const expected = new Map([
        [run.dir, ["flags", "label"]],
        [sound.dir, []]
      ])
      expect(yield* Effect.provide(damaged, indexedHome(home, 100))).toEqual(expected)
      expect(yield* damaged).toEqual(expected)
      expect(yield* damaged).toEqual(expected)
    }))

  test("finds a run by its id without making an index", (home) =>
    Effect.gen(function* () {
      yield* addRun("abc", 1, train)
      yield* addRun("abd", 1, train)
      yield* addRun("xyz", 1, train)
      yield* Effect.gen(function* () {
        expect(yield* ask({ idPrefix: "ab" })).toEqual([["abc", "abd"], 2])
        expect(yield* ask({ idPrefix: "nope" })).toEqual([[], 0])
      }).pipe(Effect.provide(indexedHome(home, 3)))
      expect(existsSync(join(home, "cache"))).toBe(false)
      expect(yield* ask({ idPrefix: "ab" })).toEqual([["abc", "abd"], 2])
      expect(yield* ask()).toEqual([["abc", "abd", "xyz"], 3])
    }))

  test("is done without where it cannot be written", (home) =>
    Effect.gen(function* () {
      writeFileSync(join(home, "cache"), "in the way")
      const run = yield* addRun("a", 1, train)
      expect(yield* ask({ operations: ["train"] })).toEqual([["a"], 1])
      expect(yield* (yield* RunIndex).scalars(run)).toEqual([])
    }))

  test("is done without where a directory has its name", (home) =>
    Effect.gen(function* () {
      mkdirSync(join(indexPath(home), "mine"), { recursive: true })
      yield* addRun("a", 1, train)
      expect(yield* ask()).toEqual([["a"], 1])
      expect(existsSync(join(indexPath(home), "mine"))).toBe(true)
    }))

  test("is done without while another program keeps it locked", (home) =>
    Effect.gen(function* () {
      yield* addRun("a", 1, train)
      yield* ask()
      yield* addRun("b", 2, train)
      const holder = new Database(indexPath(home))
      holder.exec("BEGIN IMMEDIATE")
      expect(yield* ask()).toEqual([["b", "a"], 2])
      holder.exec("ROLLBACK")
      holder.close()
      expect(yield* ask()).toEqual([["b", "a"], 2])
    }))

  test("keeps scalars and forgets them with their run", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const index = yield* RunIndex
      const run = yield* addRun("a", 1, train)
      const log = yield* ScalarLog
      yield* Effect.scoped(
        Effect.map(log.writer(run.dir), (writer) => writer.add({ tag: "loss", value: 1, step: 1, wallTime: 1 }))
      )
      yield* ask()
      muchLater()
      expect((yield* index.scalars(run)).length).toBe(1)
      withDatabase(home, (db) => db.exec("UPDATE scalar_rows SET tag = 'remembered'"))
      expect((yield* index.scalars(run)).map(({ tag }) => tag)).toEqual(["remembered"])
      const sets = () => withDatabase(home, (db) => db.prepare("SELECT count(*) FROM scalar_sets").pluck().get())
      expect(sets()).toBe(1)
      yield* store.purge(run)
      yield* ask()
      expect(sets()).toBe(0)
    }))

  const lossOf = (dir: string, value: number) =>
    Effect.gen(function* () {
      const log = yield* ScalarLog
      yield* Effect.scoped(
        Effect.map(log.writer(dir), (writer) => writer.add({ tag: "loss", value, step: 1, wallTime: 1 }))
      )
    })

  test("knows the scalars of a run that another guild reads again at that moment", (home) =>
    Effect.gen(function* () {
      const index = yield* RunIndex
      const runs = [yield* addRun("a", 1, train), yield* addRun("b", 2, train)]
      for (const [i, { dir }] of runs.entries()) yield* lossOf(dir, i)
      muchLater()
      yield* index.scalarsOf(runs)
      // Whoever reads a run again gives its scalars another key: here it happens while those of the other run are read.
      withDatabase(home, (db) =>
        db.exec(`CREATE TRIGGER meanwhile AFTER INSERT ON scalar_sets WHEN NEW.name = 'b' BEGIN
          UPDATE scalar_rows SET scalar_set = 1000 WHERE scalar_set = (SELECT key FROM scalar_sets WHERE name = 'a');
          UPDATE scalar_sets SET key = 1000 WHERE name = 'a';
        END`)
      )
      yield* lossOf(runs[1]?.dir ?? "", 7)
      const found = yield* index.scalarsOf(runs)
      expect(found.map((scalars) => scalars.map(({ tag }) => tag))).toEqual([["loss"], ["loss"]])
    }))

  test("keeps the attributes of a run that is read again, as long as they have a file", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* addRun("a", 1, train, { note: "n", other: "o" })
      muchLater()
      const names = () =>
        withDatabase(home, (db) => db.prepare("SELECT name FROM attribute_rows ORDER BY name").pluck().all())
      yield* (yield* RunIndex).select("select * from attributes")
      expect(names()).toEqual(expect.arrayContaining(["note", "other"]))
      yield* store.removeAttr(run, "other")
      yield* ask()
      expect(names()).toContain("note")
      expect(names()).not.toContain("other")
    }))
})
