import { Effect, Fiber, Option } from "effect"
import { insisting } from "../domain/Interrupted.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import type { OutputScalarPattern } from "../domain/scalars/OutputScalars.ts"
import type { ScalarPoint } from "../domain/scalars/Scalar.ts"
import { LineFeeder } from "../domain/scalars/OutputScalarsLines.ts"
import { ScalarScanner } from "../domain/scalars/OutputScalarsScanner.ts"
import type { Marker } from "../domain/runs/RunLayout.ts"
import { GUILD_DIR } from "../domain/runs/RunLayout.ts"
import { quoteShell } from "../domain/text/Shlex.ts"
import { Host } from "../services/Host.ts"
import { Interrupts } from "../services/Interrupts.ts"
import type { OutputSink, RunningProcess } from "../services/Processes.ts"
import { Processes } from "../services/Processes.ts"
import { RunOutput } from "../services/RunOutput.ts"
import { RunStore } from "../services/RunStore.ts"
import { ScalarLog } from "../services/ScalarLog.ts"
import { Terminal } from "../services/Terminal.ts"
import { make } from "./Step.ts"

/** When and how a process is ended before its time. */
export interface StopPolicy {
  /** Ends the process at the first look after this many milliseconds. */
  readonly stopAfterMs: number | undefined
  /** How often the clock is looked at, in milliseconds. */
  readonly pollMs: number
  /** From the first signal to SIGKILL, in milliseconds. */
  readonly killDelayMs: number
  /** The same from the second time that the user asks. */
  readonly insistDelayMs: number
}

/** Looks on while a process prints scalars, and may find that it need not come to its end. */
export interface ScalarObserver {
  /** Each scalar as it is printed. Synchronous: it stands in the way of the output. */
  readonly scalar: (point: ScalarPoint) => void
  /** Completes when the process is to be ended. */
  readonly hopeless: Effect.Effect<void>
  /** What has found it hopeless, as a run that is ended has it on record. */
  readonly rule: string
}

export interface ExecuteInput {
  readonly run: RunRef
  readonly argv: readonly [string, ...Array<string>]
  readonly env: Readonly<Record<string, string>>
  readonly patterns: ReadonlyArray<OutputScalarPattern>
  readonly ignoredKeys: ReadonlySet<string>
  /** Nothing is shown; it is captured all the same. */
  readonly quiet: boolean
  /** Output is shown and not kept. */
  readonly noOutput: boolean
  /** Takes the output as well: a batch keeps what its trials print. */
  readonly tee: OutputSink | undefined
  readonly observer?: ScalarObserver | undefined
  readonly stop: StopPolicy
  /** Completes when the process is to be ended whatever it does. */
  readonly giveUp?: Effect.Effect<void>
  /** The run is more than its process: its LOCK names the guild that leads it, and stays as it is. */
  readonly isLed?: boolean
  /** The process ends with this guild, whatever ends that: what comes of it matters to nobody else. */
  readonly isTied?: boolean
}

/** Everything that happens to a piece of output: shown at once, kept with its time, and searched for scalars. */
const captureSink = (input: ExecuteInput) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const output = input.noOutput ? undefined : yield* (yield* RunOutput).writer(input.run)
    const sinks: Array<OutputSink> = []
    // What is kept comes first: whatever the user has seen is on the disk with its scalars, also where guild is killed or the terminal
    // stands still.
    if (output !== undefined) {
      sinks.push((chunk, stream, timeMs) => output.write(chunk, stream, timeMs))
      yield* Effect.addFinalizer(() =>
        Effect.flatMap(Effect.sync(output.problem), (problem) =>
          problem === undefined ? Effect.void : terminal.warn(`the run's output is not kept: ${problem.message}`)
        )
      )
    }
    if (input.patterns.length > 0) {
      const scalars = yield* (yield* ScalarLog).writer(`${input.run.dir}/${GUILD_DIR}`)
      const scanner = new ScalarScanner(
        input.patterns,
        (tag, value, step, wallTime) => {
          const point = { tag, value, step, wallTime }
          scalars.add(point)
          input.observer?.scalar(point)
        },
        input.ignoredKeys
      )
      const feeders = [0, 1].map(() => new LineFeeder((text, wallTime) => scanner.line(text, wallTime)))
      let lastTime = 0
      sinks.push((chunk, stream, timeMs) => {
        lastTime = timeMs / 1000
        feeders[stream]?.push(chunk, lastTime)
        scalars.handOver()
      })
      yield* Effect.addFinalizer(() => Effect.sync(() => feeders.forEach((feeder) => feeder.end(lastTime))))
    }
    if (input.tee !== undefined) sinks.push(input.tee)
    if (!input.quiet) sinks.push((chunk, stream) => terminal.write(chunk, stream))
    const sink: OutputSink = (chunk, stream, timeMs) => {
      for (const each of sinks) each(chunk, stream, timeMs)
    }
    return sink
  })

const elapsedMinutes = (milliseconds: number): string => (milliseconds / 60_000).toFixed(1)

/** Ends the process at the first poll after its time. */
const stopWhenDue = (child: RunningProcess, policy: StopPolicy) =>
  Effect.gen(function* () {
    if (policy.stopAfterMs === undefined) return
    const due = Math.max(1, Math.ceil(policy.stopAfterMs / policy.pollMs)) * policy.pollMs
    yield* Effect.sleep(due)
    yield* (yield* Terminal).err(`Stopping process early (pid ${child.pid}) - ${elapsedMinutes(due)} minute(s) elapsed`)
    yield* child.stop({ signal: "SIGTERM", graceMs: policy.killDelayMs })
  })

/** Ends a process that is found hopeless as one whose time is up. */
const stopWhenHopeless = (child: RunningProcess, hopeless: Effect.Effect<void>, policy: StopPolicy) =>
  Effect.zipRight(hopeless, child.stop({ signal: "SIGTERM", graceMs: policy.killDelayMs }))

/**
 * Passes on what the user asks: the first signal asks the whole group to end, the second does not ask, unless the process has to end
 * others first.
 */
const stopWhenAsked = (child: RunningProcess, policy: StopPolicy) =>
  Effect.gen(function* () {
    const interrupts = yield* Interrupts
    const signal = yield* interrupts.asked
    yield* Effect.raceFirst(
      child.stop({ signal, graceMs: policy.killDelayMs }),
      Effect.zipRight(
        interrupts.insisted,
        child.stop({ signal: policy.insistDelayMs > 0 ? insisting(signal) : "SIGKILL", graceMs: policy.insistDelayMs })
      )
    )
  })

/**
 * Runs the process of a run to its end, in a group of its own, and gives its exit status: the exit code, or the negative number
 * of the signal that ended it. LOCK names the process while it lives. Interruption waits for the process to be gone, so that
 * what is recorded afterwards is true.
 */
export const executeProcess = make("executeProcess", (input: ExecuteInput) =>
  Effect.uninterruptible(
    Effect.scoped(
      Effect.gen(function* () {
        const store = yield* RunStore
        const { pid } = yield* Host
        const sink = yield* captureSink(input)
        yield* Effect.logDebug(`starting ${input.argv.map(quoteShell).join(" ")} in ${input.run.dir}`)
        // A run that is on disk begins once, wherever guild is killed: the program itself takes the marks of one that waits away, when
        // the lock names it. Before that the run is staged for the next guild, after that it has begun.
        const waits: ReadonlyArray<Marker> = ["PENDING", "STAGED"]
        const claimed = (yield* store.holder(input.run)) === pid
        const held = claimed ? { removes: waits.map((name) => `${input.run.dir}/${GUILD_DIR}/${name}`) } : undefined
        const child = yield* (yield* Processes).start(
          { argv: input.argv, cwd: input.run.dir, env: input.env, stdin: "inherit", held, isTied: input.isTied },
          sink
        )
        // The lock comes before the other markers go, so that the run is never seen as one that vanished.
        if (input.isLed !== true) yield* store.mark(input.run, "LOCK", String(child.pid))
        yield* child.begin
        yield* Effect.forEach(waits, (name) => store.unmark(input.run, name), { discard: true })
        yield* Effect.forkScoped(Effect.interruptible(stopWhenDue(child, input.stop)))
        const stopping = yield* Effect.forkScoped(Effect.interruptible(stopWhenAsked(child, input.stop)))
        for (const reason of [input.observer?.hopeless, input.giveUp])
          if (reason !== undefined)
            yield* Effect.forkScoped(Effect.interruptible(stopWhenHopeless(child, reason, input.stop)))
        const exitStatus = yield* child.exitStatus
        // What the process left behind has its grace as well, in which the user may ask once more.
        if (Option.isSome(yield* (yield* Interrupts).received)) yield* Fiber.await(stopping)
        return exitStatus
      })
    )
  )
)
