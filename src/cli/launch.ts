import type { Layer } from "effect"
import { Cause, Effect, Exit, Logger, LogLevel, Option } from "effect"
import { printableLines } from "../domain/text/Printable.ts"
import { RUNS_PARENT } from "../domain/steps/RunsParent.ts"
import { Host } from "../services/Host.ts"
import { RunIndex } from "../services/RunIndex.ts"
import type { RunStore } from "../services/RunStore.ts"
import { Terminal } from "../services/Terminal.ts"
import type { Started, Work } from "./command/Command.ts"
import type { RunRequest } from "./command/Dispatch.ts"
import type { GuildServices, RunServices } from "./command/Services.ts"
import type { Exit as CommandExit } from "./exit.ts"
import { DEFECT_CODE, exitFor, INTERRUPTED_CODE } from "./exit.ts"
import type { GuildError } from "./GuildError.ts"

/** What a mistake in guild itself shows: one line and where more is to be had. */
const defect = (cause: Cause.Cause<unknown>, debug: boolean): CommandExit => {
  const [first = "unknown"] = Cause.prettyErrors(cause).map((error) => error.message)
  return {
    code: DEFECT_CODE,
    stderr: debug
      ? `guild: internal error\n${Cause.pretty(cause, { renderErrorCause: true })}`
      : `guild: internal error: ${first.split("\n")[0]}\nThis is a mistake in guild. Use 'guild --debug' for details.`
  }
}

const failure = (cause: Cause.Cause<GuildError>, debug: boolean): CommandExit => {
  const error = Cause.failureOption(cause)
  if (Option.isSome(error)) {
    const shown = exitFor(error.value)
    return debug ? { ...shown, stderr: `${shown.stderr}\n${Cause.pretty(cause, { renderErrorCause: true })}` } : shown
  }
  return Cause.isInterruptedOnly(cause) ? { stderr: "", code: INTERRUPTED_CODE } : defect(cause, debug)
}

/** Messages quote what was typed and what stands in files: no terminal acts on it. */
const safe = ({ code, stderr }: CommandExit): CommandExit => ({ code, stderr: printableLines(stderr) })

/** What a layer logs is a warning to the user, and looks like all others; what is logged for debugging says so. */
const logger = Effect.map(Terminal, (terminal) =>
  Logger.replace(
    Logger.defaultLogger,
    Logger.make(({ logLevel, message }) => {
      const text = printableLines([message].flat().join(" "))
      const debug = LogLevel.lessThanEqual(logLevel, LogLevel.Debug)
      Effect.runSync(debug ? terminal.err(`DEBUG: [guild] ${text}`) : terminal.warn(text))
    })
  )
)

/** A command that a step's script runs has to do with the runs of its own pipeline alone. */
const amongOwnRuns = <S>(work: Work<S>): Work<S | Host | RunIndex | RunStore> =>
  Effect.gen(function* () {
    const parent = (yield* Host).env[RUNS_PARENT]
    if (parent === undefined || parent === "") return yield* work
    const { indexBelow } = yield* Effect.promise(() => import("../workflows/steps/IsolatedIndex.ts"))
    return yield* Effect.provideService(work, RunIndex, yield* indexBelow(parent))
  })

/** Loads what gives services, as many as a command needs. */
export interface Live {
  readonly runs: () => Promise<Layer.Layer<RunServices, GuildError>>
  readonly all: () => Promise<Layer.Layer<GuildServices, GuildError>>
}

const withServices = async (started: Started, live: Live, debug: boolean): Promise<Work<never>> => {
  const framed = <S>(work: Work<S>): Work<S | Host | RunIndex | RunStore | Terminal> =>
    Effect.flatMap(logger, (logged) => Effect.provide(amongOwnRuns(work), logged)).pipe(
      Logger.withMinimumLogLevel(debug ? LogLevel.Debug : LogLevel.Info)
    )
  return started.needs === "runs"
    ? Effect.provide(framed(started.work), await live.runs())
    : Effect.provide(framed(started.work), await live.all())
}

/**
 * Runs a command to its end.
 *
 * @param live everything that commands may ask for
 * @param debug tells what is looked at on the way, and all there is of an error
 * @returns the exit code, and what is left to say on standard error
 */
export const launch = async (request: RunRequest, live: Live, debug: boolean): Promise<CommandExit> => {
  const started = await request.command.start(request.canonical, request.path)
  const exit = await Effect.runPromiseExit(await withServices(started, live, debug))
  return Exit.match(exit, {
    onFailure: (cause) => safe(failure(cause, debug)),
    onSuccess: (code) => ({ stderr: "", code: typeof code === "number" ? code : 0 })
  })
}
