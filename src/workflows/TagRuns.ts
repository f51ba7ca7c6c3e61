import { Effect } from "effect"
import { editLabel } from "../domain/ops/LabelEdit.ts"
import type { Run } from "../domain/runs/Run.ts"
import { RunStore } from "../services/RunStore.ts"
import { changeRuns } from "./ChangeRuns.ts"

export interface TagChange {
  readonly add: ReadonlyArray<string>
  readonly delete: ReadonlyArray<string>
  readonly clear: boolean
  /** The label gets and loses the same words. */
  readonly syncLabels: boolean
}

/** A run's tags after a change: what goes first goes out, then others come in; each once, by name. */
export const changedTags = (tags: ReadonlyArray<string>, change: TagChange): ReadonlyArray<string> => {
  const kept = change.clear ? [] : tags.filter((tag) => !change.delete.includes(tag))
  return [...new Set([...kept, ...change.add])].sort()
}

const changedLabel = (run: Run, change: TagChange): string => {
  const removed = [...change.delete, ...(change.clear ? run.tags : [])]
  const without = removed.reduce((label, tag) => editLabel(label, { kind: "remove", text: tag }), run.label)
  return [...change.add]
    .reverse()
    .reduce(
      (label, tag) => editLabel(editLabel(label, { kind: "remove", text: tag }), { kind: "prepend", text: tag }),
      without
    )
}

/** Changes the tags of each run. Gives how many runs there were. */
export const tagRuns = (runs: ReadonlyArray<Run>, change: TagChange) =>
  changeRuns(runs, (present) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      for (const run of present) {
        const tags = changedTags(run.tags, change)
        yield* tags.length === 0 ? store.removeAttr(run, "tags") : store.writeAttr(run, "tags", tags)
        if (change.syncLabels) yield* store.writeAttr(run, "label", changedLabel(run, change))
      }
    })
  )
