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
      start: untold("start"),
      detach: untold("detach"),
      foreground: ({ argv: [program, ...args], cwd, env }) =>
        Effect.sync(() => {
          started.push([program, ...args])
          return spawnSync(program, args, { cwd, env: { ...env }, stdio: "ignore" }).status ?? -1
        }),
      isAlive: untold("isAlive"),
      stopPid: untold("stopPid"),
      stopOrphans: untold("stopOrphans")
    })
  )
