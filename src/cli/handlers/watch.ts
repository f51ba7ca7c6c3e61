import { Clock, Effect, Option } from "effect"
import { absolutePath } from "../../domain/text/Paths.ts"
import { printableLines } from "../../domain/text/Printable.ts"
import type { Run } from "../../domain/runs/Run.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import { isWaiting, statusName } from "../../domain/runs/RunStatus.ts"
import { NoRunForPid, NothingToWatch } from "../../domain/WatchErrors.ts"
import type { Value } from "../../domain/Value.ts"
import { getKey, isMap } from "../../domain/Value.ts"
import { Host } from "../../services/Host.ts"
import { Interrupts } from "../../services/Interrupts.ts"
import { RunStore } from "../../services/RunStore.ts"
import type { Style } from "../../services/Terminal.ts"
import { Terminal } from "../../services/Terminal.ts"
import { filterRuns, findRun, findRuns } from "../../workflows/FindRuns.ts"
import { outermostRuns } from "../../workflows/OutermostRuns.ts"
import { readText } from "../../workflows/ReadText.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import { runningPid } from "../../workflows/StopRuns.ts"
import { watchRun } from "../../workflows/WatchRun.ts"
import { watchRuns } from "../../workflows/WatchRuns.ts"
import type { Input } from "../command/Command.ts"
import { exclusive, noRemote } from "./shared.ts"

interface Options {
  readonly filters: RunFilters
  readonly remote: string | undefined
  readonly pid: string | undefined
  readonly all: boolean
}

type WatchInput = Input<Options, { readonly runs: ReadonlyArray<string> }>

const running = ({ options, path }: WatchInput) =>
  Effect.map(
    filterRuns({ scope: "live", filters: { ...options.filters, running: true }, command: path }, undefined),
    ({ runs }) => runs
  )

/** How long ago a background run may have ended that is watched as if it still ran, in microseconds. */
const JUST_NOW = 10_000_000

/** So many runs are looked at for one that has just ended: a pipeline's own runs are later than the pipeline. */
const LATEST = 50

const isInBackground = (params: Option.Option<Value>): boolean =>
  Option.exists(params, (map) => isMap(map) && getKey(map, "background") === true)

/** The latest background run that was over before anybody could watch it, where there is one. */
const justEnded = ({ options, path }: WatchInput) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const since = (yield* Clock.currentTimeMillis) * 1000 - JUST_NOW
    const { runs } = yield* filterRuns({ scope: "live", filters: options.filters, command: path }, LATEST)
    const found = yield* Effect.findFirst(
      runs.filter(({ stopped }) => stopped !== undefined && stopped > since),
      (run) => Effect.map(Effect.orElseSucceed(store.readAttr(run, "run_params"), Option.none<Value>), isInBackground)
    )
    return Option.toArray(found)
  })

/** A pid as it was typed, or as a file has it; nothing where it is neither. */
const pidOf = (word: string) =>
  Effect.gen(function* () {
    const { cwd } = yield* Host
    const text = /^\d+$/.test(word) ? word : ((yield* readText(absolutePath(word, cwd)))?.trim() ?? "")
    return /^\d+$/.test(text) ? Number(text) : undefined
  })

/** The pid of the guild that a run in the background belongs to, which is what its pid file has; the run's process has another. */
const guildPid = (run: Run) =>
  Effect.gen(function* () {
    const params = yield* Effect.orElseSucceed((yield* RunStore).readAttr(run, "run_params"), Option.none<Value>)
    const file = Option.getOrUndefined(Option.map(params, (map) => (isMap(map) ? getKey(map, "pidfile") : undefined)))
    return typeof file === "string" ? yield* pidOf(file) : undefined
  })

const runOfPid = (input: WatchInput, word: string) =>
  Effect.gen(function* () {
    const none = new NoRunForPid({ pid: word })
    const pid = (yield* pidOf(word)) ?? (yield* none)
    const runs = yield* running(input)
    const found = runs.find((run) => runningPid(run) === pid)
    if (found !== undefined) return found
    const inBackground = yield* Effect.findFirst(runs, (run) => Effect.map(guildPid(run), (own) => own === pid))
    return yield* Effect.mapError(inBackground, () => none)
  })

/**
 * The runs that are meant: the one of a process, those that are named, all that run, or the latest that does: the pipeline or the
 * batch, not the step or the trial that it is at.
 */
const targets = (input: WatchInput) =>
  Effect.gen(function* () {
    const { args, options, path } = input
    if (options.pid !== undefined) return [yield* runOfPid(input, options.pid)] as const
    const [only, ...others] = args.runs
    if (only !== undefined && others.length === 0 && !only.includes(":"))
      return [yield* findRun({ scope: "live", filters: options.filters, word: only, command: path })] as const
    const found =
      only === undefined
        ? yield* Effect.flatMap(running(input), options.all ? Effect.succeed : outermostRuns)
        : yield* findRuns({ scope: "live", filters: options.filters, words: args.runs, command: path })
    const [latest, ...more] = found.length > 0 || only !== undefined ? found : yield* justEnded(input)
    if (latest === undefined) return yield* new NothingToWatch()
    return only === undefined && !options.all ? ([latest] as const) : ([latest, ...more] as const)
  })

const COLORS: ReadonlyArray<Style> = ["cyan", "magenta", "green", "yellow", "blue"]

const colorOf = (position: number): Style => COLORS[position % COLORS.length] ?? "cyan"

const ending = (run: Run, last: Option.Option<Run>): string =>
  Option.match(last, {
    onNone: () => `Run ${run.id} was deleted`,
    onSome: ({ status }) => `Run ${run.id} stopped with a status of '${statusName(status)}'`
  })

/** Shows what one run prints, byte by byte; gives what there is to say of its end. */
const watchOne = (run: Run) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    return ending(run, yield* watchRun(run, (chunk) => terminal.write(chunk, 0)))
  })

/** Shows what several runs print, each line behind the short ID of its run. No terminal acts on what is in a line. */
const watchSeveral = (runs: ReadonlyArray<Run>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const encoder = new TextEncoder()
    yield* watchRuns(runs, {
      line: (run, line) => {
        const prefix = terminal.style(`[${shortId(run.id)}]`, colorOf(runs.indexOf(run)))
        terminal.write(encoder.encode(`${prefix} ${printableLines(line)}\n`), 0)
      },
      ended: (run, last) => terminal.err(ending(run, last))
    })
    return undefined
  })

/** What there is to say of a run that has not started: nobody would know else why nothing is shown. */
const waiting = ({ id, status }: Run): ReadonlyArray<string> =>
  isWaiting(status) ? [`Run ${id} is ${statusName(status)}: waiting for it to start`] : []

/** What is said to somebody who stops watching: what becomes of the runs. */
const stopped = (what: string, [first, ...others]: ReadonlyArray<Run>) =>
  Effect.gen(function* () {
    const now = first && others.length === 0 ? yield* (yield* RunStore).read(first) : Option.none<Run>()
    const status = Option.map(now, (run) => run.status).pipe(Option.filter(isWaiting))
    const name = Option.match(status, { onNone: () => "running", onSome: statusName })
    return `\nStopped watching ${what} (still ${name})`
  })

/** `guild watch`: Ctrl-C ends the watching and leaves the runs alone. */
export const handle = (input: WatchInput) =>
  Effect.gen(function* () {
    const { args, options } = input
    yield* exclusive(["RUN", args.runs.length > 0], ["--pid", options.pid !== undefined])
    yield* exclusive(["RUN", args.runs.length > 0], ["--all", options.all])
    yield* exclusive(["--pid", options.pid !== undefined], ["--all", options.all])
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    const { env } = yield* Host
    const interrupts = yield* Interrupts
    const runs = yield* targets(input)
    const [first, ...others] = runs
    const several = others.length > 0
    // Heard from before the first output on: who has seen some can stop watching.
    yield* interrupts.received
    const what = several ? `${others.length + 1} runs` : first.id
    if (env["NO_WATCHING_MSG"] === undefined)
      for (const line of [`Watching ${several ? what : `run ${what}`}`, ...runs.flatMap(waiting)])
        yield* terminal.err(line)
    const message = yield* Effect.raceFirst(
      several ? watchSeveral(runs) : watchOne(first),
      Effect.zipRight(interrupts.asked, stopped(what, runs))
    )
    if (message !== undefined) yield* terminal.err(message)
  })
