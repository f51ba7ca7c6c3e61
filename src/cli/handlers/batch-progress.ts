import type { Context } from "effect"
import { Clock, Effect, Schedule } from "effect"
import type { Objective } from "../../domain/compare/Objective.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { BatchPlan } from "../../workflows/batch/BatchPlan.ts"
import { hasOptimizerProcess, policyOf } from "../../workflows/batch/BatchPlan.ts"
import type { BatchHooks, BatchWatch } from "../../workflows/batch/Running.ts"
import type { BatchProgress } from "../render/progress.ts"
import { progressLine, progressLines } from "../render/progress.ts"

/** How often what is on a terminal is brought up to date. */
const REDRAW = "200 millis"

interface Trial {
  readonly what: string
  readonly startedMs: number
  line: string
}

type Best = BatchProgress["best"]

const better = (best: Best, id: string, value: number, { direction }: Objective): Best =>
  best === undefined || (direction === "minimize" ? value < best.value : value > best.value) ? { id, value } : best

/** Counts what it is told of. */
const tally = (batch: BatchPlan) =>
  Effect.gen(function* () {
    const begunMs = yield* Clock.currentTimeMillis
    const trials = new Map<string, Trial>()
    const listed = hasOptimizerProcess(batch) ? batch.request.batch.maxTrials : batch.trials.size
    const trialCount = batch.search?.maxTrials ?? listed
    const total = trialCount === undefined ? undefined : trialCount * policyOf(batch).repeat
    let done = 0
    let ran = 0
    let failed = 0
    let best: Best
    const count = (run: RunRef, exitStatus: number, objective: number | undefined) => {
      done += 1
      if (exitStatus !== 0) failed += 1
      if (objective !== undefined && !Number.isNaN(objective))
        best = better(best, shortId(run.id), objective, batch.objective)
    }
    const watch: BatchWatch = {
      started: (run, what) =>
        Effect.map(Clock.currentTimeMillis, (startedMs) => void trials.set(run.id, { what, startedMs, line: "" })),
      printed: (run, lines) => {
        const trial = trials.get(run.id)
        const last = new TextDecoder()
          .decode(lines)
          .trimEnd()
          .split(/[\r\n]/)
          .at(-1)
        // It stands beside its id already.
        if (trial !== undefined && last !== undefined) trial.line = last.replace(`[${shortId(run.id)}] `, "")
      },
      skipped: (run, exitStatus, objective) => Effect.sync(() => count(run, exitStatus, objective)),
      ended: (run, exitStatus, objective) =>
        Effect.sync(() => {
          trials.delete(run.id)
          ran += 1
          count(run, exitStatus, objective)
        })
    }
    const now: Effect.Effect<BatchProgress> = Effect.map(Clock.currentTimeMillis, (nowMs) => ({
      ...{ total, done, ran, failed, best, column: batch.objective.column, seconds: (nowMs - begunMs) / 1000 },
      running: [...trials].map(([id, { line, startedMs, what }]) => ({
        ...{ id: shortId(id), what, line },
        seconds: (nowMs - startedMs) / 1000
      }))
    }))
    return { watch, now }
  })

const UP_AND_CLEAR = "\u001b[1A\u001b[2K"

/** A terminal whose last lines show something of their own: whatever else is printed comes above them. */
const withFooter = (terminal: Context.Tag.Service<Terminal>) => {
  let drawn = 0
  const show = (text: string) => terminal.write(new TextEncoder().encode(text), 0)
  const clear = () => {
    if (drawn > 0) show(UP_AND_CLEAR.repeat(drawn))
    drawn = 0
  }
  const above = <A>(act: Effect.Effect<A>): Effect.Effect<A> => Effect.zipRight(Effect.sync(clear), act)
  const wrapped = Terminal.of({
    ...terminal,
    get columns() {
      return terminal.columns
    },
    out: (text) => above(terminal.out(text)),
    err: (text) => above(terminal.err(text)),
    tell: (text) => above(terminal.tell(text)),
    warn: (text) => above(terminal.warn(text)),
    log: (level, message) => above(terminal.log(level, message)),
    info: (text) => above(terminal.info(text)),
    write: (chunk, stream) => {
      clear()
      terminal.write(chunk, stream)
    }
  })
  const draw = (lines: ReadonlyArray<string>) => {
    clear()
    show(lines.map((line) => `${line}\n`).join(""))
    drawn = lines.length
  }
  return { wrapped, draw, clear }
}

/**
 * Runs a batch with its progress in view, where trials run side by side: on a terminal a line for each that runs and a bar, kept below
 * what the trials print; elsewhere a line for each that ends.
 */
export const withProgress = <A, E, R>(
  batch: BatchPlan,
  hooks: BatchHooks,
  work: (hooks: BatchHooks) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R | Terminal> =>
  Effect.gen(function* () {
    if (policyOf(batch).jobs === 1 || hooks.quiet || batch.request.batch.stageTrials) return yield* work(hooks)
    const terminal = yield* Terminal
    const { watch, now } = yield* tally(batch)
    const say = Effect.flatMap(now, (progress) => terminal.info(progressLine(progress)))
    if (!terminal.isTerminal) {
      const ended: BatchWatch["ended"] = (run, exitStatus, objective) =>
        Effect.zipRight(watch.ended(run, exitStatus, objective), say)
      return yield* work({ ...hooks, watch: { ...watch, ended } })
    }
    const { wrapped, draw, clear } = withFooter(terminal)
    const redraw = Effect.map(now, (progress) => draw(progressLines(progress, terminal.columns)))
    return yield* Effect.scoped(
      Effect.gen(function* () {
        // What the batch has come to stays on the screen.
        yield* Effect.addFinalizer(() => Effect.zipRight(Effect.sync(clear), say))
        yield* Effect.forkScoped(Effect.repeat(redraw, Schedule.spaced(REDRAW)))
        return yield* Effect.provideService(work({ ...hooks, watch }), Terminal, wrapped)
      })
    )
  })
