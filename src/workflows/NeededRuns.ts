import { Effect, Option } from "effect"
import { flagsKey } from "../domain/batch/FlagsKey.ts"
import type { OpRef } from "../domain/ops/OpRef.ts"
import { printOpRef } from "../domain/ops/OpRef.ts"
import type { Run } from "../domain/runs/Run.ts"
import { RunId } from "../domain/runs/RunId.ts"
import { PROTO_DIR } from "../domain/runs/RunLayout.ts"
import { runsNamed } from "../domain/runs/RunQuery.ts"
import type { ValueMap } from "../domain/Value.ts"
import { equals } from "../domain/Value.ts"
import { RunIndex } from "../services/RunIndex.ts"
import { RunStore } from "../services/RunStore.ts"
import type { Prepared } from "./PrepareRun.ts"

/** A text that two preparations share where a run of one makes one of the other needless. */
export const identityOf = (prepared: Prepared): string => {
  if (prepared.kind === "run") return `${printOpRef(prepared.basis.opRef)} ${flagsKey(prepared.flags)}`
  const { basis, batchOp, protoFlags, request } = prepared.batch
  const own = `${printOpRef(batchOp.opRef)} ${flagsKey(request.batch.optFlags)}`
  return `${own} of ${printOpRef(basis.opRef)} ${flagsKey(protoFlags)}`
}

const isRunOf = (run: Run, opRef: OpRef, flags: ValueMap): boolean =>
  printOpRef(run.opRef) === printOpRef(opRef) && equals(run.flags, flags)

/**
 * The runs that make another one needless: of the same operation with the same flags, the latest first; a run that is still
 * pending does not count. A batch has to match in its own flags and in those of its prototype.
 */
export const matchingRuns = (prepared: Prepared) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const { opRef } = prepared.kind === "run" ? prepared.basis : prepared.batch.batchOp
    const { runs } = yield* (yield* RunIndex).query("live", { ...runsNamed([opRef.opName]), notStatuses: ["pending"] })
    if (prepared.kind === "run")
      return runs.filter((run) => !run.isBatch && isRunOf(run, prepared.basis.opRef, prepared.flags))
    const { basis, batchOp, protoFlags, request } = prepared.batch
    const batches = runs.filter((run) => run.isBatch && isRunOf(run, batchOp.opRef, request.batch.optFlags))
    return yield* Effect.filter(batches, (run) =>
      Effect.map(store.read({ id: RunId.make("proto"), dir: `${run.dir}/${PROTO_DIR}` }), (proto) =>
        Option.exists(proto, (found) => isRunOf(found, basis.opRef, protoFlags))
      )
    )
  })

/** Whether a run that is started again would come to something else than it did: it has not ended well, or its flags change. */
export const restartNeeded = (run: Run, flags: ValueMap): boolean =>
  (run.status._tag !== "Completed" && run.status._tag !== "Running") || !equals(run.flags, flags)
