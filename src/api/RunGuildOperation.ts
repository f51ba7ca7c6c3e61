import { Effect, Random } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import { RunId } from "../domain/runs/RunId.ts"
import type { ValueMap } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { Processes } from "../services/Processes.ts"
import { RunStore } from "../services/RunStore.ts"
import { Terminal } from "../services/Terminal.ts"
import { NodeRunFailed } from "./Errors.ts"
import { guildArgv } from "./GuildArgv.ts"

interface GuildRequest {
  readonly operation: string
  readonly spec: string
  readonly projectDir: string
  readonly flags: ValueMap
  readonly label: string | undefined
  readonly tags: ReadonlyArray<string>
  readonly quiet: boolean
  readonly onRun: (run: RunRef) => Effect.Effect<void>
}

/** How long a guild may take to end its run before it is not asked any more. */
const GRACE_MS = 30_000

const newId = Effect.map(Effect.all(Array.from({ length: 32 }, () => Random.nextIntBetween(0, 16))), (digits) =>
  RunId.make(digits.map((digit) => digit.toString(16)).join(""))
)

/**
 * Runs an operation as `guild run` does, in a guild of its own, so that all that a Guild file may say of it holds. Gives its run, and
 * the exit status that guild ended with.
 */
export const runGuildOperation = (request: GuildRequest) =>
  Effect.scoped(
    Effect.gen(function* () {
      const { flags, label, operation, projectDir, quiet, spec, tags } = request
      const host = yield* Host
      const terminal = yield* Terminal
      const id = yield* newId
      const run: RunRef = { id, dir: `${(yield* RunStore).runsDir}/${id}` }
      yield* request.onRun(run)
      const child = yield* (yield* Processes)
        .start(
          {
            argv: [...host.self, ...guildArgv({ spec, id, label, tags, flags })],
            cwd: projectDir,
            env: { ...host.env, GUILD_HOME: host.guildHome },
            stdin: "ignore"
          },
          (chunk, stream) => {
            if (!quiet) terminal.write(chunk, stream)
          }
        )
        .pipe(Effect.mapError((error) => new NodeRunFailed({ operation, run: undefined, reason: error.message })))
      const exitStatus = yield* child.exitStatus.pipe(
        Effect.onInterrupt(() => child.stop({ signal: "SIGTERM", graceMs: GRACE_MS }))
      )
      return { run, exitStatus }
    })
  )
