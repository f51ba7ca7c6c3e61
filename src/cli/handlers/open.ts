import { Effect, Either } from "effect"
import { splitShell } from "../../domain/text/Shlex.ts"
import { InvalidCommand, OpenFailed } from "../../domain/OpenErrors.ts"
import { Host } from "../../services/Host.ts"
import { Processes } from "../../services/Processes.ts"
import { RunFiles } from "../../services/RunFiles.ts"
import { Terminal } from "../../services/Terminal.ts"
import { findRun } from "../../workflows/FindRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { runPath } from "./run-path.ts"
import { exclusive } from "./shared.ts"
import { systemOpener } from "./system-opener.ts"

interface Options {
  readonly filters: RunFilters
  readonly path: string | undefined
  readonly sourcecode: boolean
  readonly output: boolean
  readonly cmd: string | undefined
  readonly shell: boolean
  readonly shellCmd: string | undefined
}

type Argv = readonly [string, ...Array<string>]

const words = (command: string): Effect.Effect<Argv, InvalidCommand> => {
  const split = splitShell(command)
  if (Either.isLeft(split)) return new InvalidCommand({ command, reason: split.left.reason })
  const [program, ...more] = split.right
  return program === undefined
    ? new InvalidCommand({ command, reason: "it is empty" })
    : Effect.succeed([program, ...more])
}

/** `guild open`. */
export const handle = ({ args, options, path }: Input<Options, { readonly run: string | undefined }>) =>
  Effect.gen(function* () {
    const inShell = options.shell || options.shellCmd !== undefined
    yield* exclusive(["--cmd", options.cmd !== undefined], ["--shell", inShell])
    yield* exclusive(["--path", options.path !== undefined], ["--output", options.output])
    yield* exclusive(["--sourcecode", options.sourcecode], ["--output", options.output])
    const { cwd, env } = yield* Host
    const processes = yield* Processes
    const run = yield* findRun({ scope: "live", filters: options.filters, word: args.run, command: path })
    const target = yield* runPath(run, options)
    if (inShell) return yield* shell(options.shellCmd ?? env["SHELL"] ?? "sh", target)
    const [program, ...more] = yield* options.cmd === undefined
      ? Effect.map(systemOpener, (name = "xdg-open"): Argv => [name])
      : words(options.cmd)
    const exitStatus = yield* processes.foreground({ argv: [program, ...more, target], cwd, env })
    if (exitStatus !== 0) return yield* new OpenFailed({ command: [program, ...more, target].join(" "), exitStatus })
  })

/** A shell in a directory; for a file, in the one that it is in. */
const shell = (command: string, target: string) =>
  Effect.gen(function* () {
    const { env } = yield* Host
    const processes = yield* Processes
    const terminal = yield* Terminal
    const files = yield* RunFiles
    const argv = yield* words(command)
    const dir = (yield* files.kindOf(target)) === "file" ? target.slice(0, target.lastIndexOf("/")) : target
    yield* terminal.out(`Running a new shell in ${dir}\nTo exit the shell, type 'exit' and press Enter.`)
    yield* processes.foreground({ argv, cwd: dir, env })
  })
