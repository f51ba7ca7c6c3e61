import { Effect } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import type { Declined, NoAnswer } from "../../domain/AnswerErrors.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { Host } from "../../services/Host.ts"
import type { RunIndex } from "../../services/RunIndex.ts"
import type { RunScope, RunStore } from "../../services/RunStore.ts"
import type { FindError, Wanted } from "../../workflows/FindRuns.ts"
import { findRuns } from "../../workflows/FindRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { runsTable } from "../render/runs-table.ts"
import { confirm } from "./confirm.ts"
import { place } from "./shared.ts"

/** Options of every command that acts on runs. */
export interface RunsOptions {
  readonly filters: RunFilters
  readonly yes: boolean
}

/** What is given to a command that acts on the runs which its arguments name. */
export type RunsInput<O extends RunsOptions> = Input<O, { readonly runs: ReadonlyArray<string> }>

/** Which runs a command is about, and whether it asks before it acts. */
export const asked = ({ args, options, path }: RunsInput<RunsOptions>, scope: RunScope = "live") => ({
  wanted: { scope, filters: options.filters, words: args.runs, command: path },
  yes: options.yes
})

/** What commands that change something of runs have in common: they are about the latest where none is named. */
export const MODIFYING = {
  defaultWords: ["1"],
  question: "Continue?",
  otherwise: true,
  nothing: "No runs to modify."
} as const

/** What a command does with the runs that it was given, and what it says and asks before. */
export interface RunsAction<E, R> {
  readonly wanted: Wanted
  /** RUN arguments that hold where none are given: `["1"]` for the latest, `[]` for all. */
  readonly defaultWords: ReadonlyArray<string>
  /** Runs that the command is about, of those that were named. */
  readonly only?: (run: Run) => boolean
  /** Said above the list of runs. */
  readonly preview: string
  readonly question: string
  /** What Enter means. */
  readonly otherwise: boolean
  /** Said where there is no run to act on. */
  readonly nothing: string
  readonly yes: boolean
  readonly act: (runs: ReadonlyArray<Run>) => Effect.Effect<void, E, R>
}

/**
 * Finds runs, shows them, asks, and acts: the shape of every command that changes runs. The list and the question are left out
 * with `--yes`; a command without a run to act on says so and succeeds.
 */
export const actOnRuns = <E, R>(
  action: RunsAction<E, R>
): Effect.Effect<void, E | FindError | Declined | NoAnswer, R | RunIndex | RunStore | Terminal | Host> =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const found = yield* selected(action)
    const runs = action.only === undefined ? found : found.filter(action.only)
    if (runs.length === 0) return yield* terminal.err(action.nothing)
    if (!action.yes) {
      yield* terminal.err(action.preview)
      const lines = runsTable(
        runs.map((run) => ({ run, index: undefined })),
        yield* place,
        { indent: 2 }
      )
      yield* terminal.err(lines.join("\n"))
      yield* confirm(action.question, action.otherwise)
    }
    yield* action.act(runs)
  })

/** The default stands for nothing where there are no runs at all. */
const selected = <E, R>(
  action: RunsAction<E, R>
): Effect.Effect<ReadonlyArray<Run>, FindError, RunIndex | RunStore> => {
  const given = action.wanted.words.length > 0
  const words = given ? action.wanted.words : action.defaultWords
  const found = findRuns({ ...action.wanted, words })
  return given ? found : Effect.catchTag(found, "RunNotFound", () => Effect.succeed([]))
}
