import { Effect } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { Processes } from "../services/Processes.ts"
import { runningPid } from "./StopRuns.ts"

/** From the polite signal to the other. */
const LEFT_OVER = { signal: "SIGTERM", graceMs: 10_000 } as const

/**
 * Ends what an earlier guild left running of a run that it did not see to its end: the run's process where it lives, else what is left
 * of it, which would go on writing where the next start writes. A run that came to its end is left alone, daemons of it included.
 */
export const endLeftOver = (run: Run): Effect.Effect<void, never, Processes> =>
  Effect.gen(function* () {
    const processes = yield* Processes
    const pid = runningPid(run)
    if (pid !== undefined) return yield* processes.stopPid(pid, LEFT_OVER)
    if (run.exitStatus === undefined && run.status._tag === "Failed") yield* processes.stopOrphans(run.dir, LEFT_OVER)
  })
