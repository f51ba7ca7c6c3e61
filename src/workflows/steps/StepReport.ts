import { Effect, Option } from "effect"
import type { Outcome } from "../../domain/graph/Outcome.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import type { StepState } from "../../domain/steps/StepLog.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { StepFailure } from "./AttemptStep.ts"
import type { PlannedStep } from "./ReadSteps.ts"
import type { StepJournal } from "./StepJournal.ts"
import { failureStatus } from "./StepPolicy.ts"

/** How a step ended; the value is its run, where it came to one. */
export type StepOutcome = Outcome<RunRef | undefined, StepFailure>

const wasAsked = (outcome: StepOutcome): boolean =>
  outcome._tag === "Failed" && outcome.failure._tag === "Failed" && outcome.failure.error.asked !== undefined

/** What is recorded of an outcome: a step that was not let end has been cancelled. */
export const stateOf = (outcome: StepOutcome): StepState => {
  if (wasAsked(outcome)) return "cancelled"
  switch (outcome._tag) {
    case "Done":
      return "completed"
    case "Failed":
      return "failed"
    case "Skipped":
      return "skipped"
    case "Cancelled":
      return "cancelled"
  }
}

/** Says what became of a step where the steps that go on would not let it be seen. */
export const tell = (step: PlannedStep, outcome: StepOutcome) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const name = visibleText(step.name)
    if (wasAsked(outcome)) return
    if (outcome._tag === "Cancelled")
      return yield* terminal.info(
        `not running ${name}${outcome.by === undefined ? "" : `: it needs ${visibleText(outcome.by)}`}`
      )
    if (outcome._tag !== "Failed") return
    const attempts = outcome.attempts > 1 ? ` after ${outcome.attempts} attempts` : ""
    yield* terminal.log("ERROR", `step ${name} failed${attempts} (exit code ${failureStatus(outcome.failure)})`)
  })

/** Steps that all wait for the one before end with the first failure, which has been told already. */
export const isPlainList = (steps: ReadonlyArray<PlannedStep>): boolean =>
  steps.every(
    ({ def }) => def.needs === undefined && def.retry === undefined && def.matrix.length === 0 && !def.continueOnError
  )

/** The exit status of a stepped run: of the first step that failed, unless the user asked for the end. */
export const statusOf = (steps: ReadonlyArray<PlannedStep>, outcomes: ReadonlyMap<string, StepOutcome>): number => {
  const failed = steps.flatMap(({ id }) => {
    const outcome = outcomes.get(id)
    return outcome?._tag === "Failed" && !outcome.tolerated ? [outcome.failure] : []
  })
  const asked = failed.find((failure) => failure._tag === "Failed" && failure.error.asked !== undefined)
  const first = asked ?? failed[0]
  return first === undefined ? 0 : failureStatus(first)
}

/** Says which steps an earlier start has finished. */
export const tellFinished = (steps: ReadonlyArray<PlannedStep>, journal: StepJournal) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const finished = steps.filter(({ id }) => Option.isSome(journal.finished(id)))
    for (const step of finished) {
      const run = Option.getOrUndefined(journal.finished(step.id))
      const where = run === undefined ? "" : ` in run ${shortId(run.id)}`
      yield* terminal.info(`${visibleText(step.name)} is done already${where}`)
    }
    if (finished.length > 0 && finished.length === steps.length)
      yield* terminal.info("all steps are done - use --from STEP to run some of them again")
  })
