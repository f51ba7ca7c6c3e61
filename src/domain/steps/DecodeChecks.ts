import { Either } from "effect"
import { pyRepr } from "../text/PyRepr.ts"
import type { Value } from "../Value.ts"
import { getKey, isList, isMap } from "../Value.ts"
import type { StepCheck } from "./StepDef.ts"

const text = (value: Value | undefined): string | undefined =>
  value === undefined || value === null || isMap(value) || isList(value) ? undefined : String(value)

const decodeCheck = (data: Value): Either.Either<StepCheck, string> => {
  if (!isMap(data)) return Either.left(`invalid check data: ${pyRepr(data)}`)
  const output = text(getKey(data, "output"))
  const glob = text(getKey(data, "file"))
  if (output !== undefined && glob === undefined) return Either.right({ kind: "output", pattern: output })
  if (glob === undefined || output !== undefined)
    return Either.left(`invalid check ${pyRepr(data)}: must define either output or file`)
  return Either.right({
    kind: "file",
    glob,
    compareTo: text(getKey(data, "compare-to")),
    contains: text(getKey(data, "contains"))
  })
}

/** Reads `expect`: a check or a list of them. A left is a whole sentence. */
export const decodeChecks = (value: Value | undefined): Either.Either<ReadonlyArray<StepCheck>, string> =>
  value === undefined || value === null
    ? Either.right([])
    : Either.all((isList(value) ? value : [value]).map(decodeCheck))
