import { Effect } from "effect"
import { relativePath } from "../../domain/text/Paths.ts"
import { plainPolicy } from "../../domain/batch/BatchPolicy.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { requiredToRun } from "../../domain/plan/RunsPlan.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import { Host } from "../../services/Host.ts"
import { Terminal } from "../../services/Terminal.ts"
import { planRuns } from "../../workflows/PlanRuns.ts"
import { runRequirements } from "../../workflows/WithDeps.ts"
import type { RunOptions } from "../command/RunOptions.ts"
import { renderPlan } from "../render/plan.ts"
import { renderSourceWarning } from "../render/sourcecode.ts"
import { confirm } from "./confirm.ts"
import { runInBackground } from "./run-background.ts"
import { stepsHook, stepsOptions, stepsReader } from "./run-steps.ts"

/** Whether the options start something, and do not only show it. */
const startsSomething = (options: RunOptions): boolean =>
  !options.printCmd && !options.printEnv && !options.printTrials && options.saveTrials === undefined

/**
 * Runs, for `--with-deps`, what an operation requires, and gives what is left to do: the request with the runs to be used named
 * in it, and its options; undefined where `--needed` leaves nothing to run, or a guild in the background has all of it to do. The user
 * is asked once, before anything runs.
 */
export const runWithDeps = (op: OpDef, request: RunRequest, options: RunOptions) =>
  Effect.gen(function* () {
    if (!options.withDeps || !startsSomething(options)) return { request, options }
    const terminal = yield* Terminal
    const { cwd } = yield* Host
    const plan = yield* planRuns(op, request, yield* stepsReader)
    if (options.needed && plan.every(({ decision }) => decision._tag === "Skip")) {
      yield* terminal.err(
        `Skipping because all that would be run has been run (--needed specified):\n${renderPlan(plan)}`
      )
      return undefined
    }
    const inBackground = options.background || options.pidfile !== undefined
    const asked = !options.yes && (inBackground || requiredToRun(plan).length > 0)
    if (asked) {
      yield* terminal.out(`You are about to run ${op.fullName} and what it requires\n${renderPlan(plan)}`)
      yield* confirm("Continue?", true)
    }
    if (inBackground) {
      yield* runInBackground(op.fullName, options.pidfile, { restarted: undefined, runDir: request.runDir })
      return undefined
    }
    const ready = yield* runRequirements(plan, request, {
      jobs: (request.batch.policy ?? plainPolicy).jobs,
      hooks: {
        quiet: request.quiet,
        runSteps: yield* stepsHook(stepsOptions(request)),
        onSourceWarning: (warning) =>
          terminal.warn(renderSourceWarning(relativePath(cwd, op.projectDir) || ".", warning))
      }
    })
    return {
      request: ready,
      // What was asked or decided over the whole plan is not asked again of its last part.
      options: { ...options, yes: options.yes || asked, needed: false }
    }
  })
