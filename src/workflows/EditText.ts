import { Effect, Either } from "effect"
import { splitShell } from "../domain/text/Shlex.ts"
import { InvalidCommand } from "../domain/OpenErrors.ts"
import { Host } from "../services/Host.ts"
import type { SpawnFailed } from "../services/Processes.ts"
import { Processes } from "../services/Processes.ts"
import type { UserFileError } from "../services/UserFiles.ts"
import { UserFiles } from "../services/UserFiles.ts"

/**
 * Lets the user write a text in their editor (`VISUAL`, `EDITOR`, or vi). Lines that begin with `#` are notes for the user.
 *
 * @returns what was written without those lines, trimmed; empty where the editor failed, so that nothing is then done with it
 */
export const editText = (
  name: string,
  start: string
): Effect.Effect<string, InvalidCommand | SpawnFailed | UserFileError, Host | Processes | UserFiles> =>
  Effect.scoped(
    Effect.gen(function* () {
      const { cwd, env } = yield* Host
      const files = yield* UserFiles
      const processes = yield* Processes
      const command = env["VISUAL"] ?? env["EDITOR"] ?? "vi"
      const split = splitShell(command)
      if (Either.isLeft(split)) return yield* new InvalidCommand({ command, reason: split.left.reason })
      const [program = "vi", ...more] = split.right
      const path = yield* files.temporary(name, start)
      const exitStatus = yield* processes.foreground({ argv: [program, ...more, path], cwd, env })
      if (exitStatus !== 0) return ""
      const text = (yield* files.read(path)) ?? ""
      return text
        .split("\n")
        .filter((line) => !line.startsWith("#"))
        .join("\n")
        .trim()
    })
  )
