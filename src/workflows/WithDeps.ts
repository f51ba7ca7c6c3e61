import { Cause, Clock, Effect, Exit } from "effect"
import { LineMerge } from "../domain/batch/LineMerge.ts"
import type { PlannedOp, RunsPlan } from "../domain/plan/RunsPlan.ts"
import type { Pin, StepPlan } from "../domain/plan/StepPlan.ts"
import { stepsBelow } from "../domain/plan/StepPlan.ts"
import { requiredToRun } from "../domain/plan/RunsPlan.ts"
import { RequiredRunFailed } from "../domain/plan/PlanErrors.ts"
import { shortId } from "../domain/runs/RunId.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import type { StepDep, StepDeps } from "../domain/steps/StepDeps.ts"
import { stepPath } from "../domain/steps/StepDeps.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { mapOf } from "../domain/Value.ts"
import { Terminal } from "../services/Terminal.ts"
import { requestOfRequired } from "./PlanRunsRequest.ts"
import { planOn } from "./PlanRun.ts"
import { prepareRun } from "./PrepareRun.ts"
import { runBatch } from "./RunBatch.ts"
import type { RunHooks } from "./RunOperation.ts"
import { runOperation } from "./RunOperation.ts"
import type { WorkSource } from "./Schedule.ts"
import { schedule } from "./Schedule.ts"
import { unlessAsked } from "./UntilAsked.ts"

export interface WithDepsOptions {
  /** How many required operations run at the same time at most. */
  readonly jobs: number
  readonly hooks: Pick<RunHooks, "quiet" | "onSourceWarning" | "runSteps">
}

/** How a run ended that did not end well. */
const endOf = (exitStatus: number, run: string): string =>
  exitStatus < 0
    ? `run ${shortId(run)} was ended by signal ${-exitStatus}`
    : `run ${shortId(run)} ended with exit status ${exitStatus}`

/** The runs of nodes, by node, as far as they are known. */
type RunsOfNodes = ReadonlyMap<string, string>

const flagsFor = (pins: ReadonlyArray<Pin>, runs: RunsOfNodes): ValueMap =>
  mapOf(
    pins.flatMap(({ flag, node }): ReadonlyArray<readonly [string, Value]> => {
      const run = runs.get(node)
      return run === undefined ? [] : [[flag, shortId(run)]]
    })
  )

/** What steps take, by their paths. Trials of one batch have steps of the same paths: each finds there what any of them takes. */
const depsOf = (steps: ReadonlyArray<StepPlan>, runs: RunsOfNodes, above = ""): StepDeps => {
  const found = new Map<string, StepDep>()
  for (const step of steps) {
    const path = stepPath(above, step.id)
    const taken = step.requires.flatMap((node) => runs.get(node) ?? [])
    const own: StepDep = { runs: taken, flags: flagsFor(step.pins, runs) }
    for (const [at, dep] of [
      ...(taken.length === 0 ? [] : [[path, own] as const]),
      ...depsOf(stepsBelow(step), runs, path)
    ]) {
      const other = found.get(at)
      found.set(at, {
        runs: [...new Set([...(other?.runs ?? []), ...dep.runs])],
        flags: mapOf([...Object.entries(other?.flags ?? {}), ...Object.entries(dep.flags)])
      })
    }
  }
  return found
}

/** What an operation takes from the runs of nodes: flags that name them, and what its steps take. */
interface Taken {
  readonly flags: ValueMap
  readonly deps: StepDeps
}

const takenBy = (op: PlannedOp, runs: RunsOfNodes): Taken => ({
  flags: flagsFor(op.pins, runs),
  deps: depsOf(stepsBelow(op), runs)
})

const withTaken = (request: RunRequest, { deps, flags }: Taken): RunRequest => ({
  ...request,
  flags: mapOf([...Object.entries(request.flags), ...Object.entries(flags)]),
  steps: { failFast: false, from: undefined, ...request.steps, deps }
})

/** One of the required operations, from its flags to its end. Gives its run's id. */
const runRequired = (node: PlannedOp, request: RunRequest, taken: Taken, { hooks, jobs }: WithDepsOptions) =>
  Effect.gen(function* () {
    const { op } = node
    if (op === undefined) return undefined
    const terminal = yield* Terminal
    const own = withTaken({ ...requestOfRequired(op, request, {}), quiet: hooks.quiet }, taken)
    yield* terminal.info(`running ${node.id}, which is required`)
    const prepared = yield* prepareRun(op, own)
    if (prepared.kind === "batch") {
      const ended = yield* runBatch(prepared.batch, { ...hooks, onStaged: () => Effect.void })
      return { exitStatus: ended.exitStatus, id: ended.run.id, isBatch: true }
    }
    const plan = yield* planOn(prepared.basis, prepared.flags, own)
    // Several that print at the same time are told apart by their names.
    const merge =
      jobs === 1 || hooks.quiet
        ? undefined
        : new LineMerge(`[${node.id}] `, (lines, stream) => {
            terminal.write(lines, stream)
          })
    const ended = yield* runOperation(plan, {
      ...hooks,
      quiet: hooks.quiet || merge !== undefined,
      tee: merge === undefined ? undefined : (chunk, stream, timeMs) => merge.push(chunk, stream, timeMs),
      onInit: () => Effect.void
    })
    merge?.end(yield* Clock.currentTimeMillis)
    return { exitStatus: ended.exitStatus, id: ended.run.id, isBatch: false }
  })

/**
 * Runs what a plan says has to be run before the operation that was asked for: each when all that it requires has run, up to `jobs`
 * at the same time. After a failure what runs comes to its end and nothing else is started. Gives the request with what the
 * operation that was asked for takes from these runs.
 */
export const runRequirements = (plan: RunsPlan, request: RunRequest, options: WithDepsOptions) =>
  Effect.gen(function* () {
    const asked = plan.at(-1)
    const runs = new Map<string, string>()
    for (const { decision, id } of plan) if (decision._tag === "Skip") runs.set(id, decision.run)
    const left = new Map(requiredToRun(plan).map((node) => [node.id, node]))
    const unfinished = new Set(left.keys())
    let failed: RequiredRunFailed | undefined

    type Work = ReturnType<typeof runRequired>
    const source: WorkSource<Effect.Effect.Success<Work>, Effect.Effect.Error<Work>, Effect.Effect.Context<Work>> = {
      next: Effect.sync(() => {
        if (failed !== undefined) return undefined
        const node = [...left.values()].find(({ needs }) => !needs.some((need) => unfinished.has(need)))
        if (node === undefined) return undefined
        left.delete(node.id)
        return { id: node.id, run: runRequired(node, request, takenBy(node, runs), options) }
      }),
      settled: (id, exit) => {
        // An error, a defect or Ctrl-C ends everything and is told as it is.
        if (Exit.isFailure(exit)) return Cause.isInterruptedOnly(exit.cause) ? Effect.interrupt : exit
        const ended = exit.value
        unfinished.delete(id)
        if (ended === undefined) return Effect.void
        // A batch is no run of the operation: its trials are, of which the latest is found as ever.
        if (ended.exitStatus === 0 && !ended.isBatch) runs.set(id, ended.id)
        if (ended.exitStatus === 0) return Effect.void
        failed ??= new RequiredRunFailed({
          operation: asked?.id ?? "",
          required: id,
          reason: endOf(ended.exitStatus, ended.id)
        })
        return unlessAsked
      }
    }
    yield* schedule(source, { jobs: options.jobs })
    if (failed !== undefined) return yield* failed
    return asked === undefined ? request : withTaken(request, takenBy(asked, runs))
  })
