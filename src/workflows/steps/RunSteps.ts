import { Duration, Effect, Exit, Option } from "effect"
import type { Graph } from "../../domain/graph/Graph.ts"
import { signalStatus } from "../../domain/Interrupted.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { Value } from "../../domain/Value.ts"
import { mapOf } from "../../domain/Value.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { RunIndex } from "../../services/RunIndex.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { PlannedRun } from "../../steps/InitRunDir.ts"
import type { Journal, Node } from "../graph/RunGraph.ts"
import { runGraph } from "../graph/RunGraph.ts"
import type { RunningSteps, StepFailure } from "./AttemptStep.ts"
import { attemptStep } from "./AttemptStep.ts"
import type { PlannedStep } from "./ReadSteps.ts"
import { readSteps } from "./ReadSteps.ts"
import type { StepJournal } from "./StepJournal.ts"
import { openJournal } from "./StepJournal.ts"
import { stepPolicy } from "./StepPolicy.ts"
import { isPlainList, stateOf, statusOf, tell, tellFinished } from "./StepReport.ts"
import { readStepDeps } from "./StepOutside.ts"
import type { StepsOptions, StepsPort } from "./StepsPort.ts"
import type { StepFacts } from "./WhenHolds.ts"
import { together, whenHolds } from "./WhenHolds.ts"

type Needs = Effect.Effect.Context<ReturnType<typeof attemptStep>> | RunIndex

/**
 * What conditions may know of the steps, by the ids and the names that they have; of equal names the last one counts. The name of a
 * step with a matrix stands for all that it comes to.
 */
const factsOf = (steps: ReadonlyArray<PlannedStep>, journal: StepJournal): ReadonlyMap<string, StepFacts> => {
  const runs = journal.runs()
  const facts = new Map<string, StepFacts>()
  const groups = new Map<string, ReadonlyArray<StepFacts>>()
  for (const { group, id, name } of steps) {
    const entry = journal.entry(id)
    if (entry === undefined) continue
    const last = entry.attempts.at(-1)
    const fact = { state: entry.state, exitStatus: last?.exitStatus, run: runs.find(({ id }) => id === last?.run) }
    for (const each of [name, id]) facts.set(each, fact)
    if (group !== name) groups.set(group, [...(groups.get(group) ?? []), fact])
  }
  for (const [group, all] of groups) {
    const fact = facts.has(group) ? undefined : together(all)
    if (fact !== undefined) facts.set(group, fact)
  }
  return facts
}

const condition = (step: PlannedStep, steps: ReadonlyArray<PlannedStep>, { journal, parent }: RunningSteps) => {
  const { when } = step.def
  if (when === undefined) return undefined
  const flags = mapOf([...Object.entries(parent.plan.flags), ...Object.entries(step.matrix)])
  return Effect.gen(function* () {
    const terminal = yield* Terminal
    const holds = yield* Effect.catchAll(whenHolds(when, flags, factsOf(steps, journal)), ({ message }) =>
      Effect.zipRight(
        terminal.err(`guild: ${visibleText(message)}`),
        Effect.fail<StepFailure>({ exitStatus: 1, asked: undefined, retried: false })
      )
    )
    if (!holds) yield* terminal.info(`skipping ${visibleText(step.name)}: '${visibleText(when.text)}' does not hold`)
    return holds
  })
}

const graphJournal = (
  steps: ReadonlyArray<PlannedStep>,
  graph: Graph,
  journal: StepJournal
): Journal<RunRef | undefined, StepFailure, Terminal> => {
  const quiet = isPlainList(steps)
  const stepOf = (id: string) => steps[graph.indexOf.get(id) ?? -1]
  return {
    finished: journal.finished,
    began: (id, attempt) =>
      attempt === 1
        ? Effect.void
        : Effect.flatMap(Terminal, (terminal) =>
            terminal.info(`trying ${visibleText(stepOf(id)?.name ?? id)} again (attempt ${attempt})`)
          ),
    timedOut: (id) => Effect.sync(() => journal.attemptEnded(id, { stopped: "timeout" })),
    ended: (id, outcome) => {
      const step = stepOf(id)
      if (step === undefined) return Effect.void
      const timedOut = outcome._tag === "Failed" && outcome.failure._tag === "TimedOut"
      return Effect.gen(function* () {
        if (timedOut) {
          const seconds = (step.def.timeoutMs ?? 0) / 1000
          const terminal = yield* Terminal
          yield* terminal.log("ERROR", `${visibleText(step.name)} took longer than ${seconds}s and was stopped`)
        }
        if (!quiet) yield* tell(step, outcome)
        yield* journal.settle(step, stateOf(outcome))
      })
    }
  }
}

/** Work that is ended after so many minutes; gives nothing then. */
const withinTime = <A, E, R>(minutes: number | undefined, work: Effect.Effect<A, E, R>) =>
  minutes === undefined
    ? Effect.asSome(work)
    : Effect.timeoutOption(work, Duration.minutes(minutes)).pipe(
        Effect.tap((done) =>
          Option.isSome(done)
            ? Effect.void
            : Effect.flatMap(Terminal, (terminal) =>
                terminal.err(`Stopping steps early - ${minutes.toFixed(1)} minute(s) elapsed`)
              )
        )
      )

/**
 * Goes through the steps of a stepped run, from where an earlier start left them, and gives the run's exit status. What a step
 * needs comes before it; a step that fails keeps those that need it from running, or ends all. Fails where the steps are not well
 * defined, before any of them is run. Interrupted, it ends all steps that run.
 */
export const runSteps = (parent: PlannedRun, data: ReadonlyArray<Value>, port: StepsPort, options: StepsOptions) =>
  Effect.gen(function* () {
    const { graph, steps } = yield* readSteps(data, parent.plan, port)
    const journal = yield* openJournal(parent.run, graph, steps, options.from)
    const running: RunningSteps = { parent, port, options, journal, deps: yield* readStepDeps(parent.run) }
    const terminal = yield* Terminal
    if (steps.length === 0) yield* terminal.log("WARNING", "no steps defined")
    yield* tellFinished(steps, journal)
    const nodes = steps.map((step): Node<RunRef | undefined, StepFailure, Needs> => ({
      id: step.id,
      needs: step.needs,
      when: condition(step, steps, running),
      run: (attempt: number) => attemptStep(step, attempt, running),
      policy: stepPolicy(step)
    }))
    const outcomes = yield* Effect.exit(
      Effect.interruptible(
        withinTime(
          parent.plan.stopAfterMinutes,
          runGraph(graph, nodes, {
            jobs: options.jobs,
            onFailure: options.failFast ? "stop" : "isolate",
            journal: graphJournal(steps, graph, journal)
          })
        )
      )
    )
    if (Exit.isSuccess(outcomes) && Option.isSome(outcomes.value)) return statusOf(steps, outcomes.value.value)
    // Steps that ran were ended with the graph, which cannot tell of them any more.
    for (const step of steps) if (journal.entry(step.id)?.state === "running") yield* journal.settle(step, "cancelled")
    if (Exit.isSuccess(outcomes)) return signalStatus("SIGTERM")
    return Exit.isInterrupted(outcomes) ? signalStatus("SIGINT") : yield* Effect.failCause(outcomes.cause)
  })
