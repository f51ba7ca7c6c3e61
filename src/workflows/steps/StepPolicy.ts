import { Duration, Schedule } from "effect"
import { NodeFailure } from "../../domain/graph/Outcome.ts"
import { signalStatus } from "../../domain/Interrupted.ts"
import type { StepRetry } from "../../domain/steps/StepRetry.ts"
import { backoffMs, isRetried } from "../../domain/steps/StepRetry.ts"
import type { NodePolicy } from "../graph/RunGraph.ts"
import type { StepFailure } from "./AttemptStep.ts"
import type { PlannedStep } from "./ReadSteps.ts"

/** The exit status of a step that took too long, as timeout(1) has it. */
export const TIMED_OUT = 124

/** What a shell would see of a failure. */
export const failureStatus: (failure: NodeFailure<StepFailure>) => number = NodeFailure.$match({
  Failed: ({ error }) => error.exitStatus,
  TimedOut: () => TIMED_OUT
})

const isWorth = (retry: StepRetry, failure: NodeFailure<StepFailure>): boolean =>
  failure._tag === "Failed"
    ? failure.error.retried
    : isRetried(retry, { exitStatus: signalStatus("SIGTERM"), timedOut: true }, () => [])

/** When a step is tried again: as often, as late and after such failures as its `retry` says. */
const retrySchedule = (retry: StepRetry): Schedule.Schedule<unknown, NodeFailure<StepFailure>> =>
  Schedule.recurs(retry.times).pipe(
    Schedule.addDelay((failedBefore) => Duration.millis(backoffMs(retry, failedBefore + 1))),
    Schedule.whileInput((failure: NodeFailure<StepFailure>) => isWorth(retry, failure))
  )

/** A step's attributes as a node's policy. */
export const stepPolicy = ({ def }: PlannedStep): NodePolicy<StepFailure> => ({
  retry: def.retry === undefined ? undefined : retrySchedule(def.retry),
  timeoutMs: def.timeoutMs,
  continueOnError: def.continueOnError
})
