import type { Run } from "../../domain/runs/Run.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import { operationName } from "../../domain/runs/RunQueryOperation.ts"
import { statusName } from "../../domain/runs/RunStatus.ts"
import type { ScalarSummary } from "../../domain/scalars/Scalar.ts"
import { scalarName } from "../../domain/scalars/Scalar.ts"
import type { Value } from "../../domain/Value.ts"
import { float } from "../../domain/Value.ts"

const named = <A>(entries: ReadonlyArray<readonly [name: string, value: A]>, byName: boolean) =>
  byName ? Object.fromEntries(entries) : entries.map(([name, value]) => ({ name, value }))

/** A scalar of a run as a row of a table of scalars, under Guild's names for its columns. */
const scalarData = (run: Run, scalar: ScalarSummary) => ({
  run: run.id,
  prefix: scalar.prefix,
  tag: scalar.tag,
  first_val: float(scalar.firstVal),
  first_step: scalar.firstStep,
  last_val: float(scalar.lastVal),
  last_step: scalar.lastStep,
  min_val: float(scalar.minVal),
  min_step: scalar.minStep,
  max_val: float(scalar.maxVal),
  max_step: scalar.maxStep,
  avg_val: float(scalar.avgVal),
  count: scalar.count,
  total: float(scalar.total)
})

/** One run of `guild api runs`. Times are microseconds since the epoch. `byName` has flags and scalars as objects, not lists. */
export const runData = (run: Run, command: Value, scalars: ReadonlyArray<ScalarSummary>, byName: boolean) => ({
  id: run.id,
  shortId: shortId(run.id),
  path: run.dir,
  operation: operationName(run.opRef, run.protoOpRef).full,
  opModel: run.opRef.modelName,
  opName: run.opRef.opName,
  started: run.started ?? null,
  stopped: run.stopped ?? null,
  label: run.label,
  tags: run.tags,
  comments: run.comments,
  marked: run.marked,
  status: statusName(run.status),
  exitStatus: run.exitStatus ?? null,
  command: command,
  flags: named(
    Object.entries(run.flags).map(([name, value]) => [name, value] as const),
    byName
  ),
  scalars: byName
    ? Object.fromEntries(scalars.map((scalar) => [scalarName(scalar), scalarData(run, scalar)]))
    : scalars.map((scalar) => scalarData(run, scalar))
})
