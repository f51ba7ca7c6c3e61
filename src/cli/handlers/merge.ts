import { Effect } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import { userPath } from "../../domain/text/Paths.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import { findRun } from "../../workflows/FindRuns.ts"
import type { MergePlan, MergeRequest } from "../../workflows/MergeRun.ts"
import { mergeFiles, planMerge } from "../../workflows/MergeRun.ts"
import { readRunDetails } from "../../workflows/ReadRunDetails.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { infoLines, runInfo } from "../render/run-info.ts"
import { runsTable } from "../render/runs-table.ts"
import { confirm } from "./confirm.ts"
import { exclusive, place } from "./shared.ts"

export interface MergeOptions {
  readonly filters: RunFilters
  readonly targetDir: string | undefined
  readonly onlySourcecode: boolean
  readonly all: boolean
  readonly skipSourcecode: boolean
  readonly skipDeps: boolean
  readonly exclude: ReadonlyArray<string>
  readonly noSummary: boolean
  readonly summaryName: string | undefined
  readonly preview: boolean
  readonly yes: boolean
  readonly replace: boolean | undefined
}

const SUMMARY = "run-summary-${run_id}.txt"

const NO_DETAILS = { comments: true, env: false, deps: true, plugins: false, allScalars: false, privateAttrs: false }

const request = (options: MergeOptions): MergeRequest => ({
  targetDir: options.targetDir,
  sourcecode: !options.skipSourcecode,
  dependencies: !options.skipDeps && !options.onlySourcecode,
  generated: options.all,
  exclude: options.exclude,
  replace: options.replace === undefined ? "committed" : options.replace ? "any" : "none",
  summaryName: options.noSummary ? undefined : (options.summaryName ?? SUMMARY)
})

/** The run that is meant, and what merging it comes to. */
export const plannedMerge = (options: MergeOptions, word: string | undefined, command: string) =>
  Effect.gen(function* () {
    yield* exclusive(["--sourcecode", options.onlySourcecode], ["--all", options.all])
    yield* exclusive(["--sourcecode", options.onlySourcecode], ["--skip-sourcecode", options.skipSourcecode])
    yield* exclusive(["--no-summary", options.noSummary], ["--summary-name", options.summaryName !== undefined])
    const run = yield* findRun({ scope: "live", filters: options.filters, word, command })
    return { run, plan: yield* planMerge(run, request(options)) }
  })

/** Copies the files, and writes the summary: what `guild runs info` says of the run. */
export const performMerge = (run: Run, plan: MergePlan) =>
  Effect.gen(function* () {
    yield* mergeFiles(plan)
    if (plan.summary === undefined) return
    const scalars = yield* (yield* RunIndex).scalars(run)
    const info = runInfo(yield* readRunDetails(run), scalars, undefined, yield* place, NO_DETAILS)
    yield* (yield* UserFiles).write(plan.summary, `${infoLines(info).join("\n")}\n`)
  })

/** `guild merge`. */
export const handle = ({ args, options, path }: Input<MergeOptions, { readonly run: string | undefined }>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const { plan, run } = yield* plannedMerge(options, args.run, path)
    const { homeDir } = yield* place
    const target = visibleText(userPath(plan.target, homeDir))
    if (plan.copied.length === 0)
      return yield* terminal.err(`Nothing to copy (${plan.unchanged.length} file(s) are unchanged).`)
    if (options.preview || !options.yes) {
      const listed = runsTable([{ run, index: undefined }], yield* place, { indent: 2 })
      const files = plan.copied.map((file) => `  ${visibleText(file.path)}`)
      yield* terminal.err(
        [`You are about to copy files from the following run to '${target}':`, ...listed, "Files:", ...files].join("\n")
      )
    }
    if (options.preview) return
    if (!options.yes) yield* confirm("Continue?", true)
    for (const file of plan.copied) yield* terminal.err(`Copying ${visibleText(file.path)}`)
    yield* performMerge(run, plan)
    yield* terminal.err(`Copied ${plan.copied.length} file(s) to ${target}`)
  })
