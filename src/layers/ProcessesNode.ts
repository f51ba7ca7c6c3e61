import { Effect, Layer } from "effect"
import type { OutputStream, ProcessSpec } from "../services/Processes.ts"
import { Processes } from "../services/Processes.ts"
import { runInForeground } from "./process/Foreground.ts"
import { realPipes, socketPipes } from "./process/OutputPipes.ts"
import type { ProcessInfo } from "./process/ProcessTable.ts"
import { envOf, processInfo } from "./process/ProcessTable.ts"
import { ProcessTree } from "./process/ProcessTree.ts"
import { spawnProgram } from "./process/Spawn.ts"
import type { StartOptions, Stdin } from "./process/StartProcess.ts"
import { startProcess } from "./process/StartProcess.ts"
import { stopTree } from "./process/Stop.ts"
import type { Warden } from "./process/Warden.ts"
import { makeWarden } from "./process/Warden.ts"

const DEFAULTS: StartOptions = { drainIdleMs: 250, drainMaxMs: 5_000, scopeGraceMs: 5_000, leftoverGraceMs: 1_000 }

/** From SIGTERM to SIGKILL for a helper that took too long. */
const CAPTURE_GRACE_MS = 1_000

const capture = (
  { input, stdin, timeoutMs, ...spec }: ProcessSpec & { readonly input?: string; readonly timeoutMs: number },
  options: StartOptions,
  warden: Warden
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const chunks: readonly [Array<Uint8Array>, Array<Uint8Array>] = [[], []]
      const keep = (chunk: Uint8Array, stream: OutputStream): void => {
        chunks[stream].push(chunk)
      }
      const from: Stdin = input === undefined ? stdin : { text: input }
      const child = yield* startProcess(spec, from, keep, () => socketPipes, options, warden)
      yield* Effect.forkScoped(
        Effect.delay(child.stop({ signal: "SIGTERM", graceMs: CAPTURE_GRACE_MS }), `${timeoutMs} millis`)
      )
      const exitStatus = yield* child.exitStatus
      const [stdout, stderr] = [chunks[0], chunks[1]].map((each) => Buffer.concat(each).toString("utf8"))
      return { exitStatus, stdout: stdout ?? "", stderr: stderr ?? "" }
    })
  )

/** Guild's children lead a session. One that only leads a group is a shell's job, whose group may hold other programs as well. */
const leadsOwnGroup = ({ group, pid, session }: ProcessInfo): boolean => (session === 0 ? group : session) === pid

/** The process of a run that is gone. */
const NO_PID = 0

/** Real processes, with times as a test may want them. */
export const layerWith = (changes: Partial<StartOptions>): Layer.Layer<Processes> => {
  const options = { ...DEFAULTS, ...changes }
  const pipes = realPipes()
  const warden = makeWarden()
  return Layer.succeed(
    Processes,
    Processes.of({
      start: ({ stdin, ...spec }, sink) => startProcess(spec, stdin, sink, pipes, options, warden),
      capture: (spec) => capture(spec, options, warden),
      detach: (spec) =>
        spawnProgram(spec, { stdio: "ignore", group: true }, ({ child, pid }) => {
          child.unref()
          return pid
        }),
      foreground: runInForeground,
      isAlive: (pid) => Effect.sync(() => pid > 0 && processInfo(pid) !== undefined),
      stopPid: (pid, how) =>
        Effect.suspend(() => {
          const info = processInfo(pid)
          if (info === undefined || pid <= 1 || pid === process.pid) return Effect.void
          return stopTree(new ProcessTree(pid, leadsOwnGroup(info), envOf(pid, "RUN_DIR")), how)
        }),
      stopOrphans: (runDir, how) =>
        Effect.suspend(() =>
          process.env["RUN_DIR"] === runDir ? Effect.void : stopTree(new ProcessTree(NO_PID, false, runDir), how)
        )
    })
  )
}

/** Real processes of this machine (Linux and macOS), through node's child_process. */
export const layer: Layer.Layer<Processes> = layerWith({})
