import { Effect, Either, Option } from "effect"
import { DiffConfigInvalid } from "../domain/DiffErrors.ts"
import { InvalidCommand } from "../domain/OpenErrors.ts"
import { splitShell } from "../domain/text/Shlex.ts"
import { getKey, isMap } from "../domain/Value.ts"
import { parseYaml } from "../domain/yaml/Yaml.ts"
import { Host } from "../services/Host.ts"
import { Terminal } from "../services/Terminal.ts"
import { UserFiles } from "../services/UserFiles.ts"
import { userConfigPath } from "./UserConfigPath.ts"

/** A program and its arguments, to which two paths are added. */
export type DiffCommand = readonly [string, ...Array<string>]

/** Programs that compare directories in a window, best first. */
const TOOLS: ReadonlyArray<DiffCommand> = [["meld"], ["xxdiff", "-r"], ["dirdiff"], ["kompare"]]

const words = (command: string): Either.Either<DiffCommand, string> =>
  Either.flatMap(
    Either.mapLeft(splitShell(command), ({ reason }) => reason),
    ([program, ...more]) => (program === undefined ? Either.left("it is empty") : Either.right([program, ...more]))
  )

const configured = Effect.gen(function* () {
  const path = yield* userConfigPath
  const text = yield* (yield* UserFiles).read(path)
  if (text === undefined) return undefined
  const config = parseYaml(text)
  if (Either.isLeft(config)) return yield* new DiffConfigInvalid({ path, reason: config.left.message })
  const diff = isMap(config.right) ? getKey(config.right, "diff") : undefined
  const command = diff !== undefined && isMap(diff) ? getKey(diff, "command") : undefined
  if (command === undefined || command === null) return undefined
  if (typeof command !== "string") return yield* new DiffConfigInvalid({ path, reason: "expected a text" })
  return yield* Either.mapLeft(words(command), (reason) => new DiffConfigInvalid({ path, reason }))
})

/** A program with a window, where the user sits before a terminal in one. */
const installed = Effect.gen(function* () {
  const { env, which } = yield* Host
  const { isTerminal } = yield* Terminal
  if (!isTerminal || (!env["DISPLAY"] && !env["WAYLAND_DISPLAY"])) return undefined
  for (const tool of TOOLS) if (Option.isSome(yield* which(tool[0]))) return tool
  return undefined
})

/**
 * The program that shows differences: `asked` for, or `diff.command` of the user's configuration (GUILD_CONFIG, or
 * `~/.guild/config.yml`), or one that is installed; `undefined` where guild shows them itself.
 */
export const diffCommand = (asked: string | undefined) =>
  Effect.gen(function* () {
    if (asked !== undefined)
      return yield* Either.mapLeft(words(asked), (reason) => new InvalidCommand({ command: asked, reason }))
    return (yield* configured) ?? (yield* installed)
  })
