import { Effect } from "effect"
import { OptionRequired } from "../../domain/OptionRequired.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { LabelChange } from "../../workflows/LabelRuns.ts"
import { clearLabels, labelRuns } from "../../workflows/LabelRuns.ts"
import type { RunsInput, RunsOptions } from "./act-on-runs.ts"
import { actOnRuns, asked, MODIFYING } from "./act-on-runs.ts"
import { exclusive, noRemote } from "./shared.ts"

interface Options extends RunsOptions, LabelChange {
  readonly clear: boolean
  readonly remote: string | undefined
}

const preview = (change: Options): string => {
  if (change.clear) return "You are about to clear the labels of the following runs:"
  if (change.set !== undefined) return `You are about to label the following runs with '${change.set}':`
  const parts = [
    ...change.remove.map((text) => `remove '${text}'`),
    ...(change.prepend === undefined ? [] : [`prepend '${change.prepend}'`]),
    ...(change.append === undefined ? [] : [`append '${change.append}'`])
  ]
  return `You are about to change the labels of the following runs (${parts.join(", ")}):`
}

const used = (change: Options) =>
  [
    ["--set", change.set !== undefined],
    ["--prepend", change.prepend !== undefined],
    ["--append", change.append !== undefined],
    ["--remove", change.remove.length > 0],
    ["--clear", change.clear]
  ] as const

/** `guild label`: what is given as a label may refer to flags. */
export const handle = (input: RunsInput<Options>) =>
  Effect.gen(function* () {
    const { options, path } = input
    const [set, prepend, append, remove, clear] = used(options)
    const named = [set, prepend, append, remove, clear]
    if (!named.some(([, given]) => given))
      return yield* new OptionRequired({ oneOf: named.map(([name]) => name), command: path })
    for (const other of [prepend, append, remove, clear]) yield* exclusive(set, other)
    for (const other of [prepend, append, remove]) yield* exclusive(clear, other)
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    yield* actOnRuns({
      ...asked(input),
      ...MODIFYING,
      preview: visibleText(preview(options)),
      act: (runs) =>
        options.clear
          ? Effect.zipRight(clearLabels(runs), terminal.err(`Cleared label for ${runs.length} run(s)`))
          : Effect.flatMap(labelRuns(runs, options), (count) => terminal.err(`Labeled ${count} run(s)`))
    })
  })
