import { Effect, Option } from "effect"
import { InvalidTensorBoardOption, TensorBoardMissing } from "../domain/TensorBoardErrors.ts"
import { Host } from "../services/Host.ts"
import { Processes } from "../services/Processes.ts"
import { PythonEnv } from "../services/PythonEnv.ts"

type Argv = readonly [string, ...Array<string>]

/** How long Python may take to say whether it has a module. */
const LOOK_TIMEOUT_MS = 30_000

const HAS_TENSORBOARD = "import importlib.util, sys; sys.exit(importlib.util.find_spec('tensorboard') is None)"

/** How TensorBoard is started: the program on PATH, or the module of the Python that runs are started with. */
export const findTensorBoard = Effect.gen(function* () {
  const host = yield* Host
  const program = yield* host.which("tensorboard")
  if (Option.isSome(program)) return [program.value] satisfies Argv
  const python = yield* (yield* PythonEnv).interpreter
  if (Option.isNone(python)) return yield* new TensorBoardMissing()
  const { exitStatus } = yield* (yield* Processes)
    .capture({
      argv: [python.value, "-c", HAS_TENSORBOARD],
      cwd: host.cwd,
      env: host.env,
      stdin: "ignore",
      timeoutMs: LOOK_TIMEOUT_MS
    })
    .pipe(Effect.catchTag("SpawnFailed", () => new TensorBoardMissing()))
  if (exitStatus !== 0) return yield* new TensorBoardMissing()
  return [python.value, "-m", "tensorboard.main"] satisfies Argv
})

export interface ServerOptions {
  readonly logDir: string
  readonly host: string | undefined
  readonly port: number | undefined
  /** Seconds. */
  readonly reloadInterval: number
  /** `OPTION=VALUE`, as the user gave them. */
  readonly more: ReadonlyArray<string>
}

/** The arguments that TensorBoard is started with. What is not given is left to it. */
export const serverArgs = (options: ServerOptions): Effect.Effect<ReadonlyArray<string>, InvalidTensorBoardOption> =>
  Effect.gen(function* () {
    const wrong = options.more.find((option) => !/^[A-Za-z][\w-]*=/.test(option))
    if (wrong !== undefined) return yield* new InvalidTensorBoardOption({ option: wrong })
    return [
      `--logdir=${options.logDir}`,
      ...(options.host === undefined ? [] : [`--host=${options.host}`]),
      ...(options.port === undefined ? [] : [`--port=${options.port}`]),
      `--reload_interval=${options.reloadInterval}`,
      ...options.more.map((option) => `--${option}`)
    ]
  })

/** The address in what TensorBoard prints when it is ready, with what the user asked to see. */
export const addressIn = (text: string, tab: string | undefined, darkMode: boolean): string | undefined => {
  const found = /\bat (https?:\/\/[^\s\u001b]+)/.exec(text)?.[1]
  return found === undefined
    ? undefined
    : `${found}${darkMode ? "?darkMode=true" : ""}${tab === undefined ? "" : `#${encodeURIComponent(tab)}`}`
}
