import { Deferred, Effect, FiberId } from "effect"
import type { OutputSink, OutputStream } from "../../services/Processes.ts"

export type Signal = "SIGINT" | "SIGTERM" | "SIGKILL"

const SIGNAL_NUMBERS: Readonly<Record<Signal, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }

/** One thing that a scripted process does: prints, or waits until an effect is done. */
export type Act =
  { readonly print: string | Uint8Array; readonly stream: OutputStream } | { readonly until: Effect.Effect<unknown> }

/** What a scripted process does from its start to its end. */
export interface ProcessScript {
  readonly acts: ReadonlyArray<Act>
  /** `forever`: it lives until a signal ends it. */
  readonly exitStatus: number | "forever"
  /** Signals that it does not hear. SIGKILL it hears always. */
  readonly ignores?: ReadonlyArray<Signal>
}

const FIRST_PID = 1_000

/** Does what a script says, and gives its exit status where it comes to its end. */
const play = ({ acts, exitStatus }: ProcessScript, sink: OutputSink) =>
  Effect.gen(function* () {
    const clock = yield* Effect.clock
    for (const act of acts) {
      if ("until" in act) yield* act.until
      else {
        const bytes = typeof act.print === "string" ? new TextEncoder().encode(act.print) : act.print
        sink(bytes, act.stream, clock.unsafeCurrentTimeMillis())
      }
    }
    return exitStatus === "forever" ? yield* Effect.never : exitStatus
  })

/** A scripted process that was started; its exit status is known when it has ended. */
export interface ScriptedLife {
  readonly pid: number
  readonly ended: Deferred.Deferred<number>
}

/** Scripted processes of one layer, by pids of their own. */
export const scriptedLives = () => {
  let nextPid = FIRST_PID
  /** What each living process does with a signal: whether it ends by it. */
  const living = new Map<number, (signal: Signal) => boolean>()

  /** @param begins what the process waits for before it does anything */
  const launch = (script: ProcessScript, sink: OutputSink, begins: Effect.Effect<void> = Effect.void) =>
    Effect.gen(function* () {
      const pid = nextPid++
      const ended = yield* Deferred.make<number>()
      const finish = (how: Effect.Effect<number>): void => {
        living.delete(pid)
        Deferred.unsafeDone(ended, how)
      }
      const fiber = yield* Effect.forkDaemon(Effect.interruptible(Effect.zipRight(begins, play(script, sink))))
      living.set(pid, (signal) => {
        if (signal !== "SIGKILL" && script.ignores?.includes(signal) === true) return false
        finish(Effect.succeed(-SIGNAL_NUMBERS[signal]))
        fiber.unsafeInterruptAsFork(FiberId.none)
        return true
      })
      fiber.addObserver((exit) => {
        if (living.has(pid)) finish(exit)
      })
      const life: ScriptedLife = { pid, ended }
      return life
    })

  /** Whether a process ends by a signal; `undefined` where it has ended before. */
  const signal = (pid: number, how: Signal): boolean | undefined => living.get(pid)?.(how)

  /** Ends a process by a signal, and by SIGKILL where it does not hear that in the time that it has. */
  const stop = ({ ended, pid }: ScriptedLife, how: Signal, graceMs: number): Effect.Effect<void> =>
    Effect.suspend(() => {
      const gone = Effect.exit(Deferred.await(ended))
      if (signal(pid, how) === true) return gone
      return Effect.zipRight(
        Effect.raceFirst(Effect.interruptible(gone), Effect.sleep(graceMs)),
        Effect.suspend(() => {
          signal(pid, "SIGKILL")
          return gone
        })
      )
    }).pipe(Effect.asVoid)

  return { launch, signal, stop, isAlive: (pid: number): boolean => living.has(pid) }
}
