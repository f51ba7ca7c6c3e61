import { Array, Effect, Runtime, Schedule, Stream } from "effect"
import { runLogName } from "../../domain/hparams/RunLogName.ts"
import { TensorBoardFailed } from "../../domain/TensorBoardErrors.ts"
import { absolutePath } from "../../domain/text/Paths.ts"
import { printableLines } from "../../domain/text/Printable.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { PathMissing } from "../../domain/PathMissing.ts"
import { Host } from "../../services/Host.ts"
import { Interrupts } from "../../services/Interrupts.ts"
import type { LogDir } from "../../services/LogDirs.ts"
import { LogDirs } from "../../services/LogDirs.ts"
import { Processes } from "../../services/Processes.ts"
import { RunStore } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import { findRuns } from "../../workflows/FindRuns.ts"
import { readText } from "../../workflows/ReadText.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { SeenImages } from "../../workflows/TensorBoardLogs.ts"
import { writeLogs } from "../../workflows/TensorBoardLogs.ts"
import { allPoints } from "../../workflows/TensorBoardScalars.ts"
import { addressIn, findTensorBoard, serverArgs } from "../../workflows/TensorBoardServer.ts"
import type { Input } from "../command/Command.ts"
import { SCALARS_CSV_HEAD, scalarsCsv } from "../render/scalars-csv.ts"
import { place } from "./shared.ts"
import { systemOpener } from "./system-opener.ts"

interface Options {
  readonly filters: RunFilters
  readonly host: string | undefined
  readonly port: number | undefined
  readonly includeBatch: boolean
  readonly refreshInterval: number | undefined
  readonly runNameFlags: string | undefined
  readonly noOpen: boolean
  readonly tbOptions: ReadonlyArray<string>
  readonly skipImages: boolean
  readonly skipHparams: boolean
  readonly tab: string | undefined
  readonly exportScalars: string | undefined
  readonly runsInfile: string | undefined
  readonly keepLogdir: boolean
  readonly testLogdir: boolean
  readonly darkMode: boolean
}

type TensorBoardInput = Input<Options, { readonly runs: ReadonlyArray<string> }>

const REFRESH_SECONDS = 5

/** From Ctrl-C to the end of TensorBoard by force. */
const STOP_GRACE_MS = 5_000

/** IDs in a file, for callers with more of them than fit on a command line. */
const idsIn = (file: string) =>
  Effect.gen(function* () {
    const { cwd } = yield* Host
    const text = yield* readText(absolutePath(file, cwd))
    if (text === undefined) return yield* new PathMissing({ path: file })
    return text.split(/\s+/).filter((word) => word !== "")
  })

/** The runs to show, without batches unless they are asked for. */
const shownRuns = ({ options, path }: TensorBoardInput, words: ReadonlyArray<string>) =>
  Effect.map(findRuns({ scope: "live", filters: options.filters, words, command: path }), (runs) =>
    runs.filter((run) => options.includeBatch || !run.isBatch)
  )

/** The runs to show, as they are whenever this is run. Runs that were named stay the same ones. */
const runsNow = (input: TensorBoardInput) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const { runsInfile } = input.options
    const words = runsInfile === undefined ? input.args.runs : [...input.args.runs, ...(yield* idsIn(runsInfile))]
    if (words.length === 0 && runsInfile === undefined) return shownRuns(input, [])
    const named = words.length === 0 ? [] : yield* shownRuns(input, words)
    return Effect.map(
      Effect.forEach(named, (run) => store.read(run)),
      Array.getSomes
    )
  })

/** Saves or prints every point of the runs. */
const exportScalars = (input: TensorBoardInput, path: string) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const runs = yield* yield* runsNow(input)
    const csv = Stream.concat(Stream.make(SCALARS_CSV_HEAD), Stream.map(allPoints(runs), scalarsCsv))
    if (path !== "-") return yield* (yield* UserFiles).writeStream(path, csv)
    const encoder = new TextEncoder()
    yield* Stream.runForEach(csv, (piece) =>
      Effect.sync(() => terminal.write(encoder.encode(terminal.isTerminal ? printableLines(piece) : piece), 0))
    )
  })

const openInBrowser = (address: string) =>
  Effect.gen(function* () {
    const host = yield* Host
    const processes = yield* Processes
    const opener = yield* systemOpener
    if (opener !== undefined) yield* processes.detach({ argv: [opener, address], cwd: host.cwd, env: host.env })
  }).pipe(Effect.ignore)

/** Runs TensorBoard on a log directory and shows what it prints, until it ends by itself. */
const serve = (logDir: string, { options }: TensorBoardInput, argv: readonly [string, ...Array<string>]) =>
  Effect.gen(function* () {
    const { cwd, env } = yield* Host
    const processes = yield* Processes
    const terminal = yield* Terminal
    const more = yield* serverArgs({
      logDir,
      host: options.host,
      port: options.port,
      reloadInterval: options.refreshInterval ?? REFRESH_SECONDS,
      more: options.tbOptions
    })
    const context = yield* Effect.runtime<Host | Processes>()
    const decoder = new TextDecoder()
    let waiting = terminal.isTerminal && !options.noOpen
    const server = yield* Effect.acquireRelease(
      processes.start({ argv: [...argv, ...more], cwd, env, stdin: "ignore" }, (chunk, stream) => {
        terminal.write(chunk, stream)
        const address = waiting
          ? addressIn(decoder.decode(chunk, { stream: true }), options.tab, options.darkMode)
          : undefined
        if (address === undefined) return
        waiting = false
        Runtime.runFork(context)(openInBrowser(address))
      }),
      (running) => running.stop({ signal: "SIGINT", graceMs: STOP_GRACE_MS })
    )
    const exitStatus = yield* server.exitStatus
    if (exitStatus !== 0) return yield* new TensorBoardFailed({ exitStatus })
  }).pipe(Effect.scoped)

/** The act that brings a log directory up to date. */
const refresher = (dir: LogDir, input: TensorBoardInput) =>
  Effect.gen(function* () {
    const { options } = input
    const here = yield* place
    const runs = yield* runsNow(input)
    const seen: SeenImages = new Map()
    const flags = options.runNameFlags?.split(",").map((name) => name.trim())
    const logOptions = {
      hparams: !options.skipHparams,
      images: !options.skipImages,
      nameOf: (run: Parameters<typeof runLogName>[0]) => runLogName(run, here, flags)
    }
    return Effect.flatMap(runs, (found) => writeLogs(dir, found, logOptions, seen))
  })

/** `guild tensorboard`: TensorBoard over a directory of links to runs, until Ctrl-C. */
export const handle = (input: TensorBoardInput) =>
  Effect.gen(function* () {
    const { options } = input
    if (options.exportScalars !== undefined) return yield* exportScalars(input, options.exportScalars)
    const terminal = yield* Terminal
    const interrupts = yield* Interrupts
    yield* interrupts.received
    const argv = options.testLogdir ? undefined : yield* findTensorBoard
    const dir = yield* (yield* LogDirs).make({ keep: options.keepLogdir })
    const refresh = yield* refresher(dir, input)
    if (options.keepLogdir) yield* terminal.err(`Log directory is ${dir.path}`)
    yield* Effect.raceFirst(
      Effect.gen(function* () {
        yield* refresh
        if (argv === undefined) {
          for (const file of yield* dir.files) yield* terminal.out(visibleText(file))
          return
        }
        const again = Effect.catchAll(refresh, (error) => terminal.warn(error.message))
        const interval = `${options.refreshInterval ?? REFRESH_SECONDS} seconds` as const
        yield* Effect.raceFirst(
          serve(dir.path, input, argv),
          Effect.zipRight(Effect.sleep(interval), again).pipe(
            Effect.repeat(Schedule.forever),
            Effect.zipRight(Effect.never)
          )
        )
      }),
      interrupts.asked
    )
  }).pipe(Effect.scoped)
