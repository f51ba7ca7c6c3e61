import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { Checks } from "./Checks.ts"
import { addCheck, failing, noChecks } from "./Checks.ts"
import { inChunks } from "./InChunks.ts"
import type { IndexedRun } from "./IndexedRun.ts"
import { readIndexed } from "./IndexedRun.ts"
import type { Known, RunRow } from "./ReadRuns.ts"
import { stampCell } from "./ReadRuns.ts"
import type { Stamped } from "./Stamps.ts"
import { STAMPED, stampedPath } from "./Stamps.ts"
import { forgetRuns, writeRuns } from "./WriteRuns.ts"

/** Reads directories for the index, in slices. */
export const readAll = (
  names: ReadonlyArray<string>,
  refOf: (name: string) => RunRef
): Effect.Effect<ReadonlyArray<IndexedRun>> => inChunks(names, (name) => readIndexed(refOf(name), name, Date.now()))

/** Whether a file has to be looked at: where both directories are as they were, a missing one still is. */
const mayDiffer = (what: Stamped, before: unknown, isBatch: boolean): boolean =>
  before !== null || what === "guild" || what === "attrs" || (what === "proto" && isBatch)

/** Adds what has to be as it was for a run to be what the index believes, which stands in a row of the columns. */
const addRunChecks = (checks: Checks, owner: number, name: string, known: Known, row: number): void => {
  const { isBatch, look, stamps } = known
  const before = (what: Stamped) => stampCell(stamps.get(what)?.[row])
  const add = (what: Stamped) => addCheck(checks, owner, name, stampedPath(what), before(what))
  // A directory that is no run becomes one with a file that comes.
  if (isBatch[row] === null) return add("guild")
  let missing = false
  for (const what of look.stamped) {
    if (what === "guild" || what === "attrs") continue
    // When a run was made counts only until it has started, unless it is shown.
    if (!look.whole && what === "initialized" && before("started") !== null) continue
    if (mayDiffer(what, before(what), isBatch[row] === 1)) add(what)
    else if (what !== "proto") missing = true
  }
  if (look.always.includes("guild")) add("guild")
  if (missing || look.always.includes("attrs")) add("attrs")
}

/**
 * The names whose directories the index does not know as they stand now, going by the stamps that were asked for.
 *
 * @param believed names that need no look where nothing about them is among what is known
 */
export const staleNames = (
  root: string,
  names: ReadonlyArray<string>,
  known: Known,
  believed: ReadonlySet<string>
): Effect.Effect<ReadonlyArray<string>> =>
  Effect.gen(function* () {
    const checks = noChecks()
    const unknown = yield* inChunks(names, (name, i) => {
      const row = known.at.get(name)
      if (row === undefined) return !believed.has(name)
      if (known.settled[row] !== 1) return true
      addRunChecks(checks, i, name, known, row)
      return false
    })
    const failed = yield* failing(root, checks)
    return names.filter((_, i) => unknown[i] === true || failed.has(i))
  })

/** The names whose place in a list may be another by now: what they are ordered by is not what the index believes. */
export const movedNames = (root: string, known: Known): Effect.Effect<ReadonlyArray<string>> => {
  const checks = noChecks()
  for (const [name, row] of known.at) addRunChecks(checks, row, name, known, row)
  return Effect.map(failing(root, checks), (failed) =>
    [...known.at].filter(([, row]) => failed.has(row)).map(([name]) => name)
  )
}

/** The names of the rows that have to be read again, under the directory of their scope. */
export const staleRows = (root: string, rows: ReadonlyArray<RunRow>): Effect.Effect<ReadonlyArray<string>> => {
  const checks = noChecks()
  for (const [owner, { name, run, stamp }] of rows.entries())
    for (const [i, what] of STAMPED.entries())
      if (mayDiffer(what, stamp(i), run.isBatch)) addCheck(checks, owner, name, stampedPath(what), stamp(i))
  return Effect.map(failing(root, checks), (failed) => rows.filter((_, i) => failed.has(i)).map(({ name }) => name))
}

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
