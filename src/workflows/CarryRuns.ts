import { Effect } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import type { CarryOptions } from "../services/RunArchives.ts"
import { RunArchives } from "../services/RunArchives.ts"
import { Terminal } from "../services/Terminal.ts"

export interface CarryRequest extends CarryOptions {
  /** A move that the caller completes: runs are copied for now. */
  readonly keepOriginal: boolean
  /** The directory of runs that they are brought to. */
  readonly dir: string
  /** How a run that is there already is named in the warning. */
  readonly taken: (run: Run) => string
}

/**
 * Brings runs to another place, one by one, and says so. Runs that are there already are left as they are, and those that are
 * still running are not moved from under their process. What others delete in the meantime is passed over.
 *
 * @returns the runs that were brought
 */
export const carryRuns = (runs: ReadonlyArray<Run>, request: CarryRequest) =>
  Effect.gen(function* () {
    const archives = yield* RunArchives
    const terminal = yield* Terminal
    const { copyResources, keepOriginal, move } = request
    const carried: Array<Run> = []
    for (const run of runs) {
      if (move && run.status._tag === "Running") {
        yield* terminal.warn(`${run.id} is still running, skipping`)
        continue
      }
      if (yield* archives.has(run, request.dir, move)) {
        yield* terminal.warn(`${request.taken(run)} exists, skipping`)
        continue
      }
      yield* terminal.err(`${move ? "Moving" : "Copying"} ${run.id}`)
      yield* archives.carry(run, request.dir, { copyResources, move: move && !keepOriginal }).pipe(
        Effect.flatMap((brought) =>
          brought ? Effect.sync(() => carried.push(run)) : terminal.warn(`${request.taken(run)} exists, skipping`)
        ),
        Effect.catchTag("RunVanished", (gone) => terminal.warn(`${gone.message}, skipping`))
      )
    }
    return carried
  })
