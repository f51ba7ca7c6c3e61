import { Effect } from "effect"
import { runLabel } from "../domain/ops/Label.ts"
import { editLabel } from "../domain/ops/LabelEdit.ts"
import type { Run } from "../domain/runs/Run.ts"
import type { StoreError } from "../services/RunStore.ts"
import { RunStore } from "../services/RunStore.ts"
import { changeRuns } from "./ChangeRuns.ts"

/** What is to become of a label; texts may refer to the run's flags. `set` leaves nothing of the old one. */
export interface LabelChange {
  readonly set: string | undefined
  readonly prepend: string | undefined
  readonly append: string | undefined
  readonly remove: ReadonlyArray<string>
}

/** The label of a run after a change: first parts are removed, then others put before and behind. */
export const changedLabel = (run: Run, change: LabelChange): string => {
  const text = (template: string) => runLabel(template, run.flags).label
  const start = change.set === undefined ? run.label : text(change.set)
  const removed = change.remove.reduce((label, part) => editLabel(label, { kind: "remove", text: part }), start)
  const prepended =
    change.prepend === undefined ? removed : editLabel(removed, { kind: "prepend", text: text(change.prepend) })
  const appended =
    change.append === undefined ? prepended : editLabel(prepended, { kind: "append", text: text(change.append) })
  return appended.trim()
}

/** Changes the label of each run. Gives how many runs there were. */
export const labelRuns = (runs: ReadonlyArray<Run>, change: LabelChange) =>
  Effect.flatMap(RunStore, (store) =>
    changeRuns(runs, (present) =>
      Effect.forEach(present, (run) => store.writeAttr(run, "label", changedLabel(run, change)), { discard: true })
    )
  )

/** Takes the label of each run away. */
export const clearLabels = (runs: ReadonlyArray<Run>): Effect.Effect<void, StoreError, RunStore> =>
  Effect.flatMap(RunStore, (store) => Effect.forEach(runs, (run) => store.removeAttr(run, "label"), { discard: true }))
