import { Effect, Option } from "effect"
import type { Run, RunRef } from "../domain/runs/Run.ts"
import { Processes } from "../services/Processes.ts"
import { RunStore } from "../services/RunStore.ts"
import { linkedTrials } from "./batch/LinkedTrials.ts"
import { lastRun, readLog } from "./steps/StepStandings.ts"
import { runningPid } from "./StopRuns.ts"

/** From the polite signal to the other. */
const LEFT_OVER = { signal: "SIGTERM", graceMs: 10_000 } as const

/** How deep steps of steps are looked into; nobody nests them deeper, and records that lead in a circle end here. */
const DEPTH = 8

const present = (ref: RunRef) =>
  Effect.gen(function* () {
    const read = (yield* RunStore).read(ref)
    return Option.getOrUndefined(yield* Effect.orElseSucceed(read, () => Option.none<Run>()))
  })

/** The steps or trials of a run that an earlier guild did not see to their end. */
const unseenBelow = (run: Run) =>
  Effect.gen(function* () {
    const { runsDir } = yield* RunStore
    if (run.isBatch) return yield* Effect.orElseSucceed(linkedTrials(run), (): ReadonlyArray<Run> => [])
    const running = [...(yield* readLog(run)).values()].filter(({ state }) => state === "running")
    const runs = yield* Effect.forEach(running, (entry) => {
      const ref = lastRun(entry, runsDir)
      return ref === undefined ? Effect.succeed(undefined) : present(ref)
    })
    return runs.filter((each) => each !== undefined)
  })

/** A run that an earlier guild left, and all below it that it left, each behind what it is a part of. */
const left = (run: Run, depth: number): Effect.Effect<ReadonlyArray<Run>, never, RunStore> =>
  Effect.gen(function* () {
    if (depth === 0) return []
    const below = yield* unseenBelow(run)
    const unseen = below.filter(({ exitStatus }) => exitStatus === undefined)
    return [run, ...(yield* Effect.forEach(unseen, (each) => left(each, depth - 1))).flat()]
  })

const endProcess = (run: Run) =>
  Effect.gen(function* () {
    const processes = yield* Processes
    const pid = runningPid(run)
    if (pid !== undefined) return yield* processes.stopPid(pid, LEFT_OVER)
    const isOver = run.exitStatus !== undefined || (run.status._tag !== "Failed" && run.status._tag !== "Pending")
    if (!isOver) yield* processes.stopOrphans(run.dir, LEFT_OVER)
  })

/**
 * Ends what an earlier guild left running of a run that it did not see to its end, and of its steps or trials: a run's process where
 * it lives, else what is left of it, which would go on writing where the next start writes. A run that came to its end is left
 * alone, daemons of it included.
 */
export const endLeftOver = (run: Run): Effect.Effect<void, never, Processes | RunStore> =>
  Effect.flatMap(left(run, DEPTH), (runs) => Effect.forEach(runs, endProcess, { concurrency: 8, discard: true }))

/** Takes from a run, which an earlier guild left and nobody works on, the marks of one that waits or runs. */
export const unmarkLeftOver = (run: Run): Effect.Effect<void, never, RunStore> =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const now = yield* present(run)
    if (now === undefined || now.status._tag === "Running" || now.status._tag === "Staged") return
    yield* Effect.ignore(Effect.zipRight(store.unmark(now, "PENDING"), store.unmark(now, "LOCK")))
  })

/** Ends what is left of a run that nobody comes back to, and of what it did not see to its end; none of them waits or runs then. */
export const giveUp = (run: Run): Effect.Effect<void, never, Processes | RunStore> =>
  Effect.gen(function* () {
    const runs = yield* left(run, DEPTH)
    yield* Effect.forEach(runs, endProcess, { concurrency: 8, discard: true })
    yield* Effect.forEach(runs, unmarkLeftOver, { discard: true })
  })
