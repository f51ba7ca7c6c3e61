import type { OpDef } from "../domain/ops/OpDef.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import { NO_BATCH_REQUEST } from "../domain/runs/RunRequest.ts"
import type { ValueMap } from "../domain/Value.ts"
import { mapOf } from "../domain/Value.ts"

/** Parameters of `guild run` that are about the operation that was asked for. */
const OF_THE_OTHER: ReadonlySet<string> = new Set(
  (
    "label tag comment run_dir run_id stop_after force_flags dep batch_label batch_tag batch_comment optimizer optimize " +
    "minimize maximize opt_flags max_trials with_deps"
  ).split(" ")
)

/** A request for an operation that another one requires: nothing of what was asked for the other is meant for it. */
export const requestOfRequired = (op: OpDef, request: RunRequest, flags: ValueMap): RunRequest => ({
  ...request,
  opSpec: op.fullName,
  flags,
  batchFiles: [],
  label: undefined,
  tags: [],
  comment: undefined,
  runDir: undefined,
  runId: undefined,
  stopAfterMinutes: undefined,
  forceFlags: false,
  dependencies: [],
  debugging: { setTrace: false, breaks: [], onError: false },
  batch: NO_BATCH_REQUEST,
  params: mapOf([
    ...Object.entries(request.params).filter(([name]) => !OF_THE_OTHER.has(name)),
    ["opspec", op.fullName],
    ["flags", []]
  ])
})
