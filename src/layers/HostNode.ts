import { accessSync, constants, existsSync, statSync, writeFileSync } from "node:fs"
import { arch, availableParallelism, homedir, hostname, machine, release, type, userInfo, version } from "node:os"
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { Effect, Layer, Option } from "effect"
import { defaultGuildHome } from "../domain/GuildHome.ts"
import { ChangeDirError } from "../domain/ChangeDirError.ts"
import { Host } from "../services/Host.ts"
import { makeDirs } from "./SafeDirs.ts"

/** What the command line says of the machine; `undefined` leaves it as it is. */
export interface HostOptions {
  /** `-C`: the directory that commands act in. */
  readonly chdir?: string | undefined
  /** `-H`: the Guild home. */
  readonly guildHome?: string | undefined
}

type Env = Readonly<Record<string, string>>

/** Keeps the Guild home out of source snapshots where it stands inside a project. */
const NOCOPY_FILE = ".guild-nocopy"

/** What stands at a path, as far as it can be seen. */
const kindOf = (path: string): "directory" | "other" | "missing" => {
  try {
    return statSync(path).isDirectory() ? "directory" : "other"
  } catch {
    return "missing"
  }
}

/** Where guild was started; `undefined` where that has been removed. */
const currentDir = (): string | undefined => {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}

const workingDir = (chdir: string | undefined, current: string | undefined): Effect.Effect<string, ChangeDirError> =>
  Effect.suspend(() => {
    const gone = new ChangeDirError({ dir: ".", reason: "gone" })
    if (chdir === undefined) return current === undefined ? gone : Effect.succeed(current)
    if (current === undefined && !isAbsolute(chdir)) return gone
    const dir = resolve(chdir)
    const kind = kindOf(dir)
    return kind === "directory"
      ? Effect.succeed(dir)
      : Effect.fail(new ChangeDirError({ dir: chdir, reason: kind === "missing" ? "missing" : "not-a-directory" }))
  })

/** The directories of a Guild home, which users and other versions of Guild expect there. */
const HOME_DIRS = ["runs", "trash", "cache/runs", "cache/resources"]

/** Creates the Guild home as needed. One that cannot be made or written is told by the first act that needs it. */
const ensureHome = (dir: string): void => {
  try {
    const nocopy = join(dir, NOCOPY_FILE)
    if (existsSync(nocopy)) return
    for (const name of HOME_DIRS) makeDirs(join(dir, name))
    writeFileSync(nocopy, "", { flag: "a" })
  } catch {
    return
  }
}

const guildHomeOf = (
  told: string | undefined,
  env: Env,
  homeDir: string,
  current: string
): Effect.Effect<string, ChangeDirError> =>
  Effect.suspend(() => {
    const dir = resolve(current, told ?? defaultGuildHome(env, homeDir))
    if (kindOf(dir) === "other") return Effect.fail(new ChangeDirError({ dir: told ?? dir, reason: "not-a-directory" }))
    ensureHome(dir)
    return Effect.succeed(dir)
  })

const currentEnv = (): Env =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  )

/** The account's name; a container may run as a number that no account has. */
const userNameOf = (env: Env): string => {
  const told = env["USER"] ?? env["LOGNAME"]
  if (told !== undefined && told !== "") return told
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? "")
  }
}

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** The program that a shell in `cwd` would run for a name. */
const findProgram = (program: string, env: Env, cwd: string): Option.Option<string> => {
  const candidates = program.includes("/")
    ? [resolve(cwd, program)]
    : (env["PATH"] ?? "").split(delimiter).map((dir) => resolve(cwd, dir, program))
  return Option.fromNullable(program === "" ? undefined : candidates.find(isProgram))
}

/** This file, or the bundle that it became part of. */
const here = (): string => (typeof __filename === "string" ? __filename : fileURLToPath(import.meta.url))

/** Where guild is installed: the directory that holds `dist`, `python` and `runtime`. */
const installDir = (): string => {
  const dir = dirname(here())
  const up = [dirname(dir), dirname(dirname(dir))]
  return up.find((each) => existsSync(join(each, "python", "guild"))) ?? dirname(dir)
}

/** What Python's `platform` module says of this machine, as far as node knows it. */
const platformInfo = (): typeof Host.Service.platform => ({
  architecture: [
    arch().includes("64") || arch() === "s390x" ? "64bit" : "32bit",
    ...(type() === "Linux" ? ["ELF"] : [])
  ].join(" "),
  cpus: availableParallelism(),
  processor: machine(),
  uname: [type(), hostname(), release(), version(), machine()].join(" ")
})

/** Remembers what a look gave. */
const once = <A>(look: () => A): (() => A) => {
  let seen: { readonly value: A } | undefined
  return () => (seen ??= { value: look() }).value
}

/**
 * This machine and this process. The Guild home is made where it is missing. Fails where `-C` or the Guild home names something that
 * is no directory. What few commands need is looked up when it is asked for.
 */
export const layer = (options: HostOptions): Layer.Layer<Host, ChangeDirError> =>
  Layer.effect(
    Host,
    Effect.gen(function* () {
      const env = currentEnv()
      const homeDir = homedir()
      const current = currentDir()
      const cwd = yield* workingDir(options.chdir, current)
      const guildHome = yield* guildHomeOf(options.guildHome, env, homeDir, current ?? cwd)
      const root = once(installDir)
      const platform = once(platformInfo)
      return Host.of({
        cwd,
        startDir: current ?? cwd,
        guildHome,
        homeDir,
        env,
        hostName: hostname(),
        userName: userNameOf(env),
        pid: process.pid,
        get self() {
          return [process.execPath, join(root(), "dist", "guild.cjs")] as const
        },
        nodeVersion: process.versions.node,
        argv: process.argv.slice(2),
        get pythonPackageDir() {
          return join(root(), "python")
        },
        get runtimeDir() {
          return join(root(), "runtime")
        },
        which: (program) => Effect.sync(() => findProgram(program, env, cwd)),
        get platform() {
          return platform()
        }
      })
    })
  )
