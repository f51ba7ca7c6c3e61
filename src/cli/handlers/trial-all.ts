import { Effect } from "effect"
import { allTrials } from "../../domain/batch/TrialList.ts"
import { parseRunWords } from "../../domain/flags/FlagAssign.ts"
import { trialList } from "../../domain/flags/Trials.ts"
import { Terminal } from "../../services/Terminal.ts"
import { askBatch } from "../../workflows/batch/AskBatch.ts"
import { readBatchFiles } from "../../workflows/batch/ReadBatchFiles.ts"
import type { Input } from "../command/Command.ts"
import { printTrialLines } from "./trial-results.ts"

interface Options {
  readonly get: string | undefined
}

/** `guild trial all`. A trial that fails does not make it fail. */
export const handle = ({ args, options, path }: Input<Options, { readonly words: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const { batchFiles, flags, warnings } = yield* parseRunWords(args.words)
    for (const warning of warnings) yield* terminal.warn(warning)
    const batch = yield* readBatchFiles(batchFiles)
    const trials = yield* allTrials(trialList({ flags, batch, maxTrials: undefined, seed: 0 }), "ask for")
    yield* printTrialLines(yield* askBatch(path, { do: "trials", trials }), options.get)
  })
