import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { IndexedRun } from "./IndexedRun.ts"
import { readIndexed } from "./IndexedRun.ts"
import type { Known, RunRow } from "./ReadRuns.ts"
import { KNOWN_STAMPS } from "./ReadRuns.ts"
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

/** Whether a file has to be looked at: where both directories, which come first, are as they were, a missing one still is. */
const mayDiffer = (what: Stamped, before: unknown, isBatch: boolean): boolean =>
  before !== null || what === "guild" || what === "attrs" || (what === "proto" && isBatch)

/** The names whose directories the index does not know as they stand now, going by the stamps that were asked for. */
export const staleNames = (
  root: string,
  names: ReadonlyArray<string>,
  known: ReadonlyMap<string, Known>,
  stamped: ReadonlyArray<Stamped>
): Effect.Effect<ReadonlyArray<string>> => {
  const startedAt = stamped.indexOf("started") + KNOWN_STAMPS
  const all = stamped.length === STAMPED.length
  const isStale = (name: string): boolean => {
    const believed = known.get(name)
    if (believed?.[0] !== 1) return true
    const dir = `${root}/${name}`
    for (const [i, what] of stamped.entries()) {
      const before = believed[i + KNOWN_STAMPS] ?? null
      if (!mayDiffer(what, before, believed[1] === 1)) continue
      // When a run was made counts only until it has started, unless it is shown.
      if (!all && what === "initialized" && believed[startedAt] !== null) continue
      const now = stampOf(dir, what)
      if (now !== before) return true
      // A directory that is no run has none of the other files either.
      if (now === null && what === "guild") return false
    }
    return false
  }
  return Effect.map(inChunks(names, isStale), (stale) => names.filter((_, i) => stale[i]))
}

/** Whether a row is not what stands on the disk now. */
const isStaleRow = ({ run, stamp }: RunRow): boolean =>
  STAMPED.some((what, i) => mayDiffer(what, stamp(i), run.isBatch) && stampOf(run.dir, what) !== stamp(i))

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
