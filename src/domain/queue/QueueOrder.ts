import { isQueue } from "./QueueSettings.ts"
import type { Run } from "../runs/Run.ts"
import { isWaiting } from "../runs/RunStatus.ts"
import { byCodePoint } from "../text/PathOrder.ts"

const since = (run: Run): number => run.started ?? run.initialized ?? 0

/** Staged runs in the order in which they were staged; those of one moment by their ids. */
export const inStagedOrder = (runs: ReadonlyArray<Run>): ReadonlyArray<Run> =>
  runs.filter(({ status }) => status._tag === "Staged").sort((a, b) => since(a) - since(b) || byCodePoint(a.id, b.id))

/** Runs that a queue which waits for others has to wait for: all that run but queues. */
export const runningNow = (runs: ReadonlyArray<Run>): ReadonlyArray<Run> =>
  runs.filter(({ opRef, status }) => status._tag === "Running" && !isQueue(opRef))

/** Runs that somebody may be about to start: they wait, or are being prepared. */
export const startingOrWaiting = (runs: ReadonlyArray<Run>): ReadonlyArray<Run> =>
  runs.filter(({ status }) => isWaiting(status))
