/** What is known of a trial: the less the objective the better. */
export interface Tried {
  readonly features: ReadonlyArray<number>
  readonly objective: number
}

/** For so many trials a search may find nothing better before it starts afresh. */
const PATIENCE = 18
/** A gain counts from this share of the distance between the best and the usual objective on. */
const GAIN = 1e-3
/** After the first search one of so many trials goes on where the best of all trials is. */
const RETURN = 4
/** No feature of a place that was found again differs by more. */
const NEAR = 0.03

const middle = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const isNear = (a: Tried, b: Tried): boolean => a.features.every((x, i) => Math.abs(x - (b.features[i] ?? 0)) <= NEAR)

/**
 * Which trials a model is to learn from, by their numbers; `undefined` for all of them. A search that finds nothing better has come
 * to the bottom of a well, and what it knows keeps it there: it is better begun anew, with nothing known, than led out of the well
 * (multi-start, Rinnooy Kan & Timmer 1987; restarts of a trust region, Eriksson et al. 2019). Each search lasts until it gains
 * nothing more, or is where another has been.
 */
export const freshStart = (tried: ReadonlyArray<Tried>): ReadonlyArray<number> | undefined => {
  const usual = middle(tried.slice(0, PATIENCE).map(({ objective }) => objective))
  const isGain = (value: number, best: number) => best - value > GAIN * (usual - value)
  const bottoms: Array<Tried> = []
  let own: Array<number> = []
  let best: Tried | undefined
  let idle = 0
  tried.forEach((each, i) => {
    if (bottoms.length > 0 && i % RETURN === 0) return
    own.push(i)
    if (best !== undefined && each.objective >= best.objective) idle++
    else {
      idle = best === undefined || isGain(each.objective, best.objective) ? 0 : idle + 1
      best = each
    }
    const low = best
    const known = bottoms.some((bottom) => isNear(bottom, low) && !isGain(low.objective, bottom.objective))
    if (idle <= PATIENCE && !known) return
    bottoms.push(low)
    own = []
    best = undefined
    idle = 0
  })
  return bottoms.length === 0 || tried.length % RETURN === 0 ? undefined : own
}
