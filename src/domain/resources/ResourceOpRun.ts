import { Either } from "effect"
import type { OpRef } from "../ops/OpRef.ts"
import { translateRegex } from "../scalars/OutputScalarsRegex.ts"
import type { Run } from "../runs/Run.ts"
import type { StatusName } from "../runs/RunStatus.ts"
import { statusName } from "../runs/RunStatus.ts"

/** Which run an operation source means. */
export interface OpRunRequest {
  /** Operations as the source names them: expressions for `op`, `model:op` or `pkg/model:op`, between commas. */
  readonly operations: string
  /** The model of the operation that requires it; the model of an operation that is named without one. */
  readonly modelName: string
  /** Where the user named the run: the beginning of its id. */
  readonly idPrefix: string | undefined
  /** A staged run will do, as it will have run by the time this one does. */
  readonly includeStaged: boolean
}

interface OpPattern {
  readonly pkg: string | undefined
  readonly model: string | undefined
  readonly op: string
}

/** The operations that a source names, in its order. */
export const splitOperations = (operations: string): ReadonlyArray<string> =>
  operations
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")

const parsePattern = (text: string): OpPattern => {
  const [, pkg, model, op] = /^(?:([^/:]+)\/)?(?:([^/:]*):)?([\s\S]*)$/.exec(text) ?? []
  return { pkg, model, op: op ?? text }
}

/** The names that an operation may have that a source names by this text: all of it, or what follows its package and model. */
export const operationNames = (text: string): readonly [whole: string, last: string] => [text, parsePattern(text).op]

/** What is no expression is a name. */
const matchesWhole = (pattern: string, text: string): boolean =>
  pattern === text ||
  Either.match(translateRegex(pattern), {
    onLeft: () => false,
    onRight: ({ source, flags }) => new RegExp(`^(?:${source})$`, flags.replace("g", "")).test(text)
  })

/** Whether an operation is among those that a source names. */
export const namesOperation = (request: Pick<OpRunRequest, "operations" | "modelName">, opRef: OpRef): boolean =>
  splitOperations(request.operations).some((text) => {
    const { pkg, model, op } = parsePattern(text)
    // A script's own name may hold what elsewhere divides packages from operations.
    if (text === opRef.opName && request.modelName === opRef.modelName) return true
    return (
      (pkg === undefined || matchesWhole(pkg, opRef.pkgName)) &&
      matchesWhole(model ?? request.modelName, opRef.modelName) &&
      matchesWhole(op, opRef.opName)
    )
  })

const USABLE: ReadonlySet<StatusName> = new Set(["completed", "running", "terminated"])

/**
 * The run that an operation source means, of runs that are latest first: the one that the user named, however it ended; else the
 * latest marked one, else the latest, of those that neither failed nor have yet to begin.
 */
export const pickOpRun = (runs: ReadonlyArray<Run>, request: OpRunRequest): Run | undefined => {
  const { idPrefix } = request
  const named = runs.filter((run) => namesOperation(request, run.opRef))
  if (idPrefix !== undefined) return named.find((run) => run.id.startsWith(idPrefix))
  const usable = named.filter(
    ({ status }) => USABLE.has(statusName(status)) || (request.includeStaged && status._tag === "Staged")
  )
  return usable.find((run) => run.marked) ?? usable[0]
}
