import { Deferred, Effect } from "effect"
import { DESK_ENV } from "../../domain/batch/TrialCall.ts"
import { compileOutputScalars, ignoredKeys } from "../../domain/scalars/OutputScalars.ts"
import { runEnv } from "../../domain/runs/RunEnv.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { RunPlan } from "../../domain/runs/RunPlan.ts"
import { Host } from "../../services/Host.ts"
import type { OutputSink } from "../../services/Processes.ts"
import type { OpenDesk } from "../../services/TrialDesk.ts"
import { executeProcess } from "../../steps/ExecuteProcess.ts"
import { stopPolicy } from "../RunOperation.ts"

export interface OptimizerProcess {
  readonly plan: RunPlan
  /** The batch, whose directory the process runs in. */
  readonly run: RunRef
  readonly desk: OpenDesk
  /** Variables besides those of any run. */
  readonly env: Readonly<Record<string, string>>
  readonly quiet: boolean
  /** Takes what the process prints. */
  readonly tee: OutputSink | undefined
  /** Completes when the process is to be ended whatever it does. */
  readonly giveUp: Deferred.Deferred<void>
}

/**
 * Runs the process of an optimizer to its end in the directory of its batch, which is led by this guild, and gives its exit
 * status. It finds the desk by its environment, and this very guild as `guild` before any other.
 */
export const optimizerProcess = ({ desk, env, giveUp, plan, quiet, run, tee }: OptimizerProcess) =>
  Effect.gen(function* () {
    const host = yield* Host
    const own = runEnv(plan, run, host)
    const [program = "", ...args] = plan.command.argv
    return yield* executeProcess.run({
      run,
      argv: [program, ...args],
      env: { ...own, ...env, [DESK_ENV]: desk.address, PATH: `${desk.binDir}:${own["PATH"] ?? ""}` },
      patterns: yield* compileOutputScalars(plan.outputScalars),
      ignoredKeys: ignoredKeys(plan.outputScalars, Object.keys(plan.flags)),
      quiet,
      // What it prints stands among what is said of its trials.
      noOutput: true,
      tee,
      giveUp: Deferred.await(giveUp),
      stop: stopPolicy(plan, host.env),
      isLed: true,
      isTied: true
    })
  })
