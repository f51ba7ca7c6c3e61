import { Effect } from "effect"
import { SecondRunRefused, TwoRunsNeeded } from "../../domain/DiffErrors.ts"
import type { Run } from "../../domain/runs/Run.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { DiffCommand } from "../../workflows/DiffCommand.ts"
import { diffCommand } from "../../workflows/DiffCommand.ts"
import type { DiffParts } from "../../workflows/DiffRuns.ts"
import { runPairs, workingDir, workingPairs } from "../../workflows/DiffRuns.ts"
import { filePairs, linkedFilesPair, scalarsPair } from "../../workflows/DiffViews.ts"
import { findRun, findRuns } from "../../workflows/FindRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import { eachFileDiff, runDiffCommand } from "../../workflows/ShowDiff.ts"
import type { Input } from "../command/Command.ts"
import { diffText } from "../render/diff.ts"
import { exclusive, noRemote } from "./shared.ts"

interface Options extends DiffParts {
  readonly filters: RunFilters
  readonly working: boolean
  readonly workingDir: string | undefined
  readonly cmd: string | undefined
  readonly remote: string | undefined
}

type DiffInput = Input<Options, { readonly runs: ReadonlyArray<string> }>

/** The latest two, the older one first, where none are named. */
const LATEST = ["2", "1"]

const check = ({ args, options }: DiffInput) =>
  Effect.gen(function* () {
    yield* exclusive(["--path", options.path.length > 0], ["--sourcecode", options.sourcecode])
    yield* exclusive(["--working", options.working], ["--working-dir", options.workingDir !== undefined])
    yield* noRemote(options.remote)
    if (args.runs.length < 2) return
    if (options.working) return yield* new SecondRunRefused({ option: "--working" })
    if (options.workingDir !== undefined) return yield* new SecondRunRefused({ option: "--working-dir" })
  })

/** What is held against what of two runs: what `command` is to show, or guild itself. */
const partPairs = (from: Run, to: Run, options: Options, command: DiffCommand | undefined) =>
  Effect.gen(function* () {
    const found = [...(yield* runPairs(from, to, options))]
    if (options.files && command === undefined) found.push(...(yield* filePairs(from, to)))
    else if (options.files) found.push(yield* linkedFilesPair(from, to))
    if (options.scalars) found.push(yield* scalarsPair(from, to))
    return found
  })

/** What is held against what. A directory that the user names stands as typed, for the program that is shown it. */
const pairs = ({ args, options, path }: DiffInput, command: DiffCommand | undefined) =>
  Effect.gen(function* () {
    const wanted = { scope: "live", filters: options.filters, command: path } as const
    if (options.working || options.workingDir !== undefined) {
      const run = yield* findRun({ ...wanted, word: args.runs[0] })
      const named = options.workingDir
      const dir =
        named === undefined
          ? yield* workingDir(run)
          : named.startsWith("/") || named.startsWith(".")
            ? named
            : `./${named}`
      return yield* workingPairs(run, dir, options.path)
    }
    const runs = yield* findRuns({ ...wanted, words: args.runs.length === 0 ? LATEST : args.runs })
    const [from, to, ...more] = runs
    if (from === undefined || to === undefined || more.length > 0)
      return yield* new TwoRunsNeeded({ count: runs.length })
    return yield* partPairs(from, to, options, command)
  })

/** `guild diff`. */
export const handle = (input: DiffInput) =>
  Effect.scoped(
    Effect.gen(function* () {
      yield* check(input)
      const terminal = yield* Terminal
      const command = yield* diffCommand(input.options.cmd)
      for (const pair of yield* pairs(input, command)) {
        if (command !== undefined) yield* runDiffCommand(command, pair)
        else yield* eachFileDiff(pair, (diff) => terminal.out(diffText(diff, terminal.style)))
      }
    })
  )
