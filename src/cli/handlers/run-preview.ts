import { Effect } from "effect"
import type { OpBasis } from "../../domain/ops/OpBasis.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import { operationName } from "../../domain/runs/RunQueryOperation.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Terminal } from "../../services/Terminal.ts"
import { hasOptimizerProcess } from "../../workflows/batch/BatchPlan.ts"
import type { Prepared } from "../../workflows/PrepareRun.ts"
import type { BatchPreview } from "../render/preview.ts"
import { renderPreview } from "../render/preview.ts"
import { confirm } from "./confirm.ts"
import type { Start } from "./run-start.ts"

const batchPreview = (prepared: Prepared): BatchPreview | undefined => {
  if (prepared.kind === "run") return undefined
  const { batch, fromFiles } = prepared
  const { batchOp, objective, request } = batch
  if (batchOp.opRef.opName === "+") return { kind: "grid", trials: batch.trials.size, fromFiles }
  const maxTrials = request.batch.maxTrials ?? (hasOptimizerProcess(batch) ? undefined : batch.trials.size)
  if (batchOp.opRef.opName === "random" && maxTrials !== undefined) return { kind: "random", maxTrials }
  return {
    kind: "optimizer",
    name: batchOp.opName,
    maxTrials,
    objective: `${objective.direction} ${visibleText(objective.column)}`,
    flags: request.batch.optFlags
  }
}

const flagsOf = (prepared: Prepared) => (prepared.kind === "run" ? prepared.flags : prepared.batch.protoFlags)

/** What is known of the operation that was prepared: that of the trials, where it is a batch. */
export const basisFor = (prepared: Prepared): OpBasis =>
  prepared.kind === "run" ? prepared.basis : prepared.batch.basis

/** What the question before it calls what is about to happen, and to what. */
const subjectOf = (prepared: Prepared, mode: Start) => {
  const { opName } = basisFor(prepared)
  if (mode.kind === "run" || mode.kind === "stage") return { action: mode.kind, subject: opName } as const
  const from = mode.kind === "restart" ? mode.again.from : mode.from
  const action = mode.kind === "resume" ? "resume" : from.status._tag === "Staged" ? "start" : "restart"
  return { action, subject: `${shortId(from.id)} (${operationName(from.opRef, from.protoOpRef).full})` } as const
}

/** Shows what is about to happen, and asks whether it is meant. Fails where it is not. */
export const previewAndConfirm = (prepared: Prepared, mode: Start) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    yield* terminal.out(
      renderPreview({
        ...subjectOf(prepared, mode),
        batch: batchPreview(prepared),
        repeat: prepared.kind === "batch" ? prepared.batch.request.batch.policy?.repeat : undefined,
        flags: flagsOf(prepared),
        nullLabels: basisFor(prepared).nullLabels
      })
    )
    yield* confirm("Continue?", true)
  })
