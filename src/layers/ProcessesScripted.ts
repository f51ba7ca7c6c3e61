import type { Scope } from "effect"
import { Deferred, Effect, Layer } from "effect"
import type { Held, OutputSink, ProcessSpec, RunningProcess } from "../services/Processes.ts"
import { Processes, SpawnFailed } from "../services/Processes.ts"
import type { ProcessScript } from "./process/ScriptedLife.ts"
import { scriptedLives } from "./process/ScriptedLife.ts"

/** What is told of a program: its script, that it cannot be started, or nothing. */
export type Script = (spec: Omit<ProcessSpec, "stdin">, input: string) => ProcessScript | SpawnFailed | undefined

/** A program that is not there. */
export const notFound = (command: string): SpawnFailed =>
  new SpawnFailed({ command, reason: "not-found", cause: new Error("ENOENT") })

/**
 * Processes that do what a test tells them and nothing real. One that was not told of is a defect that names its command line. Time
 * is the test's Clock; output has the Clock's time.
 */
export const layer = (script: Script): Layer.Layer<Processes> =>
  Layer.sync(Processes, () => {
    const lives = scriptedLives()

    const scriptOf = (spec: Omit<ProcessSpec, "stdin">, input: string): Effect.Effect<ProcessScript, SpawnFailed> =>
      Effect.suspend(() => {
        const told = script(spec, input)
        if (told === undefined) return Effect.die(new Error(`no script for the process ${JSON.stringify(spec.argv)}`))
        return told instanceof SpawnFailed ? Effect.fail(told) : Effect.succeed(told)
      })

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
        const life = yield* Effect.acquireRelease(lives.launch(told, sink, Deferred.await(go)), (it) =>
          lives.stop(it, "SIGTERM", 0)
        )
        return {
          pid: life.pid,
          begin,
          exitStatus: Deferred.await(life.ended),
          stop: ({ graceMs, signal }) => lives.stop(life, signal, graceMs),
          signal: (signal) => Effect.sync(() => lives.signal(life.pid, signal))
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
            lives.launch(told, () => undefined),
            ({ pid }) => pid
          )
        ),
      foreground: (spec) => runToEnd(spec, () => undefined, ""),
      isAlive: (pid) => Effect.sync(() => lives.isAlive(pid)),
      stopPid: (pid, { graceMs, signal }) =>
        Effect.suspend(() =>
          lives.signal(pid, signal) === false
            ? Effect.zipRight(
                Effect.sleep(graceMs),
                Effect.sync(() => lives.signal(pid, "SIGKILL"))
              )
            : Effect.void
        ),
      // A scripted program is one process: nothing outlives it.
      stopOrphans: () => Effect.void
    })
  })
