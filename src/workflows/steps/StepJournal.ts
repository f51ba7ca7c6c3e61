import { Effect, Option } from "effect"
import type { Graph } from "../../domain/graph/Graph.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { StepAttempt, StepEntry, StepState } from "../../domain/steps/StepLog.ts"
import { STEP_RUNS, logToData } from "../../domain/steps/StepLog.ts"
import { RunStore } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { PlannedStep } from "./ReadSteps.ts"
import { lastRun, mayBeDone, readLog, stepStandings } from "./StepStandings.ts"

/** What is known of the steps of one stepped run, in memory and in its `step_runs` attribute. */
export interface StepJournal {
  readonly entry: (id: string) => StepEntry | undefined
  /** The run of a step that is finished and need not be run again; nothing in it where the step did not come to a run. */
  readonly finished: (id: string) => Option.Option<RunRef | undefined>
  /**
   * The last run of a step that is not finished, from an earlier start; `mayBeDone` where that guild did not see its end, or did not
   * wait for it. It `goesOn` where it still counts for something.
   */
  readonly leftOver: (
    id: string
  ) => { readonly run: RunRef; readonly mayBeDone: boolean; readonly goesOn: boolean } | undefined
  /** The step has another attempt, with a run of its own. */
  readonly attempt: (step: PlannedStep, run: RunRef) => Effect.Effect<void>
  /** The latest attempt has ended. Shown by the next writing. */
  readonly attemptEnded: (id: string, end: Partial<Omit<StepAttempt, "run">>) => void
  /** The latest attempt may not have come to a run: if so there was none. */
  readonly withoutRun: (id: string) => Effect.Effect<void>
  readonly settle: (step: PlannedStep, state: StepState) => Effect.Effect<void>
  /** The runs that steps have come to, the latest attempt of each. */
  readonly runs: () => ReadonlyArray<RunRef>
}

/**
 * Opens the record of a stepped run, with what of an earlier start is finished.
 *
 * @param from the step that the user goes back to. Fails with `NoSuchStep` where there is none.
 */
export const openJournal = (
  parent: RunRef,
  graph: Graph,
  steps: ReadonlyArray<PlannedStep>,
  from: string | undefined
) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const terminal = yield* Terminal
    const before = yield* readLog(parent)
    const lastRunOf = (entry: StepEntry | undefined) => lastRun(entry, store.runsDir)
    const standings = yield* stepStandings(before, graph, steps, from)

    const entries = new Map(before)
    const known = new Set(steps.map(({ id }) => id))
    for (const id of before.keys()) if (!known.has(id)) entries.delete(id)
    const write = Effect.suspend(() => store.writeAttr(parent, STEP_RUNS, logToData(entries.values()))).pipe(
      Effect.catchAll(({ message }) => terminal.warn(`cannot record what became of the steps: ${message}`))
    )
    const change = (step: PlannedStep, now: Pick<StepEntry, "state" | "attempts" | "outdated">) => {
      entries.set(step.id, { id: step.id, name: step.name, command: step.command.identity, ...now })
      return write
    }
    // A guild that is killed before it comes to a step must not leave what the step ran before as done.
    const outdated = [...entries.values()].filter(({ id, outdated }) => {
      const standing = standings.get(id)
      return !outdated && standing?.finished === false && !standing.goesOn
    })
    for (const entry of outdated) entries.set(entry.id, { ...entry, state: "cancelled", outdated: true })
    if (outdated.length > 0) yield* write
    const begun = new Set<string>()
    return {
      entry: (id) => entries.get(id),
      finished: (id) => {
        const standing = standings.get(id)
        return standing?.finished === true ? Option.some(standing.run) : Option.none()
      },
      leftOver: (id) => {
        const entry = before.get(id)
        const run = lastRunOf(entry)
        const standing = standings.get(id)
        return entry === undefined || run === undefined || standing?.finished !== false
          ? undefined
          : { run, mayBeDone: mayBeDone(entry), goesOn: standing.goesOn }
      },
      attempt: (step, run) => {
        const earlier = entries.get(step.id)?.attempts ?? []
        const continued = earlier.at(-1)?.run === run.id ? earlier.slice(0, -1) : earlier
        begun.add(step.id)
        const attempts = [...continued, { run: run.id, exitStatus: undefined, stopped: undefined }]
        return change(step, { state: "running", attempts, outdated: false })
      },
      attemptEnded: (id, end) => {
        const entry = entries.get(id)
        const last = entry?.attempts.at(-1)
        if (entry === undefined || last === undefined || !begun.has(id)) return
        entries.set(id, { ...entry, attempts: [...entry.attempts.slice(0, -1), { ...last, ...end }] })
      },
      withoutRun: (id) =>
        Effect.gen(function* () {
          const entry = entries.get(id)
          const run = lastRunOf(entry)
          if (entry === undefined || run === undefined || !begun.has(id)) return
          if (Option.isNone(yield* Effect.orElseSucceed(store.read(run), Option.none)))
            entries.set(id, { ...entry, attempts: entry.attempts.slice(0, -1) })
        }),
      settle: (step, state) => {
        const { attempts = [], outdated = false } = entries.get(step.id) ?? {}
        return change(step, { state, attempts, outdated: outdated && (state === "cancelled" || state === "failed") })
      },
      runs: () => [...entries.values()].flatMap((entry) => lastRunOf(entry) ?? [])
    } satisfies StepJournal
  })
