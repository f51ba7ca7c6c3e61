import { spawnSync } from "node:child_process"
import { Effect } from "effect"
import { leaveSignalsToProgram } from "../process/Foreground.ts"

const DEFAULT_PAGER = "less -R"

/**
 * Shows a text with the user's pager (`PAGER`, a program and its arguments, else `less -R`) until the user leaves it. `false` where
 * there is no such program, and nothing was shown.
 */
export const showInPager = (text: string, env: NodeJS.ProcessEnv): Effect.Effect<boolean> =>
  Effect.acquireUseRelease(
    Effect.sync(leaveSignalsToProgram),
    () =>
      Effect.sync(() => {
        const [program = "", ...args] = (env["PAGER"]?.trim() || DEFAULT_PAGER).split(/\s+/)
        const { error } = spawnSync(program, args, {
          input: text,
          stdio: ["pipe", "inherit", "inherit"],
          env: { ...env, LESS: env["LESS"] ?? "-R" }
        })
        // A pager that was left before it had read everything has done its work.
        return error === undefined || !("code" in error) || error.code === "EPIPE"
      }),
    (restore) => Effect.sync(restore)
  )
