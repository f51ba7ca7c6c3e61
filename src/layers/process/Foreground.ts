import { Deferred, Effect, FiberId } from "effect"
import type { ProcessSpec, SpawnFailed } from "../../services/Processes.ts"
import { exitStatusOf } from "./Signals.ts"
import { spawnProgram } from "./Spawn.ts"

const TERMINAL_SIGNALS = ["SIGINT", "SIGQUIT"] as const

/** While a program has the terminal, its Ctrl-C is the program's and nobody else's. Gives what puts things back. */
export const leaveSignalsToProgram = (): (() => void) => {
  const ignore = (): void => undefined
  const saved = TERMINAL_SIGNALS.map((signal) => [signal, process.listeners(signal)] as const)
  for (const [signal] of saved) process.removeAllListeners(signal).on(signal, ignore)
  return () => {
    for (const [signal, listeners] of saved) {
      process.off(signal, ignore)
      for (const listener of listeners) process.on(signal, listener)
    }
  }
}

/** Runs a program on this process's own terminal until it ends; gives its exit status. Not interrupted: the user ends it. */
export const runInForeground = (spec: Omit<ProcessSpec, "stdin">): Effect.Effect<number, SpawnFailed> =>
  Effect.acquireUseRelease(
    Effect.sync(leaveSignalsToProgram),
    () =>
      Effect.uninterruptible(
        Effect.flatten(
          spawnProgram(spec, { stdio: "inherit", group: false }, ({ child }) => {
            const exit = Deferred.unsafeMake<number>(FiberId.none)
            child.once("exit", (code, signal) => Deferred.unsafeDone(exit, Effect.succeed(exitStatusOf(code, signal))))
            return Deferred.await(exit)
          })
        )
      ),
    (restore) => Effect.sync(restore)
  )
