import { Effect, Option } from "effect"
import type { OpRunRequest } from "../domain/resources/ResourceOpRun.ts"
import { namesOperation, operationNames, pickOpRun, splitOperations } from "../domain/resources/ResourceOpRun.ts"
import type { OpRef } from "../domain/ops/OpRef.ts"
import type { Run } from "../domain/runs/Run.ts"
import type { RunQuery } from "../domain/runs/RunQuery.ts"
import { allRuns, runsNamed } from "../domain/runs/RunQuery.ts"
import { RunIndex } from "../services/RunIndex.ts"

/** So many runs are asked for at first: what is looked for is most often among the latest. */
const FIRST = 16

/** Whether the name of an operation is no expression. */
const isPlain = (name: string): boolean => /^[^\\^$|?*+()[\]{}.]+(?:\.[A-Za-z0-9]+)*$/.test(name)

/** The part of all runs that has every run in it that a source could mean. */
const narrowed = ({ operations }: Pick<OpRunRequest, "operations">): RunQuery => {
  const names = splitOperations(operations).map(operationNames)
  return names.every(([, last]) => isPlain(last)) ? runsNamed([...new Set(names.flat())]) : allRuns
}

/**
 * The first runs that a source could mean, latest first, of a query that is narrowed to them; asks for a few rows, and for all only
 * where those have none.
 */
const firstRuns = (request: OpRunRequest, query: RunQuery, take: (runs: ReadonlyArray<Run>) => Run | undefined) =>
  Effect.gen(function* () {
    const index = yield* RunIndex
    const few = yield* index.query("live", { ...query, limit: FIRST, uncounted: true })
    const named = (runs: ReadonlyArray<Run>) => runs.filter((run) => namesOperation(request, run.opRef))
    const found = take(named(few.runs))
    if (found !== undefined || few.runs.length < FIRST) return found
    return take(named((yield* index.query("live", query)).runs))
  })

/**
 * The run that an operation source means, as `pickOpRun` says, without reading all runs: the one that the user named, else the
 * latest marked one, else the latest.
 */
export const findOpRun = (request: OpRunRequest, except?: string) =>
  Effect.gen(function* () {
    const query = narrowed(request)
    const take = (runs: ReadonlyArray<Run>) =>
      pickOpRun(
        runs.filter(({ id }) => id !== except),
        request
      )
    if (request.idPrefix !== undefined)
      return Option.fromNullable(yield* firstRuns(request, { ...query, idPrefix: request.idPrefix }, take))
    const usable: RunQuery = {
      ...query,
      statuses: ["completed", "running", "terminated", ...(request.includeStaged ? (["staged"] as const) : [])]
    }
    // One question: for each, all run directories are looked at.
    return Option.fromNullable(yield* firstRuns(request, { ...usable, markedFirst: true }, take))
  })

/** The latest runs of an operation that are no batches, whatever became of them; at most `limit`. */
export const latestRuns = ({ modelName, opName }: Pick<OpRef, "modelName" | "opName">, limit: number) =>
  Effect.gen(function* () {
    const index = yield* RunIndex
    const query = runsNamed([opName])
    const own = (runs: ReadonlyArray<Run>) =>
      runs.filter(({ opRef, isBatch }) => !isBatch && opRef.opName === opName && opRef.modelName === modelName)
    const few = yield* index.query("live", { ...query, limit: 2 * limit, uncounted: true })
    const found = own(few.runs)
    return found.length >= limit || few.runs.length < 2 * limit
      ? found.slice(0, limit)
      : own((yield* index.query("live", query)).runs).slice(0, limit)
  })
