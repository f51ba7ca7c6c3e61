import { Effect } from "effect"
import type { CompareTable } from "../../domain/compare/CompareTable.ts"
import type { Run } from "../../domain/runs/Run.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import type { SheetData } from "../../domain/sheet/SheetData.ts"
import { toNumber } from "../../domain/Value.ts"
import type { Host } from "../../services/Host.ts"
import type { IndexError } from "../../services/RunIndex.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import type { StoreError } from "../../services/RunStore.ts"
import { RunStore } from "../../services/RunStore.ts"
import { inSlices } from "../../workflows/InSlices.ts"
import { markRuns } from "../../workflows/MarkRuns.ts"
import { readRunDetails } from "../../workflows/ReadRunDetails.ts"
import { place } from "../handlers/shared.ts"
import { cellText } from "../render/compare.ts"
import { infoLines, runInfo } from "../render/run-info.ts"
import type { SheetSource } from "./SheetSource.ts"

/** Runs that are compared: the table, and the run of each of its rows. */
export interface Comparison {
  readonly runs: ReadonlyArray<Run>
  readonly table: CompareTable
}

/** A comparison as a table on the screen shows it. */
const sheetData = ({ runs, table }: Comparison): Effect.Effect<SheetData> =>
  Effect.map(
    inSlices(table.rows, (cells, at) => ({
      id: runs[at]?.dir ?? String(at),
      marked: runs[at]?.marked ?? false,
      cells: cells.map((cell) => ({
        text: cellText(cell),
        number: cell === undefined ? undefined : toNumber(cell.value)
      }))
    })),
    (rows) => ({ headings: table.headings, rows })
  )

const INFO_OPTIONS = {
  comments: true,
  env: false,
  deps: true,
  plugins: false,
  allScalars: true,
  privateAttrs: false
} as const

/** Differs where a run came, went or changed. */
const versionOf = (runs: ReadonlyArray<Run>): string =>
  JSON.stringify(
    runs.map(({ dir, label, marked, started, status, stopped, tags }) => [
      dir,
      status._tag,
      started,
      stopped,
      label,
      marked,
      tags
    ])
  )

/**
 * Runs side by side as the rows of a live table.
 *
 * @param find the runs that are meant, as they are now
 * @param compare lays them side by side
 */
export const compareSheet = <E1, R1, E2, R2>(
  find: Effect.Effect<ReadonlyArray<Run>, E1, R1>,
  compare: (runs: ReadonlyArray<Run>) => Effect.Effect<Comparison, E2, R2>
) => {
  // While a run runs its scalars change from look to look.
  let looks = 0
  let shown: ReadonlyArray<Run> = []
  const version = (runs: ReadonlyArray<Run>): string => `${looks} ${versionOf(runs)}`
  const runOf = (dir: string) =>
    Effect.gen(function* () {
      const run = shown.find((each) => each.dir === dir)
      return run === undefined ? undefined : yield* (yield* RunStore).read(run)
    }).pipe(Effect.map((found) => (found?._tag === "Some" ? found.value : undefined)))
  const source: SheetSource<E1 | E2 | StoreError | IndexError, R1 | R2 | RunStore | RunIndex | Host> = {
    load: Effect.gen(function* () {
      const runs = yield* find
      const comparison = yield* compare(runs)
      shown = comparison.runs
      return { data: yield* sheetData(comparison), version: version(runs) }
    }),
    version: Effect.map(find, (runs) => {
      if (runs.some(({ status }) => status._tag === "Running")) looks += 1
      return version(runs)
    }),
    details: (dir) =>
      Effect.gen(function* () {
        const run = yield* runOf(dir)
        if (run === undefined) return undefined
        const details = yield* readRunDetails(run)
        const scalars = yield* (yield* RunIndex).scalars(run)
        const info = runInfo(details, scalars, undefined, yield* place, INFO_OPTIONS)
        return { title: `Run ${shortId(run.id)}`, lines: infoLines(info) }
      }),
    mark: (dir, marked) =>
      Effect.gen(function* () {
        const run = yield* runOf(dir)
        if (run === undefined) return false
        yield* markRuns([run], marked)
        return true
      })
  }
  return source
}
