import { Effect, Option } from "effect"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import { RunId } from "../../domain/runs/RunId.ts"
import { applyQuery } from "../../domain/runs/RunQueryMatch.ts"
import { pathInside } from "../../domain/text/Paths.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import type { StoreError } from "../../services/RunStore.ts"
import { RunStore } from "../../services/RunStore.ts"

/** How deep steps of steps are looked into; nobody nests them deeper, and links that lead in a circle end here. */
const DEPTH = 8

/** A run, and those that it has links to: the trials of a batch, the steps of a step. */
const runsOf = (ref: RunRef, depth: number): Effect.Effect<ReadonlyArray<Run>, StoreError, RunStore> =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const run = Option.getOrUndefined(yield* store.read(ref))
    if (run === undefined) return []
    const linked = depth === 0 ? [] : yield* Effect.orElseSucceed(store.list({ archive: ref.dir }), () => [])
    const below = yield* Effect.forEach(linked, (link) =>
      Effect.gen(function* () {
        // A link has the name of its step; the run itself says which run it is.
        const id = Option.getOrNull(yield* Effect.orElseSucceed(store.readAttr(link, "id"), Option.none))
        return typeof id === "string"
          ? yield* runsOf({ id: RunId.make(id), dir: `${store.runsDir}/${id}` }, depth - 1)
          : []
      })
    )
    return [run, ...below.flat()]
  })

/** A run that is there, and all that it is linked to, however deep. */
export const runsBelow = (run: RunRef): Effect.Effect<ReadonlyArray<Run>, StoreError, RunStore> => runsOf(run, DEPTH)

const indexOf = (index: typeof RunIndex.Service, runs: ReadonlyArray<Run>): typeof RunIndex.Service => {
  const own = [...new Map(runs.map((run) => [run.id, run])).values()]
  return {
    ...index,
    query: (scope, query) => (scope === "live" ? Effect.sync(() => applyQuery(own, query)) : index.query(scope, query))
  }
}

/** The index as a step sees it that looks for what it requires among the runs of its own stepped run: these, and those below them. */
export const isolatedIndex = (
  refs: ReadonlyArray<RunRef>
): Effect.Effect<typeof RunIndex.Service, StoreError, RunIndex | RunStore> =>
  Effect.gen(function* () {
    const runs = yield* Effect.forEach(refs, runsBelow)
    return indexOf(yield* RunIndex, runs.flat())
  })

/** The index as a guild sees it that a step's script starts: the runs of the stepped run and no others; none where it is not there. */
export const indexBelow = (parent: string): Effect.Effect<typeof RunIndex.Service, StoreError, RunIndex | RunStore> =>
  Effect.gen(function* () {
    const { runsDir } = yield* RunStore
    const named = pathInside(runsDir, parent) === `${runsDir}/${parent}` && !parent.includes("/")
    const runs = named ? yield* runsOf({ id: RunId.make(parent), dir: `${runsDir}/${parent}` }, DEPTH) : []
    return indexOf(yield* RunIndex, runs.slice(1))
  })
