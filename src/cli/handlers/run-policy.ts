import { Effect } from "effect"
import type { BatchPolicy } from "../../domain/batch/BatchPolicy.ts"
import { plainPolicy } from "../../domain/batch/BatchPolicy.ts"
import { parseTimeSpan } from "../../domain/batch/Budget.ts"
import { OptionRequired } from "../../domain/OptionRequired.ts"
import { stopRuleSettings } from "../../domain/stoprule/StopRuleFlags.ts"
import { Host } from "../../services/Host.ts"
import { shareGpus } from "../../workflows/batch/Gpus.ts"
import type { RunOptions } from "../command/RunOptions.ts"

/** How many trials run at once: as many as asked for; for `auto`, one a processor, or one for each share of the GPUs. */
const jobsOf = (asked: string | undefined, cpus: number, gpus: BatchPolicy["gpus"]): number => {
  if (asked === undefined) return 1
  if (asked !== "auto") return Number(asked)
  return Math.max(1, gpus === undefined ? cpus : Math.floor(gpus.devices.length / gpus.each))
}

/**
 * How the options say that a batch goes through its trials. Fails where a trial cannot have the GPUs that it wants, and where an
 * option is given without the one that it belongs to.
 */
export const batchPolicy = (options: RunOptions) =>
  Effect.gen(function* () {
    if (options.stopRule === undefined && options.stopRuleFlags.length > 0)
      return yield* new OptionRequired({ oneOf: ["--stop-rule"], command: "guild run" })
    if (options.retryFailed && options.resume === undefined)
      return yield* new OptionRequired({ oneOf: ["--resume"], command: "guild run" })
    const { platform } = yield* Host
    const named = options.noGpus ? "" : options.gpus
    const gpus = options.gpusPerTrial === undefined ? undefined : yield* shareGpus(options.gpusPerTrial, named)
    const jobs = jobsOf(options.jobs, platform.cpus, gpus)
    return {
      jobs,
      gpus,
      output: options.batchOutput ?? (jobs > 1 ? "prefix" : plainPolicy.output),
      budget: options.budget === undefined ? undefined : parseTimeSpan(options.budget),
      repeat: options.repeat ?? 1,
      skipDone: options.skipDone,
      stopRule: options.stopRule === undefined ? undefined : stopRuleSettings(options.stopRule, options.stopRuleFlags)
    } satisfies BatchPolicy
  })
