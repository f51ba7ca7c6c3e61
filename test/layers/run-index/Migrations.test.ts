import { expect, it } from "@effect/vitest"
import Database from "better-sqlite3"
import { Effect } from "effect"
import { mkdirSync } from "node:fs"
import { dirname } from "node:path"
import { describe } from "vitest"
import { OpRef } from "../../../src/domain/ops/OpRef.ts"
import { APPLICATION_ID, MIGRATIONS } from "../../../src/layers/run-index/Schema.ts"
import { RunIndex } from "../../../src/services/RunIndex.ts"
import { addRun, ask } from "../../suites/RunIndexSuite.ts"
import { indexedHome, indexPath } from "../../support/indexedHome.ts"
import { tempHome } from "../../support/tempHome.ts"

const train = new OpRef({ pkgType: "script", pkgName: "/p", pkgVersion: "", modelName: "", opName: "train.py" })

/** What stands in an index of each version, by its number: a run that is no longer there, with all that belongs to it. */
const OLD_ROWS: ReadonlyArray<ReadonlyArray<string>> = [
  [],
  [
    "INSERT INTO runs (scope, name, read_at, settled, is_run, id, status, operation) VALUES ('live', 'gone', 1, 1, 1, 'gone', 'completed', 'x')",
    "INSERT INTO flags VALUES (1, 0, 'x', '1')",
    "INSERT INTO tags VALUES (1, 0, 't')",
    "INSERT INTO comments VALUES (1, 0, 'b', '\"b\"')",
    "INSERT INTO scalar_sets VALUES (1, 'live', 'gone', '[]')",
    "INSERT INTO scalars VALUES (1, 0, '', 'loss', 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)"
  ],
  [
    "INSERT INTO run_rows (scope, name, read_at, settled, is_run, id, status, operation) VALUES ('live', 'gone', 1, 1, 1, 'gone', 'completed', 'x')",
    "INSERT INTO flag_rows VALUES (1, 0, 'x', '1', 'number', 1, NULL, '1')",
    "INSERT INTO tag_rows VALUES (1, 0, 't')",
    "INSERT INTO comment_rows VALUES (1, 0, 'b', '\"b\"')",
    "INSERT INTO attribute_rows VALUES (1, 'note', 1, 0, '\"n\"', 'text', NULL, 'n', 'n')",
    "INSERT INTO scalar_sets VALUES (1, 'live', 'gone', '[]')",
    "INSERT INTO scalar_rows VALUES (1, 0, '', 'loss', 'loss', 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, '1')"
  ]
]

/** Makes an index as a guild left it that knew this many migrations. */
const makeOld = (home: string, version: number): void => {
  const path = indexPath(home)
  mkdirSync(dirname(path), { recursive: true })
  const db = new Database(path)
  db.pragma("journal_mode = WAL")
  db.pragma(`application_id = ${APPLICATION_ID}`)
  for (const statement of MIGRATIONS.slice(0, version).flat()) db.exec(statement)
  for (const statement of OLD_ROWS[version] ?? []) db.exec(statement)
  db.pragma(`user_version = ${version}`)
  db.close()
}

/** Tables, views and indexes with their columns, as SQLite has them. */
const shapeOf = (home: string): unknown => {
  const db = new Database(indexPath(home), { readonly: true })
  const shape = [db.pragma("user_version"), db.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY name").all()]
  db.close()
  return shape
}

describe("an index of an earlier guild", () => {
  it("has rows to be upgraded for every version before the last", () => {
    expect(OLD_ROWS.length).toBe(MIGRATIONS.length)
  })

  for (const version of OLD_ROWS.keys()) {
    it.scoped(`of version ${version} becomes what a new one is, and answers as one`, () =>
      Effect.gen(function* () {
        const [home, fresh] = [yield* tempHome, yield* tempHome]
        makeOld(home, version)
        yield* Effect.gen(function* () {
          yield* addRun("a", 1, train, { flags: { x: 1 } })
          expect(yield* ask()).toEqual([["a"], 1])
          const found = yield* (yield* RunIndex).select("select run, name, value from flags")
          expect(found.rows).toEqual([["a", "x", 1]])
        }).pipe(Effect.provide(indexedHome(home)))
        yield* Effect.provide(ask(), indexedHome(fresh))
        expect(shapeOf(home)).toEqual(shapeOf(fresh))
      })
    )
  }
})
