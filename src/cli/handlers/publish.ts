import { Effect } from "effect"
import { fileSize } from "../../domain/publish/RunFilters.ts"
import { operationName } from "../../domain/runs/RunQueryOperation.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import type { Run } from "../../domain/runs/Run.ts"
import { absolutePath } from "../../domain/text/Paths.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Host } from "../../services/Host.ts"
import { Terminal } from "../../services/Terminal.ts"
import { indexTemplates, publishRun, refreshIndex } from "../../workflows/PublishRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { actOnRuns } from "./act-on-runs.ts"

interface Options {
  readonly filters: RunFilters
  readonly dest: string | undefined
  readonly template: string | undefined
  readonly indexTemplate: string | undefined
  readonly files: boolean
  readonly allFiles: boolean
  readonly includeLinks: boolean
  readonly noMd5: boolean
  readonly includeBatch: boolean
  readonly refreshIndex: boolean
  readonly yes: boolean
}

const leftOut = ({ id }: Run, paths: ReadonlyArray<string>): string => {
  const named = paths.slice(0, 3).map(visibleText).join(", ")
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : ""
  return `links of run ${shortId(id)} that lead out of it and its project were not published: ${named}${more}`
}

/** `guild publish`. */
export const handle = ({ args, options, path }: Input<Options, { readonly runs: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const { cwd } = yield* Host
    const named = options.dest ?? "published-runs"
    const dest = absolutePath(named, cwd)
    // Read before a run is published, which would be left without its place in the index otherwise.
    const index = yield* indexTemplates(options.indexTemplate)
    const refresh = Effect.flatMap(refreshIndex(dest, index), (size) =>
      terminal.out(`Published runs using ${fileSize(size)}`)
    )
    if (options.refreshIndex) {
      yield* terminal.out(`Refreshing runs index in ${visibleText(named)}`)
      return yield* refresh
    }
    const files = options.allFiles ? "all" : options.files || options.includeLinks ? "selected" : "none"
    yield* actOnRuns({
      wanted: { scope: "live", filters: options.filters, words: args.runs, command: path },
      defaultWords: [],
      only: (run) => options.includeBatch || !run.isBatch,
      preview: `You are about to publish the following run(s) to ${visibleText(named)}:`,
      question: "Continue?",
      otherwise: true,
      nothing: "No runs to publish.",
      yes: options.yes,
      act: (runs) =>
        Effect.gen(function* () {
          for (const run of runs) {
            const request = {
              dest,
              template: options.template,
              files,
              links: options.includeLinks,
              md5: !options.noMd5
            } as const
            const { outside, size } = yield* publishRun(run, request)
            const name = visibleText(operationName(run.opRef, run.protoOpRef).full)
            yield* terminal.out(`Publishing [${shortId(run.id)}] ${name}... using ${fileSize(size)}`)
            if (outside.length > 0) yield* terminal.warn(leftOut(run, outside))
          }
          yield* terminal.out("Refreshing runs index")
          yield* refresh
        })
    })
  })
