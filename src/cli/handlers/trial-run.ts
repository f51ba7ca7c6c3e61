import { Effect } from "effect"
import { parseFlagAssigns } from "../../domain/flags/FlagAssign.ts"
import { getKey, isMap, toNumber } from "../../domain/Value.ts"
import { Terminal } from "../../services/Terminal.ts"
import { askBatch } from "../../workflows/batch/AskBatch.ts"
import type { Input } from "../command/Command.ts"
import { renderAnswer } from "../render/trial.ts"
import { exitCode } from "./run-start.ts"

interface Options {
  readonly get: string | undefined
}

/** `guild trial run`. Gives the exit code of the trial. */
export const handle = ({ args, options, path }: Input<Options, { readonly flags: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const { flags, warnings } = yield* parseFlagAssigns(args.flags)
    for (const warning of warnings) yield* terminal.warn(warning)
    const trial = getKey(yield* askBatch(path, { do: "run", flags, say_error: true }), "trial") ?? null
    yield* terminal.out(yield* renderAnswer(trial, options.get))
    return exitCode(toNumber((isMap(trial) ? getKey(trial, "exit_status") : null) ?? null) ?? 0)
  })
