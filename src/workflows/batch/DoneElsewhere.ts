import { Effect, Option } from "effect"
import type { OpBasis } from "../../domain/ops/OpBasis.ts"
import type { Run } from "../../domain/runs/Run.ts"
import { GUILD_DIR } from "../../domain/runs/RunLayout.ts"
import { runsNamed } from "../../domain/runs/RunQuery.ts"
import { Changes } from "../../services/Changes.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import { RunStore } from "../../services/RunStore.ts"
import { SourceFiles } from "../../services/SourceFiles.ts"
import type { BatchPlan } from "./BatchPlan.ts"
import type { Running } from "./Running.ts"
import { linkedTrials } from "./LinkedTrials.ts"
import { keptOf } from "./TrialsOnDisk.ts"

/** Completed runs of an operation, whatever made them; the latest first. */
const completedRuns = ({ opRef: { modelName, opName, pkgName, pkgType } }: OpBasis) =>
  Effect.gen(function* () {
    const isOf = ({ isBatch, opRef, status }: Run): boolean =>
      !isBatch &&
      status._tag === "Completed" &&
      opRef.pkgType === pkgType &&
      opRef.pkgName === pkgName &&
      opRef.modelName === modelName &&
      opRef.opName === opName
    return (yield* (yield* RunIndex).query("live", runsNamed([opName]))).runs.filter(isOf)
  })

/**
 * Completed runs of the operation of a batch with the same source, whatever else made them; the latest first. One that a stop rule
 * ended has not shown what its flags are worth, and is none of them, nor is a trial of the batch itself, which goes on. Without a
 * digest of the source there is nothing to tell sources apart by, and none.
 */
export const doneElsewhere = ({ basis }: BatchPlan, { proto, run }: Pick<Running, "proto" | "run">) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const digest = Option.getOrNull(yield* store.readAttr(proto, "sourcecode_digest"))
    if (digest === null) return keptOf([])
    const trials = Option.map(yield* store.read(run), linkedTrials)
    const own = new Set((yield* Option.getOrElse(trials, () => Effect.succeed([]))).map(({ id }) => id))
    const runs = yield* completedRuns(basis)
    return keptOf(runs.filter(({ id, sourcecodeDigest }) => sourcecodeDigest === digest && !own.has(id)))
  })

/** The same for a batch that has no prototype yet: its source is the project's as it is now. */
export const doneBefore = ({ basis }: BatchPlan) =>
  Effect.gen(function* () {
    const { dest, digest, disabled, root, rules } = basis.source
    // Source that lies among a run's own files cannot be told from them.
    if (!digest || disabled || !dest.startsWith(`${GUILD_DIR}/`)) return keptOf([])
    const runs = (yield* completedRuns(basis)).filter(({ sourcecodeDigest }) => (sourcecodeDigest ?? null) !== null)
    const { selected } = yield* (yield* SourceFiles).select(root, rules)
    const changes = yield* Changes
    const known = new Map<string | undefined, boolean>()
    for (const { dir, sourcecodeDigest } of runs) {
      if (known.has(sourcecodeDigest)) continue
      known.set(sourcecodeDigest, (yield* changes.source(root, selected, `${dir}/${dest}`)).length === 0)
    }
    return keptOf(runs.filter(({ sourcecodeDigest }) => known.get(sourcecodeDigest) === true))
  })
