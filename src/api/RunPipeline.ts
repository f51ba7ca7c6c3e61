import { Duration, Effect, Option, Schedule } from "effect"
import type { Graph } from "../domain/graph/Graph.ts"
import { makeGraph, topologicalOrder } from "../domain/graph/Graph.ts"
import { NodeFailure } from "../domain/graph/Outcome.ts"
import type { Outcome } from "../domain/graph/Outcome.ts"
import type { Run, RunRef } from "../domain/runs/Run.ts"
import { RunId } from "../domain/runs/RunId.ts"
import { PIPELINE_NODES, nodesToData } from "../domain/steps/PipelineNodes.ts"
import type { StepEntry, StepState } from "../domain/steps/StepLog.ts"
import { logFromData, logToData, STEP_RUNS } from "../domain/steps/StepLog.ts"
import type { Value } from "../domain/Value.ts"
import { RunStore } from "../services/RunStore.ts"
import { Terminal } from "../services/Terminal.ts"
import { endLeftOver } from "../workflows/EndLeftOver.ts"
import type { Journal, NodePolicy } from "../workflows/graph/RunGraph.ts"
import { runGraph } from "../workflows/graph/RunGraph.ts"
import { withPrefix } from "../workflows/steps/StepTerminal.ts"
import { fromValue } from "./Data.ts"
import type { NodeError, NodeFailed } from "./Errors.ts"
import { NodeTimedOut, PipelineFailed, PipelineRunFailed } from "./Errors.ts"
import type { Session, Task } from "./Node.ts"
import type { NodeServices, RunSurroundings } from "./NodeRun.ts"
import { messageOf } from "./Reasons.ts"
import { runNode } from "./RunNode.ts"
import { OUTPUT_ATTR } from "./RunResult.ts"

/** How the nodes of a pipeline are gone through. */
export interface PipelineOptions {
  /** How many nodes run at the same time at most; 1 where nothing is said. */
  readonly jobs?: number | undefined
  /** After a failure: `isolate` ends what needs the node and lets the rest finish (unless said otherwise), `stop` ends everything. */
  readonly onFailure?: "isolate" | "stop" | undefined
}

type Failure = unknown
type AnyTask = Task<unknown, unknown>

/** All nodes that the given ones need, each once, those that are needed first. */
export const collectTasks = (from: ReadonlyArray<AnyTask>): ReadonlyArray<AnyTask> => {
  const found = new Set<AnyTask>()
  // An own stack: a pipeline may be deeper than the engine's.
  const stack = from.toReversed().map((task) => ({ task, ready: false }))
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (found.has(at.task)) continue
    if (at.ready) found.add(at.task)
    else {
      stack.push({ task: at.task, ready: true })
      for (const task of at.task.needs.toReversed()) stack.push({ task, ready: false })
    }
  }
  return [...found]
}

/** The run of a node's latest attempt, as it stands. What a start that was killed left running of it is ended first. */
const takeOver = (entry: StepEntry | undefined) =>
  Effect.gen(function* () {
    const last = entry?.attempts.at(-1)
    if (last === undefined) return Option.none<Run>()
    const store = yield* RunStore
    const read = Effect.orElseSucceed(
      store.read({ id: RunId.make(last.run), dir: `${store.runsDir}/${last.run}` }),
      Option.none<Run>
    )
    const found = yield* read
    if (Option.isNone(found)) return found
    yield* endLeftOver(found.value)
    return yield* read
  })

/**
 * The nodes that an earlier start of a pipeline came through and that are still what it would run, with what they gave: their runs
 * are completed, whether that start lived to record it or not.
 */
const finishedBefore = (
  entries: ReadonlyMap<string, StepEntry>,
  graph: Graph,
  tasks: ReadonlyArray<AnyTask>,
  session: Session
) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const finished = new Set<string>()
    for (const index of entries.size === 0 ? [] : topologicalOrder(graph)) {
      const task = tasks[index]
      const entry = task === undefined ? undefined : entries.get(task.name)
      const found = yield* takeOver(entry)
      if (task === undefined || Option.isNone(found) || found.value.status._tag !== "Completed") continue
      if (entry?.command !== task.identity || entry.outdated || task.needs.some(({ name }) => !finished.has(name)))
        continue
      const output = yield* Effect.orElseSucceed(store.readAttr(found.value, OUTPUT_ATTR), Option.none<Value>)
      const data = Option.isSome(output)
        ? fromValue(output.value)
        : yield* Effect.orElseSucceed(task.readAgain?.(found.value) ?? Effect.void, () => undefined)
      if (task.restore(session, data)) finished.add(task.name)
    }
    return finished
  })

const STATE: Readonly<Record<Outcome<void, Failure>["_tag"], StepState>> = {
  Done: "completed",
  Failed: "failed",
  Skipped: "skipped",
  Cancelled: "cancelled"
}

/** A name that a link can have. */
const linkName = (name: string): string => name.replaceAll(/[/\\:\0]/g, "-").replace(/^(?:\.|$)/, "_")

const errorOf = (node: string, failure: NodeFailure<Failure>): Failure =>
  NodeFailure.$match(failure, {
    Failed: ({ error }) => error,
    TimedOut: ({ timeoutMs }) => new NodeTimedOut({ node, timeoutMs })
  })

const failureOf = (node: string, failure: NodeFailure<Failure>): NodeFailed<Failure> => {
  const error = errorOf(node, failure)
  return { node, error, message: messageOf(error) }
}

/** What the graph does about a node that fails or is slow; a schedule is asked about the errors that the node's types speak of. */
const policyOf = ({ name, policy: { retry, timeout } }: AnyTask): NodePolicy<Failure> => ({
  retry:
    retry === undefined
      ? undefined
      : Schedule.mapInput(retry, (failure: NodeFailure<Failure>) => errorOf(name, failure)),
  timeoutMs: timeout === undefined ? undefined : Duration.toMillis(timeout)
})

/**
 * Runs the nodes that a pipeline's result needs in the name of its run, each as a run of its own that is linked from it, and keeps in
 * the run's `step_runs` what became of each. What an earlier start finished is not run again: its output is read from its run. Fails
 * with all that failed, after everything that could run has ended.
 */
export const runTasks = (
  pipeline: string,
  parent: RunRef,
  wanted: ReadonlyArray<AnyTask>,
  surroundings: RunSurroundings,
  { jobs = 1, onFailure = "isolate" }: PipelineOptions
): Effect.Effect<Session, PipelineFailed<unknown> | PipelineRunFailed, unknown> =>
  Effect.gen(function* () {
    const tasks = collectTasks(wanted)
    const store = yield* RunStore
    const terminal = yield* Terminal
    const notRun = ({ message }: { readonly message: string }) => new PipelineRunFailed({ pipeline, reason: message })
    const graphNodes = tasks.map(({ name, needs }) => ({ id: name, needs: needs.map((need) => need.name) }))
    const graph = yield* Effect.mapError(makeGraph(graphNodes), notRun)
    const session: Session = { record: (request) => runNode(request, surroundings) }
    const log = yield* Effect.mapError(store.readAttr(parent, STEP_RUNS), notRun)
    const before = new Map(
      Option.match(log, { onNone: () => [], onSome: logFromData }).map((entry) => [entry.id, entry])
    )
    const finished = yield* finishedBefore(before, graph, tasks, session)
    const entries = new Map([...before].filter(([id]) => graph.indexOf.has(id)))
    const record = (name: string, value: Value) =>
      Effect.catchAll(store.writeAttr(parent, name, value), ({ message }) =>
        terminal.warn(`cannot record what became of ${pipeline}: ${message}`)
      )
    const write = Effect.suspend(() => record(STEP_RUNS, logToData(entries.values())))
    yield* record(PIPELINE_NODES, nodesToData(graphNodes))
    const change = (task: AnyTask, f: (entry: StepEntry) => Partial<StepEntry>) => {
      const entry = entries.get(task.name) ?? {
        id: task.name,
        name: task.name,
        command: task.identity,
        state: "running" as const,
        attempts: [],
        outdated: false
      }
      entries.set(task.name, { ...entry, command: task.identity, ...f(entry) })
      return write
    }
    // What a node gave before what it needs is run again must not be taken for what it would give, wherever this start ends.
    const outdated = [...entries.values()].filter(({ id }) => !finished.has(id))
    for (const entry of outdated) entries.set(entry.id, { ...entry, outdated: true })
    if (outdated.length > 0) yield* write
    const taskOf = (id: string): AnyTask | undefined => tasks[graph.indexOf.get(id) ?? -1]
    const journal: Journal<void, Failure> = {
      finished: (id) => (finished.has(id) ? Option.some(undefined) : Option.none()),
      began: () => Effect.void,
      ended: (id, outcome) => {
        const task = taskOf(id)
        return task === undefined ? Effect.void : change(task, () => ({ state: STATE[outcome._tag] }))
      }
    }
    /** Links the run of a node's latest attempt where it is there: that of another guild comes to be while that guild runs. */
    const link = (task: AnyTask) =>
      Effect.gen(function* () {
        const last = entries.get(task.name)?.attempts.at(-1)
        if (last === undefined) return
        const run: RunRef = { id: RunId.make(last.run), dir: `${store.runsDir}/${last.run}` }
        if (Option.isSome(yield* store.read(run))) yield* store.linkRun(parent, linkName(task.name), run)
      }).pipe(Effect.catchAll(({ message }) => terminal.warn(`cannot link ${task.name}: ${message}`)))
    const begun = (task: AnyTask) => (run: RunRef) =>
      Effect.gen(function* () {
        yield* change(task, ({ attempts }) => ({
          state: "running" as const,
          outdated: false,
          attempts: [...attempts, { run: run.id, exitStatus: undefined, stopped: undefined }]
        }))
        yield* link(task)
      })
    const nodes = tasks.map((task) => {
      const attempt = Effect.ensuring(task.attempt(session, begun(task)), link(task))
      return {
        id: task.name,
        needs: task.needs.map(({ name }) => name),
        run: () => (jobs > 1 ? withPrefix(task.name, attempt) : attempt),
        policy: policyOf(task)
      }
    })
    const outcomes = yield* runGraph(graph, nodes, { jobs, onFailure, journal })
    const failures = Array.from(outcomes, ([node, outcome]) =>
      outcome._tag === "Failed" ? [failureOf(node, outcome.failure)] : []
    ).flat()
    const cancelled = Array.from(outcomes).flatMap(([node, { _tag }]) => (_tag === "Cancelled" ? [node] : []))
    if (failures.length > 0) return yield* Effect.fail(new PipelineFailed(pipeline, failures, cancelled))
    return session
  })

/** What a pipeline fails with whose operations fail with `E`. */
export type PipelineError<E> = PipelineFailed<E | NodeError> | PipelineRunFailed
/** What a pipeline needs whose operations need `R`. */
export type PipelineNeeds<R> = R | NodeServices
