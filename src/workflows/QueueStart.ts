import { Effect } from "effect"
import { insisting } from "../domain/Interrupted.ts"
import { QUEUE_CLAIM, queueClaim } from "../domain/queue/QueueClaim.ts"
import type { Run } from "../domain/runs/Run.ts"
import { Host } from "../services/Host.ts"
import { Interrupts } from "../services/Interrupts.ts"
import type { OutputSink, RunningProcess } from "../services/Processes.ts"
import { Processes } from "../services/Processes.ts"
import { RunStore } from "../services/RunStore.ts"

/** How much longer than a run of its own a queue waits for a guild that was asked to end its run, in milliseconds. */
const GRACE_MS = 40_000

/** How long that guild may take once it was asked twice and kills its run. */
const KILL_MS = 10_000

/** Passes on what the user asks, also the second time. The guild that runs the run ends it, or kills it, and records that. */
const stopWhenAsked = (child: RunningProcess) =>
  Effect.gen(function* () {
    const interrupts = yield* Interrupts
    const signal = yield* interrupts.asked
    yield* Effect.raceFirst(
      child.stop({ signal, graceMs: GRACE_MS }),
      Effect.zipRight(interrupts.insisted, child.stop({ signal: insisting(signal), graceMs: KILL_MS }))
    )
  })

/**
 * Starts a run that this process has taken, by a guild of its own that takes it over: whatever becomes of the queue, its run goes on
 * and its end is recorded. Gives whether that guild took it.
 */
export const startStaged = (run: Run, gpus: string | undefined, sink: OutputSink) =>
  Effect.gen(function* () {
    const host = yield* Host
    const store = yield* RunStore
    const [program, ...args] = host.self
    const options = ["--start", run.id, "--yes", ...(gpus === undefined ? [] : ["--gpus", gpus])]
    yield* Effect.scoped(
      Effect.gen(function* () {
        const child = yield* (yield* Processes).start(
          {
            argv: [program, ...args, "run", ...options],
            cwd: host.cwd,
            env: { ...host.env, GUILD_HOME: host.guildHome, [QUEUE_CLAIM]: queueClaim(host.pid, run.id) },
            stdin: "ignore"
          },
          sink
        )
        yield* Effect.forkScoped(Effect.interruptible(stopWhenAsked(child)))
        yield* child.exitStatus
      })
    ).pipe(Effect.onError(() => Effect.ignore(store.unmark(run, "LOCK"))))
    const untaken = (yield* store.holder(run)) === host.pid
    if (untaken) yield* store.unmark(run, "LOCK")
    return { started: !untaken }
  }).pipe(Effect.uninterruptible)
