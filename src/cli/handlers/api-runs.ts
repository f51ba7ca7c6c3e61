import { Effect, Option } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import { jsonText } from "../../domain/text/JsonText.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import { RunStore } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"
import { findRuns } from "../../workflows/FindRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { runData } from "../render/api-runs.ts"
import { indent } from "./api-format.ts"

interface Options {
  readonly filters: RunFilters
  readonly format: boolean
  readonly apiVersion: "1" | "2" | undefined
  readonly deleted: boolean
  readonly includeBatch: boolean
}

/** The command line of a run; one that cannot be read is none. */
const command = (run: Run) =>
  Effect.flatMap(RunStore, (store) => store.readAttr(run, "cmd")).pipe(
    Effect.map(Option.getOrNull),
    Effect.catchTag("AttrDamaged", () => Effect.succeed(null))
  )

/** `guild api runs`. */
export const handle = ({ args, options, path }: Input<Options, { readonly runs: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    const scope = options.deleted ? "trash" : "live"
    const found = yield* findRuns({ scope, filters: options.filters, words: args.runs, command: path })
    const runs = found.filter((run) => options.includeBatch || !run.isBatch)
    const scalars = yield* (yield* RunIndex).scalarsOf(runs)
    const commands = yield* Effect.forEach(runs, command)
    const byName = options.apiVersion === "2"
    const data = runs.map((run, at) => runData(run, commands[at] ?? null, scalars[at] ?? [], byName))
    yield* (yield* Terminal).out(jsonText(data, indent(options)))
  })
