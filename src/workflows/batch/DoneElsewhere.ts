import { Effect, Option } from "effect"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import { allRuns } from "../../domain/runs/RunQuery.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import { RunStore } from "../../services/RunStore.ts"
import type { BatchPlan } from "./BatchPlan.ts"
import { keptOf } from "./TrialsOnDisk.ts"

/**
 * Completed runs of the operation of a batch with the same source, whatever made them; the latest first. One that a stop rule ended
 * has not shown what its flags are worth, and is none of them. Without a digest of the source there is nothing to tell sources apart
 * by, and none.
 */
export const doneElsewhere = ({ basis }: BatchPlan, proto: RunRef) =>
  Effect.gen(function* () {
    const digest = Option.getOrNull(yield* (yield* RunStore).readAttr(proto, "sourcecode_digest"))
    const { pkgType, pkgName, modelName, opName } = basis.opRef
    const isSame = ({ opRef, sourcecodeDigest, isBatch, status }: Run): boolean =>
      !isBatch &&
      status._tag === "Completed" &&
      sourcecodeDigest === digest &&
      opRef.pkgType === pkgType &&
      opRef.pkgName === pkgName &&
      opRef.modelName === modelName &&
      opRef.opName === opName
    const { runs } = yield* (yield* RunIndex).query("live", allRuns)
    return keptOf(digest === null ? [] : runs.filter(isSame))
  })
