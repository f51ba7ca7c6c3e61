import { Effect } from "effect"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { OptionRequired } from "../../domain/OptionRequired.ts"
import { Terminal } from "../../services/Terminal.ts"
import { filterRuns } from "../../workflows/FindRuns.ts"
import type { TagChange } from "../../workflows/TagRuns.ts"
import { tagRuns } from "../../workflows/TagRuns.ts"
import type { RunsInput, RunsOptions } from "./act-on-runs.ts"
import { actOnRuns, asked, MODIFYING } from "./act-on-runs.ts"
import { exclusive, noRemote } from "./shared.ts"

interface Options extends RunsOptions, TagChange {
  readonly listAll: boolean
  readonly remote: string | undefined
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
export const handle = (input: RunsInput<Options>) =>
  Effect.gen(function* () {
    const { options, path } = input
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
      ...asked(input),
      ...MODIFYING,
      preview: visibleText(preview(options)),
      act: (runs) =>
        Effect.flatMap(tagRuns(runs, options), (count) => terminal.err(`Modified tags for ${count} run(s)`))
    })
  })
