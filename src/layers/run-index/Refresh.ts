import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { IndexedRun } from "./IndexedRun.ts"
import { readIndexed } from "./IndexedRun.ts"
import type { Known, RunRow } from "./ReadRuns.ts"
import type { Stamped } from "./Stamps.ts"
import { STAMPED, stampOf } from "./Stamps.ts"
import { forgetRuns, writeRuns } from "./WriteRuns.ts"

/** So many directories are read at a time before other fibers, an interruption among them, have a turn. */
const CHUNK = 500

/** Does something synchronous with every item, and lets other fibers run between slices. */
export const inChunks = <A, B>(items: ReadonlyArray<A>, act: (item: A) => B): Effect.Effect<ReadonlyArray<B>> =>
  Effect.gen(function* () {
    const results: Array<B> = []
    for (let from = 0; from < items.length; from += CHUNK) {
      if (from > 0) yield* Effect.yieldNow()
      for (const item of items.slice(from, from + CHUNK)) results.push(act(item))
    }
    return results
  })

/** Reads directories for the index, in slices. */
export const readAll = (
  names: ReadonlyArray<string>,
  refOf: (name: string) => RunRef
): Effect.Effect<ReadonlyArray<IndexedRun>> => inChunks(names, (name) => readIndexed(refOf(name), name, Date.now()))

/** The names whose directories the index does not know as they stand now, going by the stamps that were asked for. */
export const staleNames = (
  root: string,
  names: ReadonlyArray<string>,
  known: ReadonlyMap<string, Known>,
  stamped: ReadonlyArray<Stamped>
): Effect.Effect<ReadonlyArray<string>> => {
  const startedAt = stamped.indexOf("started") + 1
  const isStale = (name: string): boolean => {
    const before = known.get(name)
    if (before?.[0] !== 1) return true
    const dir = `${root}/${name}`
    for (const [i, what] of stamped.entries()) {
      // When a run was made counts only until it has started.
      if (what === "initialized" && before[startedAt] !== null) continue
      const now = stampOf(dir, what)
      if (now !== before[i + 1]) return true
      // A directory that is no run has none of the other files either.
      if (now === null && what === "guild") return false
    }
    return false
  }
  return Effect.map(inChunks(names, isStale), (stale) => names.filter((_, i) => stale[i]))
}

/** Whether a row is not what stands on the disk now. Where both directories are as they were, a missing file still is. */
const isStaleRow = ({ run, stamp }: RunRow): boolean => {
  for (const [i, what] of STAMPED.entries()) {
    const before = stamp(i)
    const mayDiffer = before !== null || what === "guild" || what === "attrs" || (what === "proto" && run.isBatch)
    if (mayDiffer && stampOf(run.dir, what) !== before) return true
  }
  return false
}

/** The names of the rows that have to be read again. */
export const staleRows = (rows: ReadonlyArray<RunRow>): Effect.Effect<ReadonlyArray<string>> =>
  Effect.map(inChunks(rows, isStaleRow), (stale) => rows.filter((_, i) => stale[i]).map(({ name }) => name))

/**
 * Puts readings into the index and takes directories out of it that were gone at `listedMs` (milliseconds since the epoch),
 * in one short transaction.
 */
export const store = (
  sql: SqlClient,
  scope: string,
  readings: ReadonlyArray<IndexedRun>,
  gone: ReadonlyArray<string>,
  listedMs: number
): Effect.Effect<void, SqlError> =>
  readings.length === 0 && gone.length === 0
    ? Effect.void
    : sql.withTransaction(
        Effect.zipRight(forgetRuns(sql, scope, gone, listedMs * 1_000), writeRuns(sql, scope, readings))
      )
