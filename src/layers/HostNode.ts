import { accessSync, constants, statSync } from "node:fs"
import { arch, cpus, homedir, hostname, machine, release, type, userInfo, version } from "node:os"
import { delimiter, dirname, join, resolve } from "node:path"
import { Effect, Layer, Option } from "effect"
import { defaultGuildHome } from "../domain/GuildHome.ts"
import { ChangeDirError } from "../domain/UserError.ts"
import { Host } from "../services/Host.ts"

/** What was given before the command: `-C` and `-H`. */
export interface HostOptions {
  readonly chdir: string | undefined
  readonly guildHome: string | undefined
}

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

const which = (program: string): Option.Option<string> => {
  if (program.includes("/")) return isProgram(program) ? Option.some(resolve(program)) : Option.none()
  const found = (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((dir) => join(dir === "" ? "." : dir, program))
    .find(isProgram)
  return Option.map(Option.fromNullable(found), (path) => resolve(path))
}

const definedEnv = (): Record<string, string> => {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value
  return env
}

const changedDir = (start: string, chdir: string | undefined): Effect.Effect<string, ChangeDirError> => {
  if (chdir === undefined) return Effect.succeed(start)
  const dir = resolve(start, chdir)
  const stat = statSync(dir, { throwIfNoEntry: false })
  if (stat?.isDirectory() === true) return Effect.succeed(dir)
  return new ChangeDirError({ dir: chdir, reason: stat === undefined ? "missing" : "not-a-directory" })
}

/** The user's name; a user without an entry in the system's list has only a number. */
const userName = (): string => {
  try {
    return userInfo().username
  } catch {
    return process.env["USER"] ?? String(process.getuid?.() ?? "")
  }
}

/** This machine, as the process was started; `options` are those that stand before the command. */
export const layer = (options: HostOptions): Layer.Layer<Host, ChangeDirError> =>
  Layer.effect(
    Host,
    Effect.gen(function* () {
      const env = definedEnv()
      const startDir = process.cwd()
      const cwd = yield* changedDir(startDir, options.chdir)
      const program = process.argv[1] ?? ""
      const root = dirname(dirname(program))
      const home = options.guildHome ?? defaultGuildHome(env, homedir())
      return {
        cwd,
        startDir,
        guildHome: resolve(startDir, home),
        homeDir: homedir(),
        env,
        hostName: hostname(),
        userName: userName(),
        pid: process.pid,
        self: [process.execPath, program],
        argv: process.argv.slice(2),
        pythonPackageDir: join(root, "python"),
        runtimeDir: join(root, "runtime"),
        which: (name) => Effect.sync(() => which(name)),
        get platform() {
          return {
            architecture: arch(),
            cpus: cpus().length,
            processor: machine(),
            uname: [type(), hostname(), release(), version(), machine()].join(" ")
          }
        }
      }
    })
  )
