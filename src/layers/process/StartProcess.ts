import type { StdioOptions } from "node:child_process"
import type { Scope } from "effect"
import { Deferred, Effect, FiberId } from "effect"
import type { OutputSink, ProcessSpec, RunningProcess, SpawnFailed, StartSpec } from "../../services/Processes.ts"
import { findProgram, heldCommand, letGo } from "./HeldProgram.ts"
import type { OutputPipes } from "./OutputPipes.ts"
import { ProcessTree } from "./ProcessTree.ts"
import type { DrainOptions } from "./ReadOutput.ts"
import { readOutput } from "./ReadOutput.ts"
import type { Spawned } from "./Spawn.ts"
import { spawnProgram } from "./Spawn.ts"
import type { StopOptions } from "./Stop.ts"
import { stopGroup, stopTree } from "./Stop.ts"
import type { Warden } from "./Warden.ts"

export interface StartOptions extends DrainOptions {
  /** How long a process that lives when its scope closes may take to end by SIGTERM, in milliseconds. */
  readonly scopeGraceMs: number
  /** The same for what a process that has ended by itself left behind in its group. */
  readonly leftoverGraceMs: number
}

/** What standard input is, or the text that it gives. */
export type Stdin = ProcessSpec["stdin"] | { readonly text: string }

/** How long the last output is waited for when the scope closes and everything that could write is gone. */
const LAST_OUTPUT_MS = 2_000

const hasExited = ({ child }: Spawned): boolean => child.exitCode !== null || child.signalCode !== null

/**
 * Starts a process in a group of its own with its output going to a sink, for as long as the scope is open. When the scope closes, a
 * process that still runs is ended with all its descendants, as are those of one that was asked to end; of one that has ended by
 * itself whatever is left in its group. The sink hears nothing after that.
 */
export const startProcess = (
  { held, isTied = false, ...spec }: Omit<StartSpec, "stdin">,
  stdin: Stdin,
  sink: OutputSink,
  makePipes: () => OutputPipes,
  options: StartOptions,
  warden: Warden
): Effect.Effect<RunningProcess, SpawnFailed, Scope.Scope> => {
  const acquire = Effect.suspend(() => {
    const pipes = makePipes()
    const stdio: StdioOptions = [typeof stdin === "string" ? stdin : "pipe", ...pipes.stdio]
    // A program that is tied waits until there is somebody to end it: it could outlive a guild that is killed as it begins.
    const gate = held ?? (isTied ? { removes: [] } : undefined)
    const spawn =
      gate === undefined
        ? { command: Effect.succeed(spec), stdio }
        : { command: Effect.as(findProgram(spec), heldCommand(spec, gate)), stdio: [...stdio, "pipe" as const] }
    const onSpawn = (spawned: Spawned) => {
      if (isTied) warden.watch(spawned.pid)
      const ended = Deferred.unsafeMake<number>(FiberId.none)
      const reader = readOutput(spawned, pipes.readers(spawned), sink, options, {
        end: (exitStatus) => Deferred.unsafeDone(ended, Effect.succeed(exitStatus)),
        defect: (cause) => Deferred.unsafeDone(ended, Effect.die(cause))
      })
      if (typeof stdin !== "string") {
        // A program that ends without reading all of its input is no error of guild's.
        spawned.child.stdin?.on("error", () => undefined)
        spawned.child.stdin?.end(stdin.text)
      }
      const asked: { how: StopOptions | undefined } = { how: undefined }
      return { asked, spawned, ended, reader, tree: new ProcessTree(spawned.pid, true, spec.env["RUN_DIR"]) }
    }
    return Effect.flatMap(spawn.command, (command) =>
      spawnProgram(command, { stdio: spawn.stdio, group: true }, onSpawn)
    ).pipe(
      Effect.tapError(() => Effect.sync(pipes.discard)),
      Effect.tap(({ spawned }) => (gate === undefined || held !== undefined ? Effect.void : letGo(spawned)))
    )
  })

  const started = Effect.acquireRelease(acquire, ({ asked, ended, reader, spawned, tree }) =>
    Effect.suspend(() =>
      !hasExited(spawned)
        ? stopTree(tree, { signal: "SIGTERM", graceMs: options.scopeGraceMs })
        : asked.how !== undefined
          ? stopTree(tree, asked.how)
          : stopGroup(tree, { signal: "SIGTERM", graceMs: options.leftoverGraceMs })
    ).pipe(
      Effect.zipRight(Effect.timeoutOption(Effect.interruptible(Effect.exit(Deferred.await(ended))), LAST_OUTPUT_MS)),
      Effect.ensuring(
        Effect.sync(() => {
          reader.close()
          if (isTied) warden.forget(spawned.pid)
        })
      )
    )
  )

  return Effect.map(started, ({ asked, ended, spawned, tree }) => ({
    pid: spawned.pid,
    begin: held === undefined ? Effect.void : letGo(spawned),
    exitStatus: Deferred.await(ended),
    stop: (how) =>
      Effect.suspend(() => {
        if (hasExited(spawned) && !tree.groupAnswers()) return Effect.void
        asked.how = how
        tree.beginOrder()
        return stopTree(tree, how)
      }),
    signal: (signal) =>
      Effect.sync(() => {
        if (!hasExited(spawned)) tree.signal(signal)
      })
  }))
}
