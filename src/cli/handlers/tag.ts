import { Effect } from "effect"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { OptionRequired } from "../../domain/OptionRequired.ts"
import { Terminal } from "../../services/Terminal.ts"
import { filterRuns } from "../../workflows/FindRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { TagChange } from "../../workflows/TagRuns.ts"
import { tagRuns } from "../../workflows/TagRuns.ts"
import type { Input } from "../command/Command.ts"
import { actOnRuns } from "./act-on-runs.ts"
import { exclusive, noRemote } from "./shared.ts"

interface Options extends TagChange {
  readonly filters: RunFilters
  readonly listAll: boolean
  readonly remote: string | undefined
  readonly yes: boolean
}

const quoted = (tags: ReadonlyArray<string>): string => tags.map((tag) => `'${tag}'`).join(", ")

const preview = (change: TagChange): string => {
  const parts = [
    ...(change.clear ? ["clear all tags"] : []),
    ...(change.delete.length > 0 ? [`delete ${quoted(change.delete)}`] : []),
    ...(change.add.length > 0 ? [`add ${quoted(change.add)}`] : [])
  ]
  return `You are about to modify tags (${parts.join(", ")}) for the following runs:`
}

/** `guild tag`. */
export const handle = ({ args, options, path }: Input<Options, { readonly runs: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    if (options.listAll) {
      const { runs } = yield* filterRuns({ scope: "live", filters: options.filters, command: path }, undefined)
      const tags = [...new Set(runs.flatMap((run) => run.tags))].sort()
      if (tags.length > 0) yield* terminal.out(tags.map(visibleText).join("\n"))
      return
    }
    if (options.add.length === 0 && options.delete.length === 0 && !options.clear)
      return yield* new OptionRequired({ oneOf: ["--add", "--delete", "--clear", "--list-all"], command: path })
    yield* exclusive(["--delete", options.delete.length > 0], ["--clear", options.clear])
    yield* actOnRuns({
      wanted: { scope: "live", filters: options.filters, words: args.runs, command: path },
      defaultWords: ["1"],
      preview: visibleText(preview(options)),
      question: "Continue?",
      otherwise: true,
      nothing: "No runs to modify.",
      yes: options.yes,
      act: (runs) => Effect.zipRight(tagRuns(runs, options), terminal.err(`Modified tags for ${runs.length} run(s)`))
    })
  })
