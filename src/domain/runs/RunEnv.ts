import { DESK_ENV } from "../batch/TrialCall.ts"
import { QUEUE_CLAIM } from "../queue/QueueClaim.ts"
import { absolutePath } from "../text/Paths.ts"
import { BACKGROUND_PIDFILE } from "./BackgroundMark.ts"
import type { RunRef } from "./Run.ts"
import type { RunPlan } from "./RunPlan.ts"

/** The environment of a process by name. */
export type Env = Readonly<Record<string, string>>

/** What a run's environment is made from besides its plan. */
export interface EnvContext {
  readonly env: Env
  readonly cwd: string
  readonly guildHome: string
  /** The directory of the Python package `guild`. */
  readonly pythonPackageDir: string
}

/** The log level that Guild AI gives its runs: INFO of Python's logging. */
const LOG_LEVEL = "20"

/** Where Python looks for modules: guild's package, the run's source or what stands in for it, then what the operation or else guild's own environment says. */
const pythonPath = (plan: RunPlan, run: RunRef | undefined, context: EnvContext): string =>
  [
    context.pythonPackageDir,
    ...(plan.debugSourcecode === undefined
      ? [run === undefined ? plan.source.root : `${run.dir}/${plan.source.dest}`]
      : plan.debugSourcecode.split(":").map((dir) => absolutePath(dir, context.cwd))),
    ...(plan.python?.path ?? "")
      .split(":")
      .map((dir) => (dir.startsWith("/") || dir === "" ? dir : `${plan.projectDir}/${dir}`)),
    ...(plan.command.env["PYTHONPATH"] ?? context.env["PYTHONPATH"] ?? "").split(":")
  ]
    .filter((dir) => dir !== "")
    .join(":")

/** Where the run's source is, or what stands in for it. */
const sourceOf = (plan: RunPlan, run: RunRef): string => plan.debugSourcecode ?? `${run.dir}/${plan.source.dest}`

/**
 * Variables that speak of one run only. When guild is started by a run (a step, a trial, a script of the user's), what they say
 * there is not for the run that begins.
 */
const OF_ONE_RUN: ReadonlySet<string> = new Set([
  "RUN_DIR",
  "RUN_ID",
  "GUILD_SOURCECODE",
  "GUILD_MAIN_AGAIN",
  "GUILD_NODE_MAIN",
  "FLAGS_DEST",
  "HANDLE_KEYBOARD_INTERRUPT",
  QUEUE_CLAIM,
  BACKGROUND_PIDFILE,
  DESK_ENV,
  "_"
])

const inherited = (env: Env): Env => Object.fromEntries(Object.entries(env).filter(([name]) => !OF_ONE_RUN.has(name)))

/**
 * The whole environment of a run's process: what guild was started with, what the operation and its flags define, and where the
 * run is. Without a run (for `--print-env`), the variables that name it are left out. A program that is no Python one gets the
 * module path as well, since it may start one.
 */
export const runEnv = (plan: RunPlan, run: RunRef | undefined, context: EnvContext): Env => ({
  ...inherited(context.env),
  LOG_LEVEL: context.env["LOG_LEVEL"] ?? LOG_LEVEL,
  ...plan.command.env,
  CMD_DIR: context.cwd,
  GUILD_HOME: context.guildHome,
  PYTHONPATH: pythonPath(plan, run, context),
  ...(plan.gpus === undefined ? {} : { CUDA_VISIBLE_DEVICES: plan.gpus }),
  ...(run === undefined ? {} : { RUN_DIR: run.dir, RUN_ID: run.id }),
  ...(run === undefined || plan.source.disabled ? {} : { GUILD_SOURCECODE: sourceOf(plan, run) })
})

/** Names that tell of something not to be written down. */
const SECRET = /password|passwd|token|secret|api_?key|private_?key|credential/i

/** The part of an environment that is kept with a run: nothing that the operation calls a secret, or that looks like one. */
export const savedEnv = (env: Env, secrets: ReadonlyArray<string>): Env =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !secrets.includes(name) && !SECRET.test(name)))
