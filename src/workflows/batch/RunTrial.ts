import { Clock, Effect, Option } from "effect"
import { formatFlagAssigns } from "../../domain/flags/FlagValueFormat.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import type { RunPlan } from "../../domain/runs/RunPlan.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { mapOf } from "../../domain/Value.ts"
import { RunStore } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { RunHooks } from "../RunOperation.ts"
import { runOperation } from "../RunOperation.ts"
import { restartRun } from "../RestartRun.ts"
import { stageRun } from "../StageRun.ts"
import { unlessAsked } from "../UntilAsked.ts"
import type { TrialChoice } from "./BatchPlan.ts"
import { fromProto, planTrial, policyOf } from "./BatchPlan.ts"
import { columnValue } from "./Chooser.ts"
import type { Running, TrialOutcome } from "./Running.ts"
import { noteCut } from "./TrialsOnDisk.ts"
import { trialOutput } from "./TrialOutput.ts"

const assigns = (flags: ValueMap): string =>
  formatFlagAssigns(mapOf(Object.entries(flags).filter(([, value]) => value !== null))).join(", ")

const described = (plan: RunPlan, flags: ValueMap): string => `${plan.opName} (${assigns(flags)})`

/** Prepares a trial and leaves it at that. */
export const stageTrial = ({ batch, run, proto, say, hooks }: Running, flags: ValueMap, choice?: TrialChoice) =>
  Effect.gen(function* () {
    const plan = { ...fromProto(yield* planTrial(batch, flags, choice), proto), linkedFrom: run }
    const trialHooks: RunHooks = {
      inTrial: true,
      ...hooks,
      tee: undefined,
      onInit: ({ id }) =>
        hooks.quiet ? Effect.void : say("INFO", `Staging trial ${shortId(id)}: ${described(plan, flags)}`)
    }
    const staged = yield* stageRun(plan, trialHooks)
    yield* hooks.onStaged(plan, staged)
    return { run: staged, exitStatus: 0, endsBatch: false } satisfies TrialOutcome
  })

/** The link to a trial that did not become a run leads nowhere. */
const unlink = (batch: RunRef, trial: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    if (Option.isNone(yield* store.read(trial))) yield* store.purge({ id: trial.id, dir: `${batch.dir}/${trial.id}` })
  }).pipe(Effect.ignore)

interface TrialHistory {
  /** Whoever asked for the trial is told of a failure anyway. */
  readonly isTold?: boolean
  /** The trial was begun, and goes on with those of its steps that are left. */
  readonly resume?: Run | undefined
}

/**
 * Runs one trial to its end, or stages it. A failed one ends the batch only where that was asked for.
 */
export const runTrial = (
  running: Running,
  flags: ValueMap,
  choice: TrialChoice,
  { isTold = false, resume }: TrialHistory = {}
) =>
  Effect.gen(function* () {
    const { batch, run, proto, output, say, hooks, early } = running
    if (batch.request.batch.stageTrials) return yield* stageTrial(running, flags, choice)
    const terminal = yield* Terminal
    const watched = yield* early?.watch ?? Effect.succeed(undefined)
    const planned = fromProto(yield* planTrial(batch, flags, choice), proto)
    const trial = resume ?? (yield* (yield* RunStore).reserve)
    const plan = { ...planned, runId: trial.id, linkedFrom: run }
    const { quiet, tee, end } = trialOutput(trial, {
      policy: policyOf(batch),
      quiet: hooks.quiet,
      output,
      show: terminal.write,
      onLines: hooks.watch?.printed
    })
    const what = described(plan, flags)
    const start = (trialHooks: RunHooks) =>
      Effect.gen(function* () {
        return resume === undefined
          ? yield* runOperation(plan, trialHooks)
          : yield* restartRun(plan, resume, false, trialHooks)
      })
    const ended = yield* start({
      inTrial: true,
      ...hooks,
      quiet: quiet || hooks.quiet,
      tee,
      ...(watched === undefined ? {} : { observe: () => watched }),
      onInit: (ref) =>
        Effect.zipRight(
          hooks.quiet ? Effect.void : say("INFO", `Running trial ${shortId(ref.id)}: ${what}`),
          hooks.watch?.started(ref, what) ?? Effect.void
        )
    }).pipe(
      Effect.onError(() => unlink(run, trial)),
      Effect.ensuring(Effect.map(Clock.currentTimeMillis, end))
    )
    const exitStatus = ended.stoppedEarly ? 0 : ended.exitStatus
    // A trial that ended because guild was asked to stop did not fail: the batch ends with it.
    yield* Effect.tapError(unlessAsked, () => (exitStatus === 0 ? Effect.void : noteCut(run, trial)))
    if (ended.stoppedEarly && watched !== undefined && !hooks.quiet)
      yield* say("INFO", `trial ${shortId(trial.id)} stopped early (rule ${watched.rule})`)
    const endsBatch = exitStatus !== 0 && batch.request.batch.failOnTrialError
    const outcome = { run: trial, exitStatus, endsBatch } satisfies TrialOutcome
    if (hooks.watch !== undefined) {
      const value = yield* Effect.orElseSucceed(columnValue(batch.objective, flags, outcome), () => undefined)
      yield* hooks.watch.ended(trial, exitStatus, value)
    }
    if (exitStatus !== 0 && (endsBatch || !isTold))
      yield* say("ERROR", `trial ${shortId(trial.id)} exited with an error (see log for details)`)
    if (endsBatch)
      yield* say("ERROR", "stopping batch because a trial failed (remaining staged trials may be started as needed)")
    return outcome
  })
