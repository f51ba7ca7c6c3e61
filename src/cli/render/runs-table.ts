import type { Place } from "../../domain/ops/OpDesc.ts"
import { opDesc } from "../../domain/ops/OpDesc.ts"
import type { Run } from "../../domain/runs/Run.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import { statusName } from "../../domain/runs/RunStatus.ts"
import { formatTimestamp } from "../../domain/runs/RunTime.ts"
import type { TableRow } from "../../domain/text/Table.ts"
import { tableLines } from "../../domain/text/Table.ts"

/** One line of a list of runs; `index` is its position from 1, where the list has positions. */
export interface ListedRun {
  readonly run: Run
  readonly index: number | undefined
}

/** The columns of a run as lists have them. */
export const runRow = ({ index, run }: ListedRun, place: Place): TableRow => ({
  index: index === undefined ? `[${shortId(run.id)}]` : `[${index}:${shortId(run.id)}]`,
  operation: opDesc(run, place) + (run.marked ? " [marked]" : ""),
  started: formatTimestamp(run.started),
  status: statusName(run.status),
  label: run.label
})

export interface RunsTableOptions {
  readonly indent?: number
  readonly maxWidth?: number
  /** Only the position, the operation and the status. */
  readonly simplified?: boolean
}

/** `[1:1a2b3c4d]  train.py  2019-05-01 14:35:23  completed  x=0.1`, a line a run. */
export const runsTable = (
  runs: ReadonlyArray<ListedRun>,
  place: Place,
  options: RunsTableOptions = {}
): ReadonlyArray<string> => {
  const { simplified, ...layout } = options
  const columns =
    simplified === true ? ["index", "operation", "status"] : ["index", "operation", "started", "status", "label"]
  return tableLines(
    runs.map((listed) => runRow(listed, place)),
    columns,
    layout
  )
}
