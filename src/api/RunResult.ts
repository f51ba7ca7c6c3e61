import type { Either } from "effect"
import { Effect } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import { jsonText } from "../domain/text/JsonText.ts"
import { RunStore } from "../services/RunStore.ts"
import { UserFiles } from "../services/UserFiles.ts"
import { toValue } from "./Data.ts"
import { DataInvalid, NodeRunFailed } from "./Errors.ts"
import { readOutput } from "./ReadOutput.ts"

/** The attribute that keeps what an operation gave, and the file of the run that has it as JSON. */
export const OUTPUT_ATTR = "output"
export const OUTPUT_JSON = "output.json"

/** Keeps what an operation gave, encoded; `asFile` where the run itself wrote no file of it. */
export const keepOutput = (run: RunRef, encoded: unknown, asFile: boolean) =>
  Effect.gen(function* () {
    if (encoded === undefined) return
    yield* (yield* RunStore).writeAttr(run, OUTPUT_ATTR, toValue(encoded))
    if (asFile) yield* (yield* UserFiles).write(`${run.dir}/${OUTPUT_JSON}`, `${jsonText(encoded, 2)}\n`)
  })

/** Errors of guild's own, as what went wrong with a run. */
export const asRunFailure = (operation: string, run: RunRef | undefined) => (error: { readonly message: string }) =>
  new NodeRunFailed({ operation, run: run?.id, reason: error.message })

/** What a run that ended gave: decoded, and kept where a later start looks for it. */
export const outputOf = <A>(
  operation: string,
  run: RunRef,
  exitStatus: number,
  {
    decode,
    result
  }: { readonly result: string | undefined; readonly decode: (data: unknown) => Either.Either<A, string> }
) =>
  Effect.gen(function* () {
    if (exitStatus !== 0)
      return yield* new NodeRunFailed({ operation, run: run.id, reason: `it ended with exit status ${exitStatus}` })
    const data = yield* readOutput(operation, run, result)
    const value = yield* Effect.mapError(
      decode(data),
      (reason) => new DataInvalid({ operation, what: "output", reason })
    )
    yield* Effect.mapError(keepOutput(run, data, false), asRunFailure(operation, run))
    return value
  })
