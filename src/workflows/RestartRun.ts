import type { Cause } from "effect"
import { Effect, Option } from "effect"
import { compileOutputScalars } from "../domain/scalars/OutputScalars.ts"
import { pathInside } from "../domain/text/Paths.ts"
import type { Run, RunRef } from "../domain/runs/Run.ts"
import type { RunPlan } from "../domain/runs/RunPlan.ts"
import { RunStore } from "../services/RunStore.ts"
import { claimRun } from "../steps/ClaimRun.ts"
import type { PlannedRun } from "../steps/InitRunDir.ts"
import { resolveDependencies } from "../steps/ResolveDependencies.ts"
import { snapshotSource } from "../steps/SnapshotSource.ts"
import { writeAttrs } from "../steps/WriteAttrs.ts"
import { endLeftOver } from "./EndLeftOver.ts"
import type { RunHooks } from "./RunOperation.ts"
import { abandon, preparedFirst, startPrepared } from "./RunOperation.ts"
import { unlessAsked, untilAsked, wasAsked } from "./UntilAsked.ts"

/** Removes what says how a run ended, as its process is about to start again. */
export const forgetEnd = (run: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    yield* store.removeAttr(run, "exit_status")
    yield* store.removeAttr(run, "stopped")
  })

/**
 * A restart that did not come to its process. A staged run that the user gave up goes on waiting, and the end of an earlier
 * start stays what it was where it is still recorded; any other ends as a start that failed.
 */
export const letGo = (run: Run, cause: Cause.Cause<unknown>) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const staged = run.status._tag === "Staged"
    const ended = Option.isSome(yield* Effect.orElseSucceed(store.readAttr(run, "exit_status"), Option.none<unknown>))
    if (!ended && !staged) return yield* abandon(run, cause)
    yield* staged && wasAsked(cause) ? store.mark(run, "STAGED") : store.unmark(run, "STAGED")
    yield* store.unmark(run, "PENDING")
    yield* store.unmark(run, "LOCK")
  }).pipe(Effect.ignore)

/** What has to be there anew before the process. */
const prepareAgain = (planned: PlannedRun, freshSource: boolean, hooks: RunHooks) =>
  Effect.gen(function* () {
    if (freshSource) {
      // What the project does not have any more would be taken for its source. Source in the run directory itself stays.
      const dir = `${planned.run.dir}/${planned.plan.source.dest}`
      if (pathInside(planned.run.dir, planned.plan.source.dest) === dir && dir !== planned.run.dir)
        yield* (yield* RunStore).purge({ id: planned.run.id, dir })
      yield* Effect.flatMap(snapshotSource.run(planned), Effect.forEach(hooks.onSourceWarning))
    }
    yield* resolveDependencies.run({ ...planned, inTrial: hooks.inTrial === true })
  })

/**
 * Starts a run that is on disk, staged or run before, in its own directory. Its source stays as it is unless `freshSource`;
 * what was resolved stays resolved. Until the process starts, what an earlier one left is kept, so that a restart which is
 * given up or fails before that loses nothing. Fails with `RunTaken` where another guild has the run.
 */
export const restartRun = (plan: RunPlan, run: Run, freshSource: boolean, hooks: RunHooks) =>
  Effect.gen(function* () {
    yield* compileOutputScalars(plan.outputScalars)
    yield* unlessAsked
    yield* claimRun.run(run)
    const planned = { plan, run }
    const prepare = Effect.gen(function* () {
      yield* endLeftOver(run)
      yield* hooks.onInit(run)
      yield* untilAsked(prepareAgain(planned, freshSource, hooks))
      yield* writeAttrs(run, plan.attrs)
      yield* forgetEnd(run)
    })
    return yield* preparedFirst(prepare, startPrepared(planned, hooks), (cause) => letGo(run, cause))
  })
