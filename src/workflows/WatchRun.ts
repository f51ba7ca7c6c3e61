import { Effect, Option } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { isWaiting } from "../domain/runs/RunStatus.ts"
import { OUTPUT_FILE } from "../domain/runs/RunLayout.ts"
import type { FileError } from "../services/RunFiles.ts"
import { RunFiles } from "../services/RunFiles.ts"
import type { StoreError } from "../services/RunStore.ts"
import { RunStore } from "../services/RunStore.ts"

/** How often a running run is looked at for more output. */
const POLL = "100 millis"

/** How often a run is looked at again whose process is gone before its guild has read the last output and recorded the end. */
const LAST_LOOKS = 50

const isRunning = (run: Option.Option<Run>): boolean => Option.exists(run, ({ status }) => status._tag === "Running")

const isRecorded = (run: Option.Option<Run>): boolean =>
  !Option.exists(run, ({ exitStatus }) => exitStatus === undefined)

/**
 * Hands over what a run has printed, and what it goes on to print until it ends. One that has not started is waited for.
 *
 * @returns the run as it is in the end; nothing where it was deleted meanwhile
 */
export const watchRun = (
  run: Run,
  sink: (chunk: Uint8Array) => void
): Effect.Effect<Option.Option<Run>, StoreError | FileError, RunFiles | RunStore> =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const files = yield* RunFiles
    // A run that captures no output, or has not begun to, has no file.
    const more = (offset: number) =>
      Effect.catchTag(files.read(`${run.dir}/${OUTPUT_FILE}`, offset, sink), "PathMissing", () =>
        Effect.succeed(offset)
      )
    let offset = 0
    let lastLooks = isRunning(Option.some(run)) ? LAST_LOOKS : 0
    for (;;) {
      // The status comes first: what is printed before the end is then read after it.
      const now = yield* store.read(run)
      if (isRunning(now)) lastLooks = LAST_LOOKS
      const waits = Option.exists(now, ({ status }) => isWaiting(status))
      // What is there of output is that of an earlier start.
      offset = waits ? 0 : yield* more(offset)
      if (!isRunning(now) && !waits && (isRecorded(now) || lastLooks-- <= 0)) return now
      yield* Effect.sleep(POLL)
    }
  })
