import { Either } from "effect"
import { translateRegex } from "../scalars/OutputScalarsRegex.ts"
import { shortRepr } from "../text/PyRepr.ts"
import type { Value } from "../Value.ts"
import { getKey, isList, isMap } from "../Value.ts"
import type { StepCheck } from "./StepDef.ts"

const text = (value: Value | undefined): string | undefined =>
  value === undefined || value === null || isMap(value) || isList(value) ? undefined : String(value)

/** A Python regular expression; `^` and `$` stand for the ends of any line. */
const pattern = (from: string): Either.Either<RegExp, string> =>
  Either.mapBoth(translateRegex(`(?m:${from})`), {
    onLeft: (reason) => `'${from}' is no regular expression: ${reason}`,
    onRight: ({ flags, source }) => new RegExp(source, flags.replace("g", ""))
  })

const decodeCheck = (data: Value): Either.Either<StepCheck, string> => {
  if (!isMap(data)) return Either.left(`invalid check data: ${shortRepr(data)}`)
  const output = text(getKey(data, "output"))
  const glob = text(getKey(data, "file"))
  if (output !== undefined && glob === undefined)
    return Either.map(pattern(output), (regex) => ({ kind: "output", text: output, regex }))
  if (glob === undefined || output !== undefined)
    return Either.left(`invalid check ${shortRepr(data)}: must define either output or file`)
  const contains = text(getKey(data, "contains"))
  return Either.map(contains === undefined ? Either.right(undefined) : pattern(contains), (regex) => ({
    kind: "file",
    glob,
    compareTo: text(getKey(data, "compare-to")),
    contains: contains === undefined || regex === undefined ? undefined : { text: contains, regex }
  }))
}

/** Reads `expect`: a check or a list of them. A left is a whole sentence. */
export const decodeChecks = (value: Value | undefined): Either.Either<ReadonlyArray<StepCheck>, string> =>
  value === undefined || value === null
    ? Either.right([])
    : Either.all((isList(value) ? value : [value]).map(decodeCheck))
