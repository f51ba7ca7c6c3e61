import { Effect, Option, Random, Schedule } from "effect"
import { BACKGROUND_PIDFILE } from "../../domain/runs/BackgroundMark.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import { RunId } from "../../domain/runs/RunId.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import { mapOf } from "../../domain/Value.ts"
import { absolutePath } from "../../domain/text/Paths.ts"
import { Host } from "../../services/Host.ts"
import { Processes } from "../../services/Processes.ts"
import { RunStore } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"

/** A new run id: a version 4 UUID without its dashes. */
const newRunId = Effect.gen(function* () {
  const digits = yield* Effect.replicateEffect(Random.nextIntBetween(0, 16), 32)
  return digits.map((digit, at) => (at === 12 ? 4 : at === 16 ? 8 + (digit % 4) : digit).toString(16)).join("")
})

/** Words that the background process must not see again, and the value that follows some of them. */
const withoutBackground = (words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const kept: Array<string> = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ""
    if (word === "--") return [...kept, ...words.slice(at)]
    if (word === "--pidfile") at++
    else if (word !== "--background" && word !== "-b" && !word.startsWith("--pidfile=")) kept.push(word)
  }
  return kept
}

/** How long a run may take to be seen as running before it is told of anyway: it may have much to get ready. */
const PATIENCE = "5 seconds"

/** Waits until the run is seen as running, or its guild is gone: whoever is told of it can look at it, watch it and stop it. */
const untilRunning = (run: RunRef, pid: number) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const processes = yield* Processes
    const isOver = Effect.gen(function* () {
      const now = Option.getOrUndefined(yield* Effect.orElseSucceed(store.read(run), Option.none))
      return now?.status._tag === "Running" || !(yield* processes.isAlive(pid))
    })
    yield* isOver.pipe(
      Effect.repeat({ schedule: Schedule.spaced("10 millis"), until: (over) => over }),
      Effect.timeoutOption(PATIENCE)
    )
  })

/** Where the background run stands. */
export interface BackgroundRun {
  /** The run that is started again; a new one where there is none. */
  readonly restarted: RunRef | undefined
  /** Its own directory, where the user named one. */
  readonly runDir: string | undefined
}

/**
 * Starts the same command again, detached from the terminal, with a run id that is known beforehand, writes its pid, and returns when it runs.
 *
 * @param what the operation as the message names it
 */
export const runInBackground = (what: string, pidfile: string | undefined, { restarted, runDir }: BackgroundRun) =>
  Effect.gen(function* () {
    const host = yield* Host
    const store = yield* RunStore
    const id = restarted?.id ?? RunId.make(yield* newRunId)
    const dir = restarted?.dir ?? (runDir === undefined ? `${store.runsDir}/${id}` : absolutePath(runDir, host.cwd))
    const path = pidfile ?? `${host.env["TMPDIR"] ?? "/tmp"}/guild-pid-${id.slice(0, 8)}`
    const words = host.argv
    const at = words.indexOf("run") + 1
    const [program, ...args] = host.self
    const rest = withoutBackground(words.slice(at))
    const pid = yield* (yield* Processes).detach({
      argv: [
        program,
        ...args,
        ...words.slice(0, at),
        "--yes",
        ...(restarted === undefined ? ["--run-id", id] : []),
        ...rest
      ],
      cwd: host.startDir,
      env: { ...host.env, [BACKGROUND_PIDFILE]: absolutePath(path, host.cwd) }
    })
    yield* (yield* UserFiles).write(path, String(pid))
    yield* untilRunning({ id, dir }, pid)
    yield* (yield* Terminal).out(`${visibleText(what)} started in background as ${id} (pidfile ${visibleText(path)})`)
  })

/** What the command does, after which the pid file of a guild in the background goes, unless another one has it by now. */
export const withPidfile = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | Host | UserFiles> =>
  Effect.gen(function* () {
    const { env, pid } = yield* Host
    const path = env[BACKGROUND_PIDFILE]
    if (path === undefined) return yield* work
    const files = yield* UserFiles
    const remove = Effect.gen(function* () {
      const text = yield* Effect.orElseSucceed(files.read(path), () => undefined)
      if (text === String(pid)) yield* files.remove(path)
    })
    return yield* Effect.ensuring(work, remove)
  })

/** A request that says, where this guild is in the background, that it was asked for so: its own words do not. */
export const markBackground = (request: RunRequest) =>
  Effect.map(Host, ({ env }): RunRequest => {
    const pidfile = env[BACKGROUND_PIDFILE]
    if (pidfile === undefined) return request
    return {
      ...request,
      params: mapOf([...Object.entries(request.params), ["background", true], ["pidfile", pidfile]])
    }
  })
