import { Effect } from "effect"
import { jsonText } from "../../domain/text/JsonText.ts"
import { Terminal } from "../../services/Terminal.ts"
import { planRestart } from "../../workflows/PlanRestart.ts"
import { planRuns } from "../../workflows/PlanRuns.ts"
import { prepareAgain } from "../../workflows/PrepareAgain.ts"
import { resolveOperation } from "../../workflows/ResolveOperation.ts"
import type { Input } from "../command/Command.ts"
import type { RunOptions } from "../command/RunOptions.ts"
import { plannedJson } from "../render/plan-json.ts"
import { renderPlan } from "../render/plan.ts"
import { findAgain } from "./run-again.ts"
import { runRequest } from "./run-request.ts"
import { stepsReader } from "./run-steps.ts"

type PlanInput = Input<RunOptions & { readonly json: boolean }, { readonly words: ReadonlyArray<string> }>

const planFor = ({ args: { words }, options }: PlanInput) =>
  Effect.gen(function* () {
    const reader = yield* stepsReader
    const found = yield* findAgain(options, words[0])
    if (found !== undefined) {
      const request = yield* runRequest(found.options, words)
      return [yield* planRestart(yield* prepareAgain(found.again, request), found.again.from, request, reader)]
    }
    const request = yield* runRequest(options, words)
    return yield* planRuns(yield* resolveOperation(request.opSpec), request, reader, {
      seeded: options.randomSeed !== undefined
    })
  })

/** `guild plan`: what `guild run --with-deps --needed`, or `--restart`, would do. */
export const handle = (input: PlanInput) =>
  Effect.gen(function* () {
    const plan = yield* planFor(input)
    yield* (yield* Terminal).out(input.options.json ? jsonText(plan.map(plannedJson)) : renderPlan(plan))
  })
