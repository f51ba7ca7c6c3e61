import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import type { RunRef } from "../../domain/runs/Run.ts"
import { stampCell } from "./Cells.ts"
import type { CheckList } from "./Checks.ts"
import { makeChecks } from "./Checks.ts"
import { failingOf } from "./FailingChecks.ts"
import { inChunks, inLongChunks } from "./InChunks.ts"
import type { IndexedRun } from "./IndexedRun.ts"
import { readIndexed } from "./IndexedRun.ts"
import type { Known } from "./ReadKnown.ts"
import type { RunRow } from "./ReadRuns.ts"
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

/**
 * Adds what has to be as it was for a run to be what the index believes, which stands in a row of the columns. What all rows have in
 * common is settled before the first.
 */
const runChecks = (checks: CheckList, { isBatch, look, stamps }: Known) => {
  const column = (what: Stamped) => ({ what, file: checks.file(stampedPath(what)), stamps: stamps.get(what) ?? [] })
  const guild = column("guild")
  const attrs = column("attrs")
  const started = stamps.get("started") ?? []
  const files = look.stamped.filter((what) => what !== "guild" && what !== "attrs").map(column)
  const [everyGuild, everyAttrs] = [look.always.includes("guild"), look.always.includes("attrs")]
  return (owner: number, row: number): void => {
    // A directory that is no run becomes one with a file that comes.
    if (isBatch[row] === null) return checks.add(owner, guild.file, stampCell(guild.stamps[row]))
    let missing = false
    for (const { file, stamps: before, what } of files) {
      // When a run was made counts only until it has started, unless it is shown.
      if (!look.whole && what === "initialized" && started[row] !== null) continue
      const stamp = stampCell(before[row])
      if (mayDiffer(what, stamp, isBatch[row] === 1)) checks.add(owner, file, stamp)
      else if (what !== "proto") missing = true
    }
    if (everyGuild) checks.add(owner, guild.file, stampCell(guild.stamps[row]))
    if (missing || everyAttrs) checks.add(owner, attrs.file, stampCell(attrs.stamps[row]))
  }
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
  believed: { readonly has: (name: string) => boolean }
): Effect.Effect<ReadonlyArray<string>> =>
  Effect.gen(function* () {
    const stale: Array<string> = []
    const settled: Array<string> = []
    const rows: Array<number> = []
    yield* inLongChunks(names, (name) => {
      const row = known.at.get(name)
      if (row !== undefined && known.settled[row] === 1) {
        settled.push(name)
        rows.push(row)
      } else if (row !== undefined || !believed.has(name)) stale.push(name)
    })
    const checks = makeChecks(settled)
    const add = runChecks(checks, known)
    yield* inLongChunks(rows, (row, i) => add(i, row))
    const failed = yield* failingOf(root, checks)
    return [...stale, ...settled.filter((_, i) => failed[i] === 1)]
  })

/** The names whose place in a list may be another by now: what they are ordered by is not what the index believes. */
export const movedNames = (root: string, known: Known): Effect.Effect<ReadonlyArray<string>> => {
  const names = [...known.at.keys()]
  const checks = makeChecks(names)
  const add = runChecks(checks, known)
  for (const [i, row] of [...known.at.values()].entries()) add(i, row)
  return Effect.map(failingOf(root, checks), (failed) => names.filter((_, i) => failed[i] === 1))
}

/** The names of the rows that have to be read again, under the directory of their scope. */
export const staleRows = (root: string, rows: ReadonlyArray<RunRow>): Effect.Effect<ReadonlyArray<string>> => {
  const names = rows.map(({ name }) => name)
  const checks = makeChecks(names)
  const files = STAMPED.map((what) => checks.file(stampedPath(what)))
  for (const [owner, { run, stamp }] of rows.entries())
    for (const [i, what] of STAMPED.entries())
      if (mayDiffer(what, stamp(i), run.isBatch)) checks.add(owner, files[i] ?? 0, stamp(i))
  return Effect.map(failingOf(root, checks), (failed) => names.filter((_, i) => failed[i] === 1))
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
