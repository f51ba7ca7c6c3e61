import { Effect } from "effect"
import { jsonText } from "../../domain/text/JsonText.ts"
import { Terminal } from "../../services/Terminal.ts"
import { resolveOperation } from "../../workflows/ResolveOperation.ts"
import type { Input } from "../command/Command.ts"
import { opHelpData } from "../render/api-ops.ts"
import { indent } from "./api-format.ts"

/** `guild api help-op`. */
export const handle = ({ args, options }: Input<{ readonly format: boolean }, { readonly operation: string }>) =>
  Effect.gen(function* () {
    const op = yield* resolveOperation(args.operation)
    yield* (yield* Terminal).out(jsonText(opHelpData(op), indent(options)))
  })
