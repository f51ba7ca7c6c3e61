import type { ChildProcess, StdioOptions } from "node:child_process"
import { spawn } from "node:child_process"
import { statSync } from "node:fs"
import { isAbsolute, join, relative } from "node:path"
import { Effect } from "effect"
import type { ProcessSpec } from "../../services/Processes.ts"
import { SpawnFailed } from "../../services/Processes.ts"

export interface Spawned {
  readonly child: ChildProcess
  readonly pid: number
}

export type Command = Pick<ProcessSpec, "argv" | "cwd" | "env">

const codeOf = (cause: unknown): unknown => (cause instanceof Error && "code" in cause ? cause.code : undefined)

const isDirectory = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** The file of a run's source that is meant by a program's name, as the run's directory names it. */
const inSource = ({ argv: [command], cwd, env }: Command): string | undefined => {
  const source = env["GUILD_SOURCECODE"]
  if (source === undefined || isAbsolute(command)) return undefined
  const path = join(source, command)
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? relative(cwd, path) : undefined
}

/** The system says ENOENT for a missing program and for a missing directory alike; the user hears which. */
export const spawnFailure = (spec: Command, cause: unknown): SpawnFailed => {
  const { argv, cwd } = spec
  const [command] = argv
  const code = codeOf(cause)
  if ((code === "ENOENT" || code === "ENOTDIR") && !isDirectory(cwd))
    return new SpawnFailed({ command, reason: "other", cause: new Error(`directory '${cwd}' does not exist`) })
  const reason = code === "ENOENT" ? "not-found" : code === "EACCES" || code === "EPERM" ? "not-permitted" : "other"
  return new SpawnFailed({ command, reason, instead: reason === "not-found" ? inSource(spec) : undefined, cause })
}

/**
 * Starts a program. `group` puts it in a session and group of its own. A program found by name is looked up on the PATH of its own
 * environment. `onSpawn` is called at once, before any of the child's events can pass unheard, and makes the result.
 */
export const spawnProgram = <A>(
  command: Command,
  options: { readonly stdio: StdioOptions; readonly group: boolean },
  onSpawn: (spawned: Spawned) => A
): Effect.Effect<A, SpawnFailed> =>
  Effect.async((resume) => {
    const [program, ...args] = command.argv
    const { cwd, env } = command
    try {
      const child = spawn(program, args, { cwd, env: { ...env }, stdio: options.stdio, detached: options.group })
      if (child.pid === undefined) {
        child.once("error", (cause) => resume(Effect.fail(spawnFailure(command, cause))))
        return
      }
      // Later errors are signals that could not be sent; those are looked after where they are sent.
      child.on("error", () => undefined)
      resume(Effect.succeed(onSpawn({ child, pid: child.pid })))
    } catch (cause) {
      // Arguments that no program can be given: too long together, or with a NUL in them.
      resume(Effect.fail(spawnFailure(command, cause)))
    }
  })
