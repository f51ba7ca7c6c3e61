import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import { lstatSync, readdirSync, readlinkSync } from "node:fs"
import type { Cell } from "./InsertRows.ts"
import { insertRows } from "./InsertRows.ts"
import { inChunks } from "./InChunks.ts"

const kindOf = (stats: { isFile: () => boolean; isDirectory: () => boolean; isSymbolicLink: () => boolean }): string =>
  stats.isSymbolicLink() ? "link" : stats.isDirectory() ? "dir" : stats.isFile() ? "file" : "other"

/** What stands under a run, links not followed; what vanishes meanwhile or may not be read is left out. */
const filesUnder = (key: number, runDir: string): ReadonlyArray<ReadonlyArray<Cell>> => {
  const rows: Array<ReadonlyArray<Cell>> = []
  const visit = (prefix: string): void => {
    for (const name of readdirSync(`${runDir}/${prefix}`)) {
      const path = `${prefix}${name}`
      try {
        const stats = lstatSync(`${runDir}/${path}`)
        const kind = kindOf(stats)
        const target = kind === "link" ? readlinkSync(`${runDir}/${path}`) : null
        rows.push([key, path, kind, kind === "file" ? stats.size : null, Math.trunc(stats.mtimeMs * 1_000), target])
        if (kind === "dir") visit(`${path}/`)
      } catch {
        continue
      }
    }
  }
  try {
    visit("")
  } catch {
    return rows
  }
  return rows
}

const COLUMNS = ["run", "path", "kind", "size", "modified", "target"]

/** Lists the files of all runs of a scope anew: their sizes show nowhere but in themselves. */
export const refreshFiles = (sql: SqlClient, scope: string, root: string): Effect.Effect<void, SqlError> =>
  Effect.gen(function* () {
    const runs = yield* sql.unsafe("SELECT key, name FROM run_rows WHERE scope = ? AND is_run = 1", [scope]).values
    const files = yield* inChunks(runs, ([key, name]) => filesUnder(Number(key), `${root}/${String(name)}`))
    yield* sql.withTransaction(
      Effect.zipRight(
        sql.unsafe("DELETE FROM file_rows WHERE run IN (SELECT key FROM run_rows WHERE scope = ?)", [scope]).raw,
        insertRows(sql, "file_rows", COLUMNS, files.flat())
      )
    )
  })
