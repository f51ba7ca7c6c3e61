import type { Effect as EffectType } from "effect"
import { Effect, Option } from "effect"
import { isWithin } from "../../domain/optimizer/Dimension.ts"
import type { Report } from "../../domain/optimizer/Optimizer.ts"
import type { Search } from "../../domain/optimizer/Search.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import { allRuns } from "../../domain/runs/RunQuery.ts"
import { getKey, isList } from "../../domain/Value.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import { RunStore } from "../../services/RunStore.ts"
import { PREVIOUS_ATTR } from "./TrialsOnDisk.ts"

/** Runs that the batch links to. */
const linkedRuns = (batch: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const links = yield* store.list({ archive: batch.dir })
    const runs = yield* Effect.forEach(links, ({ id }) => store.read({ id, dir: `${store.runsDir}/${id}` }))
    return runs.flatMap(Option.toArray)
  })

/** Runs of the same operation from the same source. */
const runsOfSource = (proto: RunRef) =>
  Effect.gen(function* () {
    const found = Option.getOrUndefined(yield* (yield* RunStore).read(proto))
    if (found?.sourcecodeDigest === undefined) return []
    const { runs } = yield* (yield* RunIndex).query("live", { ...allRuns, digest: found.sourcecodeDigest })
    return runs.filter(
      ({ isBatch, opRef }) =>
        !isBatch && opRef.opName === found.opRef.opName && opRef.modelName === found.opRef.modelName
    )
  })

/** The runs that a search learns from before its own trials: kept with the batch, so that one that goes on learns from the same. */
const previousRuns = (search: Search, batch: RunRef, proto: RunRef, goesOn: boolean) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    if (goesOn) {
      const known = Option.getOrNull(yield* Effect.orElseSucceed(store.readAttr(batch, PREVIOUS_ATTR), Option.none))
      const ids = new Set(isList(known) ? known : [])
      if (ids.size === 0) return []
      const { runs } = yield* (yield* RunIndex).query("live", allRuns)
      return runs.filter(({ id }) => ids.has(id))
    }
    const which = getKey(search.settings, "prev-trials")
    if (which === false || which === "off") return []
    const runs = which === "sourcecode" ? yield* runsOfSource(proto) : yield* linkedRuns(batch)
    if (runs.length > 0)
      yield* store.writeAttr(
        batch,
        PREVIOUS_ATTR,
        runs.map(({ id }) => id)
      )
    return runs
  })

/**
 * What came of earlier runs that lie within the space of a search, the earliest first: those that the batch made when it was run
 * before, or all of the same source, or none, as the optimizer's flag `prev-trials` says. `goesOn` takes those of the first time.
 */
export const previousReports = <E, R>(
  search: Search,
  { run, proto }: { readonly run: RunRef; readonly proto: RunRef },
  goesOn: boolean,
  objectiveOf: (run: Run) => EffectType.Effect<number | undefined, E, R>
) =>
  Effect.gen(function* () {
    const runs = (yield* previousRuns(search, run, proto, goesOn)).toSorted(
      (a, b) => (a.started ?? 0) - (b.started ?? 0) || (a.id < b.id ? -1 : 1)
    )
    const reports: Array<Report> = []
    for (const previous of runs) {
      const point = search.dimensions.map(({ name }) => getKey(previous.flags, name) ?? null)
      if (previous.exitStatus === undefined) continue
      if (!search.dimensions.every((dimension, i) => isWithin(dimension, point[i] ?? null))) continue
      const { started, stopped } = previous
      const seconds = started === undefined || stopped === undefined ? undefined : (stopped - started) / 1e6
      reports.push({ point, modelled: false, rivals: [], objective: yield* objectiveOf(previous), seconds })
    }
    return reports
  })
