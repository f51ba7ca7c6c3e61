import { Effect, Option } from "effect"
import type { Graph } from "../../domain/graph/Graph.ts"
import { topologicalOrder, withDependents } from "../../domain/graph/Graph.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import { RunId } from "../../domain/runs/RunId.ts"
import { NoSuchStep } from "../../domain/steps/StepErrors.ts"
import type { StepAttempt, StepEntry, StepState } from "../../domain/steps/StepLog.ts"
import { STEP_RUNS, logFromData, logToData } from "../../domain/steps/StepLog.ts"
import { RunStore } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { PlannedStep } from "./ReadSteps.ts"

/** What is known of the steps of one stepped run, in memory and in its `step_runs` attribute. */
export interface StepJournal {
  readonly entry: (id: string) => StepEntry | undefined
  /** The run of a step that is finished and need not be run again; nothing in it where the step did not come to a run. */
  readonly finished: (id: string) => Option.Option<RunRef | undefined>
  /** The last run of a step that is not finished, from an earlier start; `unseen` where that guild did not see its end. */
  readonly leftOver: (id: string) => { readonly run: RunRef; readonly unseen: boolean } | undefined
  /** The step has another attempt, with a run of its own. */
  readonly attempt: (step: PlannedStep, run: RunRef) => Effect.Effect<void>
  /** The latest attempt has ended. Shown by the next writing. */
  readonly attemptEnded: (id: string, end: Partial<Omit<StepAttempt, "run">>) => void
  readonly settle: (step: PlannedStep, state: StepState) => Effect.Effect<void>
  /** The runs that steps have come to, the latest attempt of each. */
  readonly runs: () => ReadonlyArray<RunRef>
}

/** What is on record about the steps of a run, by step. */
export const readLog = (run: RunRef) =>
  Effect.gen(function* () {
    const data = yield* Effect.orElseSucceed((yield* RunStore).readAttr(run, STEP_RUNS), Option.none)
    return new Map(logFromData(Option.getOrElse(data, () => null)).map((entry) => [entry.id, entry] as const))
  })

const ENDED_WELL: ReadonlySet<StepState> = new Set(["completed", "skipped"])

/** The nodes that are run again because the user goes back to one of them. */
const wentBack = (graph: Graph, steps: ReadonlyArray<PlannedStep>, from: string | undefined) =>
  Effect.gen(function* () {
    if (from === undefined) return new Set<number>()
    const named = [...steps.keys()].filter((at) => steps[at]?.id === from || steps[at]?.name === from)
    const [first] = named
    if (first === undefined) return yield* new NoSuchStep({ step: from, steps: steps.map(({ name }) => name) })
    return withDependents(graph, named)
  })

/**
 * Opens the record of a stepped run. A step is finished where it ended well, or its failure was tolerated, it would run the same
 * operation with the same flags, its run is still there, and everything that it needs is finished too.
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
    const refOf = (id: string): RunRef => ({ id: RunId.make(id), dir: `${store.runsDir}/${id}` })
    const lastRun = (entry: StepEntry | undefined): RunRef | undefined => {
      const last = entry?.attempts.at(-1)
      return last === undefined ? undefined : refOf(last.run)
    }
    const again = yield* wentBack(graph, steps, from)
    const finished = new Map<string, RunRef | undefined>()
    for (const index of before.size === 0 ? [] : topologicalOrder(graph)) {
      const step = steps[index]
      const entry = step === undefined ? undefined : before.get(step.id)
      if (step === undefined || entry === undefined || again.has(index)) continue
      const tolerated = entry.state === "failed" && step.def.continueOnError
      if (!ENDED_WELL.has(entry.state) && !tolerated) continue
      if (entry.command !== step.command.identity || step.needs.some((need) => !finished.has(need))) continue
      const run = lastRun(entry)
      if (run !== undefined) {
        const found: Option.Option<Run> = yield* Effect.orElseSucceed(store.read(run), Option.none)
        if (Option.isNone(found) || (found.value.status._tag === "Running" && entry.state !== "failed")) continue
      }
      finished.set(step.id, run)
    }

    const entries = new Map(before)
    const known = new Set(steps.map(({ id }) => id))
    for (const id of before.keys()) if (!known.has(id)) entries.delete(id)
    const write = Effect.suspend(() => store.writeAttr(parent, STEP_RUNS, logToData(entries.values()))).pipe(
      Effect.catchAll(({ message }) => terminal.warn(`cannot record what became of the steps: ${message}`))
    )
    const change = (step: PlannedStep, state: StepState, attempts: ReadonlyArray<StepAttempt>) => {
      entries.set(step.id, { id: step.id, name: step.name, command: step.command.identity, state, attempts })
      return write
    }
    const begun = new Set<string>()
    return {
      entry: (id) => entries.get(id),
      finished: (id) => (finished.has(id) ? Option.some(finished.get(id)) : Option.none()),
      leftOver: (id) => {
        const entry = before.get(id)
        const step = steps[graph.indexOf.get(id) ?? -1]
        const run = lastRun(entry)
        if (entry === undefined || run === undefined || step?.command.identity !== entry.command) return undefined
        return { run, unseen: entry.state === "running" }
      },
      attempt: (step, run) => {
        const earlier = entries.get(step.id)?.attempts ?? []
        const continued = earlier.at(-1)?.run === run.id ? earlier.slice(0, -1) : earlier
        begun.add(step.id)
        return change(step, "running", [...continued, { run: run.id, exitStatus: undefined, stopped: undefined }])
      },
      attemptEnded: (id, end) => {
        const entry = entries.get(id)
        const last = entry?.attempts.at(-1)
        if (entry === undefined || last === undefined || !begun.has(id)) return
        entries.set(id, { ...entry, attempts: [...entry.attempts.slice(0, -1), { ...last, ...end }] })
      },
      settle: (step, state) => change(step, state, entries.get(step.id)?.attempts ?? []),
      runs: () => [...entries.values()].flatMap((entry) => lastRun(entry) ?? [])
    } satisfies StepJournal
  })
