import { Deferred, Effect, Either } from "effect"
import { objectiveColumn } from "../../domain/compare/Objective.ts"
import type { StopRuleName } from "../../domain/stoprule/StopRule.ts"
import { stopRule } from "../../domain/stoprule/StopRule.ts"
import type { ScalarObserver } from "../../steps/ExecuteProcess.ts"
import type { BatchPlan } from "./BatchPlan.ts"
import { policyOf } from "./BatchPlan.ts"

/** The stop rule of a batch, which compares all trials that the batch starts. */
export interface EarlyStop {
  readonly rule: StopRuleName
  /** Who looks on at one trial. To be called once for each, in the order in which they start. */
  readonly watch: Effect.Effect<ScalarObserver>
}

/**
 * The stop rule that a batch is asked to keep to; `undefined` where there is none, or where the objective is no scalar. The rule
 * hears of the scalar that has the objective's name, at the step that is printed; where none is printed, values count as steps.
 */
export const earlyStop = (batch: BatchPlan): EarlyStop | undefined => {
  const settings = policyOf(batch).stopRule
  const column = Either.getOrUndefined(objectiveColumn(batch.objective))
  if (settings === undefined || column?.kind !== "scalar") return undefined
  const rule = stopRule(settings)
  const sign = batch.objective.direction === "maximize" ? -1 : 1
  let started = 0
  return {
    rule: settings.rule,
    watch: Effect.gen(function* () {
      const trial = started++
      const hopeless = yield* Deferred.make<void>()
      let withoutStep = 0
      let doomed = false
      return {
        scalar: (point) => {
          if (doomed || point.tag !== column.key) return
          const step = point.step === 0 ? withoutStep++ : point.step
          doomed = rule.report({ trial, step, value: sign * point.value })
          if (doomed) Deferred.unsafeDone(hopeless, Effect.void)
        },
        hopeless: Deferred.await(hopeless),
        rule: settings.rule
      }
    })
  }
}
