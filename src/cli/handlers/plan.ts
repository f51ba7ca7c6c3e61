import { Effect } from "effect"
import { jsonText } from "../../domain/text/JsonText.ts"
import { Terminal } from "../../services/Terminal.ts"
import { planRuns } from "../../workflows/PlanRuns.ts"
import { resolveOperation } from "../../workflows/ResolveOperation.ts"
import type { Input } from "../command/Command.ts"
import { runOptions } from "../command/RunOptions.ts"
import { plannedJson, renderPlan } from "../render/plan.ts"
import { runRequest } from "./run-request.ts"
import { stepsReader } from "./run-steps.ts"

type PlanInput = Input<{ readonly json: boolean }, { readonly words: ReadonlyArray<string> }>

/** `guild plan`: what `guild run --with-deps --needed` would do. */
export const handle = ({ args, options }: PlanInput) =>
  Effect.gen(function* () {
    const request = yield* runRequest(runOptions.decode(new Map()), args.words)
    const plan = yield* planRuns(yield* resolveOperation(request.opSpec), request, yield* stepsReader)
    yield* (yield* Terminal).out(options.json ? jsonText(plan.map(plannedJson)) : renderPlan(plan))
  })
