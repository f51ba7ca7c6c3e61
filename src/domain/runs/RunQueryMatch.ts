import type { Run } from "./Run.ts"
import { isWholeId } from "./RunId.ts"
import { compareRuns, runTime } from "./RunOrder.ts"
import type { RunQuery } from "./RunQuery.ts"
import { matchesOperation, operationName, operationPattern } from "./RunQueryOperation.ts"
import { statusName } from "./RunStatus.ts"
import type { Value } from "../Value.ts"
import { getKey, isMap } from "../Value.ts"

/** The text of a comment: its `body`, or the comment itself where a tool wrote a bare text. */
export const commentBody = (comment: Value): string => {
  const body = isMap(comment) ? getKey(comment, "body") : comment
  return typeof body === "string" ? body : ""
}

const matchesLabel = (wanted: string, label: string): boolean =>
  wanted === "-" ? label === "" : label.includes(wanted)

/** A whole id means the run that has it, and no other whose name goes on. */
const matchesId = (wanted: string, id: string): boolean => (isWholeId(wanted) ? id === wanted : id.startsWith(wanted))

const inRange = (time: number | undefined, range: NonNullable<RunQuery["started"]>): boolean =>
  time !== undefined && (range.from === undefined || time >= range.from) && (range.to === undefined || time < range.to)

const any = <A>(wanted: ReadonlyArray<A>, holds: (item: A) => boolean): boolean =>
  wanted.length === 0 || wanted.some(holds)

/** Whether a run is meant by a query; `limit` and `filter` have no say. The meaning that any index has to reproduce. */
export const matches = (run: Run, query: RunQuery): boolean => {
  const name = operationName(run.opRef, run.protoOpRef)
  const status = statusName(run.status)
  return (
    (query.opNames === undefined || query.opNames.includes(run.opRef.opName)) &&
    any(query.operations, (text) => matchesOperation(operationPattern(text), name)) &&
    any(query.labels, (text) => matchesLabel(text, run.label)) &&
    (!query.unlabeled || run.label === "") &&
    (query.marked === undefined || query.marked === run.marked) &&
    any(query.tags, (tag) => run.tags.includes(tag)) &&
    any(query.comments, (text) => run.comments.some((comment) => commentBody(comment).includes(text))) &&
    (query.started === undefined || inRange(runTime(run), query.started)) &&
    (query.digest === undefined || (run.sourcecodeDigest ?? "").startsWith(query.digest)) &&
    any(query.statuses, (wanted) => wanted === status) &&
    !query.notStatuses.includes(status) &&
    (query.idPrefix === undefined || matchesId(query.idPrefix, run.id))
  )
}

/** The first rows of an answer, as many as a query takes, and how many there are as far as it asks. */
export const firstRows = (
  found: ReadonlyArray<Run>,
  { limit, uncounted }: Pick<RunQuery, "limit" | "uncounted">
): { readonly runs: ReadonlyArray<Run>; readonly total: number } => {
  const runs = limit === undefined ? found : found.slice(0, Math.max(0, limit))
  return { runs, total: uncounted === true ? runs.length : found.length }
}

/** The rows that a query answers with, in the order of lists, and how many match without its limit. */
export const applyQuery = (
  runs: ReadonlyArray<Run>,
  query: RunQuery
): { readonly runs: ReadonlyArray<Run>; readonly total: number } => {
  const listed = runs.filter((run) => matches(run, query)).sort(compareRuns)
  const found =
    query.markedFirst === true
      ? [...listed.filter(({ marked }) => marked), ...listed.filter(({ marked }) => !marked)]
      : listed
  return firstRows(found, query)
}
