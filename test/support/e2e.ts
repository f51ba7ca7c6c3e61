import type { ChildProcess } from "node:child_process"
import { spawn } from "node:child_process"
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { surroundings } from "./surroundings.ts"
import { until } from "./until.ts"
import { removeWorld, workersWith } from "./workers.ts"

const root = resolve(import.meta.dirname, "../..")

/** The built program; another build may be named while this one is being worked on. */
export const program = process.env["GUILD_TEST_PROGRAM"] ?? join(root, "dist/guild.cjs")

/** What a command came to. `code` is what a shell sees; `signal` is there where a signal ended guild itself. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** A guild that runs. */
export interface Started {
  readonly pid: number
  readonly child: ChildProcess
  /** What it printed so far on both streams. */
  readonly printed: () => string
  readonly kill: (signal: NodeJS.Signals) => void
  readonly hasEnded: () => boolean
  readonly ended: Promise<Ended>
}

export interface StartOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** What standard input gives; nothing where this is left out. */
  readonly input?: string
  /** The user that guild runs as, where the tests run as root, who may do everything. */
  readonly uid?: number
}

/** A throw-away Guild home with a copy of a project of `fixtures/`. */
export interface Sandbox {
  readonly dir: string
  readonly home: string
  readonly project: string
  readonly runsDir: string
  readonly start: (argv: ReadonlyArray<string>, options?: StartOptions) => Started
  readonly guild: (argv: ReadonlyArray<string>, options?: StartOptions) => Promise<Ended>
  /** Runs a shell script in which `guild` is the command. */
  readonly bash: (script: string, options?: StartOptions) => Promise<Ended>
  /** Runs a JavaScript program in the same surroundings. */
  readonly startNode: (code: string) => Started
  /** Ids of the run directories, in no order; finished or not. */
  readonly runIds: () => ReadonlyArray<string>
  readonly runFile: (id: string, path: string) => string
  readonly attr: (id: string, name: string) => string | undefined
  /** Pids of all living processes that work on the run: those that have its directory in their environment. */
  readonly workers: (id: string) => ReadonlyArray<number>
  /** Waits until nothing works on these runs: a process that was killed is still there for a moment. */
  readonly atRest: (...ids: ReadonlyArray<string>) => Promise<void>
  /** Ends what is left of processes that know of the Guild home, and takes everything away. */
  readonly remove: () => void
}

const start = (
  [file, ...argv]: readonly [string, ...Array<string>],
  cwd: string,
  env: NodeJS.ProcessEnv,
  { input, uid }: StartOptions
): Started => {
  const child = spawn(file, argv, {
    cwd,
    env,
    ...(uid === undefined ? {} : { uid }),
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"]
  })
  const text = { out: "", err: "" }
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (text.out += chunk))
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (text.err += chunk))
  child.stdin?.on("error", () => undefined)
  child.stdin?.end(input)
  let isOver = false
  const ended = new Promise<Ended>((done) =>
    child.once("close", (code, signal) => {
      isOver = true
      done({ code, signal, ...text })
    })
  )
  return {
    pid: child.pid ?? 0,
    child,
    printed: () => text.out + text.err,
    kill: (signal) => void child.kill(signal),
    hasEnded: () => isOver,
    ended
  }
}

/** @param fixture the directory of `fixtures/` that the project is copied from */
export const sandbox = (fixture = "e2e"): Sandbox => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "guild-e2e-")))
  const home = join(dir, "home")
  const project = join(dir, "project")
  const runsDir = join(home, "runs")
  cpSync(join(root, "fixtures", fixture), project, { recursive: true })
  const begin = (words: readonly [string, ...Array<string>], options: StartOptions = {}): Started =>
    start(
      words,
      options.cwd ?? project,
      {
        ...surroundings(),
        GUILD_HOME: home,
        HOME: dir,
        COLUMNS: "120",
        NO_COLOR: "1",
        NO_PIP_FREEZE: "1",
        ...options.env
      },
      options
    )
  const workers = (id: string) => workersWith(`RUN_ID=${id}`)
  return {
    dir,
    home,
    project,
    runsDir,
    start: (argv, options) => begin([process.execPath, program, ...argv], options),
    guild: (argv, options) => begin([process.execPath, program, ...argv], options).ended,
    startNode: (code) => begin([process.execPath, "-e", code]),
    bash: (script, options) =>
      begin(["bash", "-c", `guild() { '${process.execPath}' '${program}' "$@"; }\n${script}`], options).ended,
    runIds: () => (existsSync(runsDir) ? readdirSync(runsDir).filter((name) => !name.startsWith(".")) : []),
    runFile: (id, path) => join(runsDir, id, path),
    attr: (id, name) => {
      const path = join(runsDir, id, ".guild/attrs", name)
      return existsSync(path) ? readFileSync(path, "utf8").trimEnd() : undefined
    },
    workers,
    atRest: (...ids) => until("nothing to be at work", () => ids.flatMap(workers).length === 0).then(() => undefined),
    remove: () => removeWorld(dir, `GUILD_HOME=${home}`)
  }
}

/** What every message for the user keeps to: no stack trace, no defect, nothing that a terminal acts on. */
export const looksLikeMessage = (text: string): boolean =>
  !/internal error|^\s+at .*[:(]\d+/m.test(text) && !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)

/** The lines of a text that are no advice: those that say what is wrong. */
export const complaints = (text: string): ReadonlyArray<string> =>
  text.split("\n").filter((line) => /^(guild: |ERROR: |WARNING: |Error: )/.test(line))
