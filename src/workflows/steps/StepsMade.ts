import type { OpRef } from "../../domain/ops/OpRef.ts"
import { namesOperation } from "../../domain/resources/ResourceOpRun.ts"
import type { Run } from "../../domain/runs/Run.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { mapOf } from "../../domain/Value.ts"
import type { Met } from "../PlanRunsDecide.ts"

/** A run that there is when the turn of a later step comes. */
export interface Made {
  readonly opRef: OpRef
  /** The run that is there already and stands for it where nothing is made anew. */
  readonly standing: string | undefined
  /** What names it in any case: the short id of a run that is taken as it is, or what no run is called where it is yet to come. */
  readonly called: string
}

/** A run that is taken as it is. */
export const madeOf = ({ id, opRef }: Pick<Run, "id" | "opRef">): Made => ({
  opRef,
  standing: id,
  called: shortId(id)
})

/** What stands for it no longer where it is made anew, unless it is taken as it is. */
export const madeAnew = (made: Made): Made =>
  made.standing !== undefined && made.called === shortId(made.standing) ? made : { ...made, standing: undefined }

/** The latest run that a requirement can be met by; the runs are in the order in which they begin. */
export const latestMade = (
  made: ReadonlyArray<Made>,
  wanted: { readonly operations: string; readonly modelName: string }
): Made | undefined => made.filter(({ opRef }) => namesOperation(wanted, opRef)).at(-1)

/** What one requirement of a step comes to. */
export interface MetInPlan extends Met {
  /** What the run is called that it is met by; null where there is none. */
  readonly called: string | null
}

/** The flags of a run with what the runs that it requires are called, as its own flags name them when it is made. */
export const withCalled = (flags: ValueMap, met: ReadonlyArray<MetInPlan>): ValueMap =>
  mapOf([
    ...Object.entries(flags),
    ...met.flatMap(({ called, flagName, named }) => (named ? [[flagName, called] as const] : []))
  ])

/** The flags that name required runs; undefined where one of these is yet to be made. */
export const runsTaken = (met: ReadonlyArray<MetInPlan>): ValueMap | undefined => {
  const named = met.filter((each) => each.named)
  return named.some(({ called, run }) => called === null || run === undefined || called !== shortId(run))
    ? undefined
    : mapOf(named.map(({ called, flagName }) => [flagName, called] as const))
}

/**
 * The runs of a plan by what tells them apart, in the order in which they begin: of two steps that would run the same, one that
 * is `needed` takes the run of the other.
 */
export interface PlanRuns {
  readonly find: (identity: string) => Maker | undefined
  /** How many there are. */
  readonly size: () => number
  readonly add: (identity: string, maker: string, made: ReadonlyArray<Made>) => void
}

/** What makes a run, and all runs that it makes. */
interface Maker {
  readonly maker: string
  readonly made: ReadonlyArray<Made>
}

/** @param first runs that come before any of these, whenever they are known */
export const planRunsSoFar = (first?: PlanRuns): PlanRuns => {
  const known = new Map<string, Maker>()
  return {
    find: (identity) => known.get(identity) ?? first?.find(identity),
    size: () => known.size,
    add: (identity, maker, made) => void known.set(identity, { maker, made })
  }
}
