import { pointAt, pointKey } from "./Dimension.ts"
import { parzen } from "./Parzen.ts"
import type { Known, Model } from "./Sequential.ts"

/** How many places are drawn from where the good points lie. */
const CANDIDATES = 24

/** At most this many points are good. */
const MOST_GOOD = 25

/** Of so many points the latest count in full; the older ones, the less. */
const RECENT = 25

const recency = (n: number): ReadonlyArray<number> =>
  Array.from({ length: n }, (_, i) => {
    const old = n - RECENT
    return i >= old ? 1 : old < 2 ? 1 / n : 1 / n + ((1 - 1 / n) * i) / (old - 1)
  })

/**
 * The tree-structured Parzen estimator over all dimensions at once (Bergstra et al. 2011; Falkner, Klein & Hutter 2018; Watanabe
 * 2023): the best tenth of the points and the others are estimated apart, and of places drawn from the former the one is chosen at
 * which it is the densest against the latter, which is where improvement is expected.
 */
export const tpeModel: Model = ({ dimensions, reports, seen, random }) => {
  const good = Math.min(MOST_GOOD, Math.ceil(reports.length / 10))
  const ranks = reports.map((_, i) => i).sort((a, b) => (reports[a]?.objective ?? 0) - (reports[b]?.objective ?? 0))
  const best = new Set(ranks.slice(0, good))
  const estimate = (part: ReadonlyArray<Known>) =>
    parzen(
      dimensions,
      part.map(({ point }) => point),
      recency(part.length)
    )
  const low = estimate(reports.filter((_, i) => best.has(i)))
  const high = estimate(reports.filter((_, i) => !best.has(i)))
  let chosen: { readonly score: number; readonly unit: ReadonlyArray<number> } | undefined
  for (let i = 0; i < CANDIDATES; i++) {
    const unit = low.draw(random)
    if (seen.has(pointKey(dimensions, pointAt(dimensions, unit)))) continue
    const score = low.logDensity(unit) - high.logDensity(unit)
    if (chosen === undefined || score > chosen.score) chosen = { score, unit }
  }
  return { point: chosen === undefined ? undefined : pointAt(dimensions, chosen.unit), rivals: [] }
}
