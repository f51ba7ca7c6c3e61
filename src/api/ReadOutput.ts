import { Effect } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import { scalarName } from "../domain/scalars/Scalar.ts"
import { ScalarLog } from "../services/ScalarLog.ts"
import { UserFiles } from "../services/UserFiles.ts"
import { DataInvalid } from "./Errors.ts"

/** What a run that is no function gave: the JSON of its file `result`, or else its scalars by name, each its last value. */
export const readOutput = (operation: string, run: RunRef, result: string | undefined) =>
  Effect.gen(function* () {
    const invalid = (reason: string) => new DataInvalid({ operation, what: "output", reason })
    if (result === undefined) {
      const { scalars } = yield* (yield* ScalarLog)
        .summarize(run.dir)
        .pipe(Effect.mapError((error) => invalid(error.message)))
      return Object.fromEntries(scalars.map((scalar) => [scalarName(scalar), scalar.lastVal]))
    }
    const files = yield* UserFiles
    const text = yield* Effect.mapError(files.read(`${run.dir}/${result}`), (error) => invalid(error.message))
    if (text === undefined) return yield* invalid(`the run has no file ${result}`)
    return yield* Effect.try({
      try: (): unknown => JSON.parse(text),
      catch: () => invalid(`${result} is no JSON`)
    })
  })
