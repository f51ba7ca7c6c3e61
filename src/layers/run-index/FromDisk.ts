import { Effect } from "effect"
import type { FilterExpr } from "../../domain/filter/FilterExpr.ts"
import { matchesFilter } from "../../domain/filter/FilterExprMatch.ts"
import { filterAttrs, readsScalars } from "../../domain/filter/FilterNames.ts"
import { runSubject } from "../../domain/filter/RunSubject.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import type { RunQuery } from "../../domain/runs/RunQuery.ts"
import { applyQuery, firstRows } from "../../domain/runs/RunQueryMatch.ts"
import type { Value } from "../../domain/Value.ts"
import { readRunDir } from "../run-store/ReadRunDir.ts"
import { attrIn } from "./AttrFile.ts"
import { inChunks } from "./InChunks.ts"
import type { Summarize } from "./ScalarsOf.ts"

/** The runs that a query means, the latest first and no more than its limit; and how many there are without it. */
export interface Answer {
  readonly runs: ReadonlyArray<Run>
  readonly total: number
}

const attrsIn = (run: RunRef, names: ReadonlyArray<string>): ReadonlyMap<string, Value> =>
  new Map(
    names.flatMap((name): ReadonlyArray<readonly [string, Value]> => {
      const value = attrIn(run, name)
      return value === undefined ? [] : [[name, value]]
    })
  )

/** The runs for which a filter expression holds, going by what their files say. */
export const filterFromDisk = (filter: FilterExpr, runs: ReadonlyArray<Run>, summarize: Summarize) => {
  const names = filterAttrs(filter)
  return Effect.filter(runs, (run) =>
    Effect.map(readsScalars(filter) ? summarize(run) : Effect.succeed([]), (scalars) =>
      matchesFilter(filter, runSubject(run, attrsIn(run, names), scalars))
    )
  )
}

/** Reads every run and asks the query of each: what is done without an index, or where it is of no use. */
export const answerFromDisk = (
  names: ReadonlyArray<string>,
  query: RunQuery,
  refOf: (name: string) => RunRef,
  summarize: Summarize
) =>
  Effect.gen(function* () {
    const found = yield* inChunks(names, (name) => readRunDir(refOf(name)))
    const runs = found.filter((run) => run !== undefined)
    const { filter } = query
    if (filter === undefined) return applyQuery(runs, query)
    const { runs: asked } = applyQuery(runs, { ...query, limit: undefined })
    return firstRows(yield* filterFromDisk(filter, asked, summarize), query)
  })
