import type { Scope } from "effect"
import { Deferred, Effect, FiberId, Layer } from "effect"
import type { Held, OutputSink, OutputStream, ProcessSpec, RunningProcess } from "../services/Processes.ts"
import { Processes, SpawnFailed } from "../services/Processes.ts"

type Signal = "SIGINT" | "SIGTERM" | "SIGKILL"

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

/** What is told of a program: its script, that it cannot be started, or nothing. */
export type Script = (spec: Omit<ProcessSpec, "stdin">, input: string) => ProcessScript | SpawnFailed | undefined

/** A program that is not there. */
export const notFound = (command: string): SpawnFailed =>
  new SpawnFailed({ command, reason: "not-found", cause: new Error("ENOENT") })

const FIRST_PID = 1_000

/**
 * Processes that do what a test tells them and nothing real. One that was not told of is a defect that names its command line. Time
 * is the test's Clock; output has the Clock's time.
 */
export const layer = (script: Script): Layer.Layer<Processes> =>
  Layer.sync(Processes, () => {
    let nextPid = FIRST_PID
    const living = new Map<number, (signal: Signal) => boolean>()

    const scriptOf = (spec: Omit<ProcessSpec, "stdin">, input: string): Effect.Effect<ProcessScript, SpawnFailed> =>
      Effect.suspend(() => {
        const told = script(spec, input)
        if (told === undefined) return Effect.die(new Error(`no script for the process ${JSON.stringify(spec.argv)}`))
        return told instanceof SpawnFailed ? Effect.fail(told) : Effect.succeed(told)
      })

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

    const launch = (told: ProcessScript, sink: OutputSink, begins: Effect.Effect<void> = Effect.void) =>
      Effect.gen(function* () {
        const pid = nextPid++
        const ended = yield* Deferred.make<number>()
        const finish = (how: Effect.Effect<number>): void => {
          living.delete(pid)
          Deferred.unsafeDone(ended, how)
        }
        const fiber = yield* Effect.forkDaemon(Effect.interruptible(Effect.zipRight(begins, play(told, sink))))
        living.set(pid, (signal) => {
          if (signal !== "SIGKILL" && told.ignores?.includes(signal) === true) return false
          finish(Effect.succeed(-SIGNAL_NUMBERS[signal]))
          fiber.unsafeInterruptAsFork(FiberId.none)
          return true
        })
        fiber.addObserver((exit) => {
          if (living.has(pid)) finish(exit)
        })
        return { pid, ended }
      })

    const end = (pid: number, ended: Effect.Effect<unknown>, signal: Signal, graceMs: number) =>
      Effect.suspend(() => {
        if (living.get(pid)?.(signal) === true) return ended
        return Effect.zipRight(
          Effect.raceFirst(Effect.interruptible(ended), Effect.sleep(graceMs)),
          Effect.suspend(() => {
            living.get(pid)?.("SIGKILL")
            return ended
          })
        )
      }).pipe(Effect.asVoid)

    const start = (
      { held, ...spec }: Omit<ProcessSpec, "stdin"> & { readonly held?: Held | undefined },
      sink: OutputSink,
      input = ""
    ): Effect.Effect<RunningProcess, SpawnFailed, Scope.Scope> =>
      Effect.gen(function* () {
        const told = yield* scriptOf(spec, input)
        const go = yield* Deferred.make<void>()
        const begin = Effect.asVoid(Deferred.succeed(go, undefined))
        if (held === undefined) yield* begin
        const { ended, pid } = yield* Effect.acquireRelease(launch(told, sink, Deferred.await(go)), (it) =>
          end(it.pid, Effect.exit(Deferred.await(it.ended)), "SIGTERM", 0)
        )
        return {
          pid,
          begin,
          exitStatus: Deferred.await(ended),
          stop: ({ graceMs, signal }) => end(pid, Effect.exit(Deferred.await(ended)), signal, graceMs),
          signal: (signal) => Effect.sync(() => living.get(pid)?.(signal))
        }
      })

    const runToEnd = (spec: Omit<ProcessSpec, "stdin">, sink: OutputSink, input: string, timeoutMs?: number) =>
      Effect.scoped(
        Effect.gen(function* () {
          const child = yield* start(spec, sink, input)
          if (timeoutMs !== undefined)
            yield* Effect.forkScoped(Effect.delay(child.stop({ signal: "SIGTERM", graceMs: 0 }), timeoutMs))
          return yield* child.exitStatus
        })
      )

    return Processes.of({
      start: (spec, sink) => start(spec, sink),
      capture: ({ input = "", timeoutMs, ...spec }) =>
        Effect.suspend(() => {
          const texts: [string, string] = ["", ""]
          const keep: OutputSink = (chunk, stream) => {
            texts[stream] += new TextDecoder().decode(chunk)
          }
          return Effect.map(runToEnd(spec, keep, input, timeoutMs), (exitStatus) => ({
            exitStatus,
            stdout: texts[0],
            stderr: texts[1]
          }))
        }),
      detach: (spec) =>
        Effect.flatMap(scriptOf(spec, ""), (told) =>
          Effect.map(
            launch(told, () => undefined),
            ({ pid }) => pid
          )
        ),
      foreground: (spec) => runToEnd(spec, () => undefined, ""),
      isAlive: (pid) => Effect.sync(() => living.has(pid)),
      stopPid: (pid, { graceMs, signal }) =>
        Effect.suspend(() =>
          living.get(pid)?.(signal) === false
            ? Effect.zipRight(
                Effect.sleep(graceMs),
                Effect.sync(() => living.get(pid)?.("SIGKILL"))
              )
            : Effect.void
        ),
      // A scripted program is one process: nothing outlives it.
      stopOrphans: () => Effect.void
    })
  })
