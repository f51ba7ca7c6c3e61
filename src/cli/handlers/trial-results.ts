import { Effect } from "effect"
import type { ValueMap } from "../../domain/Value.ts"
import { getKey, isList } from "../../domain/Value.ts"
import { Terminal } from "../../services/Terminal.ts"
import { askBatch } from "../../workflows/batch/AskBatch.ts"
import type { Input } from "../command/Command.ts"
import { renderAnswer } from "../render/trial.ts"

interface Options {
  readonly get: string | undefined
}

/** Prints a line for each trial of an answer. */
export const printTrialLines = (answer: ValueMap, name: string | undefined) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const trials = getKey(answer, "trials")
    for (const trial of trials !== undefined && isList(trials) ? trials : [])
      yield* terminal.out(yield* renderAnswer(trial, name))
  })

/** `guild trial results`. */
export const handle = ({ options, path }: Input<Options, object>) =>
  Effect.flatMap(askBatch(path, { do: "results" }), (answer) => printTrialLines(answer, options.get))
