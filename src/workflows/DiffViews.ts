import { Effect } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { shortId } from "../domain/runs/RunId.ts"
import { GUILD_DIR } from "../domain/runs/RunLayout.ts"
import type { ScalarSummary } from "../domain/scalars/Scalar.ts"
import { scalarName } from "../domain/scalars/Scalar.ts"
import { encodeFlagValue } from "../domain/flags/FlagValue.ts"
import { byCodePoint } from "../domain/text/PathOrder.ts"
import { float } from "../domain/Value.ts"
import { RunFiles } from "../services/RunFiles.ts"
import { ScalarLog } from "../services/ScalarLog.ts"
import { UserFiles } from "../services/UserFiles.ts"
import type { DiffPair } from "./DiffRuns.ts"

/** The last value of each scalar with its step, one a line, by name. */
const scalarsText = (scalars: ReadonlyArray<ScalarSummary>): string =>
  scalars
    .map((scalar) => `${scalarName(scalar)}: ${encodeFlagValue(float(scalar.lastVal))} (step ${scalar.lastStep})\n`)
    .sort(byCodePoint)
    .join("")

/** The scalars of two runs, written to temporary files that are named by the runs; the scope removes them. */
export const scalarsPair = (from: Run, to: Run) =>
  Effect.gen(function* () {
    const [files, log] = [yield* UserFiles, yield* ScalarLog]
    const view = (run: Run) =>
      Effect.flatMap(log.summarize(run.dir), ({ scalars }) =>
        files.temporary(`${shortId(run.id)}-scalars`, scalarsText(scalars))
      )
    return [yield* view(from), yield* view(to)] satisfies DiffPair
  })

/** Names of what is in a run directory, apart from what is guild's own. */
const fileNames = (run: Run) =>
  Effect.gen(function* () {
    const names = yield* (yield* RunFiles).names(run.dir)
    return names.filter((name) => name !== GUILD_DIR)
  })

/** What two runs made or were given, name by name; the one may lack what the other has. */
export const filePairs = (from: Run, to: Run) =>
  Effect.gen(function* () {
    const names = new Set([...(yield* fileNames(from)), ...(yield* fileNames(to))])
    return [...names].sort(byCodePoint).map((name): DiffPair => [`${from.dir}/${name}`, `${to.dir}/${name}`])
  })

/** The same for a program that compares directories: links to the files, in temporary ones that the scope removes. */
export const linkedFilesPair = (from: Run, to: Run) =>
  Effect.gen(function* () {
    const files = yield* UserFiles
    const view = (run: Run) =>
      Effect.flatMap(fileNames(run), (names) => files.temporaryLinks(shortId(run.id), run.dir, names))
    return [yield* view(from), yield* view(to)] satisfies DiffPair
  })
