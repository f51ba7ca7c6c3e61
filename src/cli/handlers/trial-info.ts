import { Effect } from "effect"
import { getKey } from "../../domain/Value.ts"
import { Terminal } from "../../services/Terminal.ts"
import { askBatch } from "../../workflows/batch/AskBatch.ts"
import type { Input } from "../command/Command.ts"
import { renderAnswer } from "../render/trial.ts"

/** `guild trial info`. */
export const handle = ({ args, path }: Input<object, { readonly name: string | undefined }>) =>
  Effect.gen(function* () {
    const answer = yield* askBatch(path, { do: "batch" })
    yield* (yield* Terminal).out(yield* renderAnswer(getKey(answer, "batch") ?? null, args.name))
  })
