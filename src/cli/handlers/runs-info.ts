import { Effect } from "effect"
import { MANIFEST_FILE } from "../../domain/runs/Manifest.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { jsonText } from "../../domain/text/JsonText.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import { Terminal } from "../../services/Terminal.ts"
import { findRun } from "../../workflows/FindRuns.ts"
import { damagedAttrs, readRunDetails } from "../../workflows/ReadRunDetails.ts"
import { readText } from "../../workflows/ReadText.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { infoJson, infoLines, runInfo } from "../render/run-info.ts"
import { noRemote, place } from "./shared.ts"

interface Options {
  readonly filters: RunFilters
  readonly comments: boolean
  readonly env: boolean
  readonly deps: boolean
  readonly manifest: boolean
  readonly plugins: boolean
  readonly allScalars: boolean
  readonly json: boolean
  readonly privateAttrs: boolean
  readonly remote: string | undefined
}

/** What is wrong without the excerpt of the file that shows where. */
const oneLine = (message: string): string =>
  message
    .split("\n")
    .slice(0, 2)
    .map((line) => line.trim())
    .join(", ")

/** `guild runs info`. */
export const handle = ({ args, options, path }: Input<Options, { readonly run: string | undefined }>) =>
  Effect.gen(function* () {
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    const index = yield* RunIndex
    const run = yield* findRun({ scope: "live", filters: options.filters, word: args.run, command: path })
    const details = yield* readRunDetails(run)
    for (const { message } of yield* damagedAttrs(details)) yield* terminal.warn(visibleText(oneLine(message)))
    const scalars = yield* index.scalars(run)
    const manifest = options.manifest ? ((yield* readText(`${run.dir}/${MANIFEST_FILE}`)) ?? "") : undefined
    const info = runInfo(details, scalars, manifest, yield* place, options)
    yield* terminal.out(options.json ? jsonText(infoJson(info)) : infoLines(info).join("\n"))
  })
