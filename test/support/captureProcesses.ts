import { spawnSync } from "node:child_process"
import { Effect, Layer } from "effect"
import { Processes, SpawnFailed } from "../../src/services/Processes.ts"

const untold = (method: string) => () => Effect.die(new Error(`this test starts no process with ${method}`))

/** Real short helpers and nothing else. `started` is given every command line. */
export const captureProcesses = (started: Array<ReadonlyArray<string>> = []): Layer.Layer<Processes> =>
  Layer.succeed(
    Processes,
    Processes.of({
      capture: ({ argv: [program, ...args], cwd, env, timeoutMs }) =>
        Effect.suspend(() => {
          started.push([program, ...args])
          const done = spawnSync(program, args, { cwd, env: { ...env }, encoding: "utf8", timeout: timeoutMs })
          return done.error === undefined
            ? Effect.succeed({ exitStatus: done.status ?? -1, stdout: done.stdout, stderr: done.stderr })
            : Effect.fail(new SpawnFailed({ command: program, reason: "not-found", cause: done.error }))
        }),
      start: ({ argv: [program, ...args], cwd, env }) =>
        Effect.sync(() => {
          started.push([program, ...args])
          const { pid, status } = spawnSync(program, args, { cwd, env: { ...env }, stdio: "ignore" })
          return {
            pid,
            begin: Effect.void,
            exitStatus: Effect.succeed(status ?? -1),
            stop: () => Effect.void,
            signal: () => Effect.void
          }
        }),
      detach: untold("detach"),
      foreground: untold("foreground"),
      isAlive: untold("isAlive"),
      stopPid: untold("stopPid"),
      stopOrphans: untold("stopOrphans")
    })
  )
