import { Effect, Option } from "effect"
import type { Graph } from "../../domain/graph/Graph.ts"
import { topologicalOrder } from "../../domain/graph/Graph.ts"
import { Change } from "../../domain/plan/Change.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import { RunId } from "../../domain/runs/RunId.ts"
import { NoSuchStep } from "../../domain/steps/StepErrors.ts"
import type { StepEntry, StepState } from "../../domain/steps/StepLog.ts"
import { STEP_RUNS, logFromData } from "../../domain/steps/StepLog.ts"
import { RunStore } from "../../services/RunStore.ts"
import type { PlannedStep } from "./ReadSteps.ts"

/** What is on record about the steps of a run, by step. */
export const readLog = (run: RunRef) =>
  Effect.gen(function* () {
    const data = yield* Effect.orElseSucceed((yield* RunStore).readAttr(run, STEP_RUNS), Option.none)
    return new Map(logFromData(Option.getOrElse(data, () => null)).map((entry) => [entry.id, entry] as const))
  })

/** Whether a step of a run that is started again is finished; where it is not, why it is run. */
export type StepStanding =
  | {
      readonly finished: true
      /** Undefined where the step did not come to a run. */
      readonly run: RunRef | undefined
    }
  | {
      readonly finished: false
      readonly why: Change
      /** What an earlier start left of the step still counts: it is the same step, it was not gone back to, and nor was what it needs. */
      readonly goesOn: boolean
    }

const ENDED_WELL: ReadonlySet<StepState> = new Set(["completed", "skipped"])

/** The nodes that the user goes back to. */
const wentBack = (steps: ReadonlyArray<PlannedStep>, from: string | undefined) =>
  Effect.gen(function* () {
    if (from === undefined) return []
    const named = [...steps.keys()].filter((at) => steps[at]?.id === from || steps[at]?.name === from)
    const [first] = named
    if (first === undefined) return yield* new NoSuchStep({ step: from, steps: steps.map(({ name }) => name) })
    return named
  })

/** The run of a step's latest attempt; `runsDir` is where it has its directory. */
export const lastRun = (entry: StepEntry | undefined, runsDir: string): RunRef | undefined => {
  const last = entry?.attempts.at(-1)
  return last === undefined ? undefined : { id: RunId.make(last.run), dir: `${runsDir}/${last.run}` }
}

/** Whether a step that is not done by its record may have come to its end all the same: guild was killed, or did not wait for it. */
export const mayBeDone = ({ attempts, state }: StepEntry): boolean =>
  state === "running" || (state === "cancelled" && attempts.at(-1)?.stopped !== "timeout")

const again = (why: Change): StepStanding => ({ finished: false, why, goesOn: false })
const goesOn = (why: Change): StepStanding => ({ finished: false, why, goesOn: true })

/** How a step stands by its own record alone. */
const ofRecord = (step: PlannedStep, entry: StepEntry | undefined) =>
  Effect.gen(function* () {
    if (entry === undefined) return again(Change.NoRun())
    const store = yield* RunStore
    const run = lastRun(entry, store.runsDir)
    if (entry.outdated) return again(run === undefined ? Change.NoRun() : Change.Outdated({ run: run.id }))
    if (entry.command !== step.command.identity) return again(Change.StepCommand({ was: entry.command }))
    const tolerated = entry.state === "failed" && step.def.continueOnError
    const done = ENDED_WELL.has(entry.state) || tolerated
    if (run === undefined) return done ? ({ finished: true, run } as const) : again(Change.NoRun())
    const found: Option.Option<Run> = yield* Effect.orElseSucceed(store.read(run), Option.none)
    if (Option.isNone(found)) return again(Change.RunGone({ run: run.id }))
    if (!done) return goesOn(Change.StepNotDone({ run: run.id, state: entry.state }))
    return found.value.status._tag === "Running" && entry.state !== "failed"
      ? goesOn(Change.NotCompleted({ run: run.id, status: "running" }))
      : ({ finished: true, run } as const)
  })

/**
 * How the steps of a run stand that is started again, by step. A step is finished where it ended well, or its failure was tolerated,
 * it would run the same operation with the same flags, its run is still there, and everything that it needs is finished too.
 *
 * @param log what is on record about the steps
 * @param from the step that the user goes back to. Fails with `NoSuchStep` where there is none.
 */
export const stepStandings = (
  log: ReadonlyMap<string, StepEntry>,
  graph: Graph,
  steps: ReadonlyArray<PlannedStep>,
  from: string | undefined
) =>
  Effect.gen(function* () {
    const back = yield* wentBack(steps, from)
    const standings = new Map<string, StepStanding>()
    for (const index of topologicalOrder(graph)) {
      const step = steps[index]
      if (step === undefined) continue
      const own = back.includes(index) ? again(Change.WentBack()) : yield* ofRecord(step, log.get(step.id))
      const counts = own.finished || own.goesOn
      const before = counts ? step.needs.find((need) => standings.get(need)?.finished !== true) : undefined
      standings.set(step.id, before === undefined ? own : again(Change.NeedsStep({ name: before })))
    }
    return standings
  })
