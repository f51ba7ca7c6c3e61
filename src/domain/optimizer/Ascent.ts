import type { Climb } from "./Acquisition.ts"
import { descend } from "./BoundedSearch.ts"
import type { Dimension, Point } from "./Dimension.ts"
import { countPoints, featuresOf, pointAt, pointKey, unitOf } from "./Dimension.ts"
import type { Posterior, Prediction } from "./GaussianProcess.ts"
import { gaussian } from "./Normal.ts"

/** What a place costs, as a logarithm, and how that changes along each feature: an acquisition's logarithm is lessened by it. */
export interface Cost {
  readonly at: (features: ArrayLike<number>) => number
  readonly slope: (features: ArrayLike<number>) => Float64Array
}

export interface AscentOptions {
  readonly dimensions: ReadonlyArray<Dimension>
  readonly posterior: Posterior
  readonly cost: Cost | undefined
  /** Numbers in [0, 1). */
  readonly random: () => number
  /** Points that were good before; what lies near them is looked at too. */
  readonly good: ReadonlyArray<Point>
  /** Keys of points that are not to be given. */
  readonly seen: ReadonlySet<string>
}

interface Candidate {
  readonly unit: ReadonlyArray<number>
  readonly point: Point
  readonly prediction: Prediction
  readonly cost: number
}

/** How many points are drawn at random, and how many near each good one. */
const DRAWS = 500
const NEAR = 40
/** From how many of the most promising points the ascent begins, and how many steps it makes. */
const STARTS = 3
const STEPS = 25
const WIDEST = 0.2
const NARROWEST = 1e-3
/** An integer with so many values is climbed like a real number. */
const FINE = 8

const held = (u: number): number => Math.min(1 - Number.EPSILON, Math.max(0, u))

/** A place near another: most coordinates moved a little, some of the discrete ones anywhere. */
const near = (
  dimensions: ReadonlyArray<Dimension>,
  unit: ReadonlyArray<number>,
  width: number,
  random: () => number
): ReadonlyArray<number> =>
  unit.map((u, d) => {
    const change = random() < 2 / dimensions.length
    if (dimensions[d]?.space.kind === "choice") return random() < 0.5 / dimensions.length ? random() : u
    return change ? held(u + width * gaussian(random)) : u
  })

/** The places of features among which a slope can be followed, with the number of the dimension that each belongs to. */
const climbable = (dimensions: ReadonlyArray<Dimension>): ReadonlyArray<{ feature: number; dimension: number }> => {
  let feature = 0
  return dimensions.flatMap((dimension, index) => {
    const { space } = dimension
    const first = feature
    feature += space.kind !== "choice" ? 1 : space.values.length < 2 ? 0 : space.values.length
    return space.kind !== "choice" && countPoints([dimension]) > FINE ? [{ feature: first, dimension: index }] : []
  })
}

/**
 * Looks for the point that an acquisition promises the most of: many are looked at once, for all acquisitions, and the best of them
 * are climbed from along the slopes. Gives `undefined` where every point found was seen before.
 */
export const ascent = ({ dimensions, posterior, cost, random, good, seen }: AscentOptions) => {
  const candidate = (unit: ReadonlyArray<number>): Candidate => {
    const point = pointAt(dimensions, unit)
    const features = featuresOf(dimensions, point)
    return { unit, point, prediction: posterior.predict(features), cost: cost?.at(features) ?? 0 }
  }
  const drawn = Array.from({ length: DRAWS }, () => candidate(dimensions.map(() => random())))
  const around = good.flatMap((point) => {
    const unit = unitOf(dimensions, point)
    return [
      candidate(unit),
      ...Array.from({ length: NEAR }, (_, i) =>
        candidate(near(dimensions, unit, WIDEST * (NARROWEST / WIDEST) ** (i / (NEAR - 1)), random))
      )
    ]
  })
  const candidates = [...around, ...drawn]
  const axes = climbable(dimensions)
  const climbFrom = ({ unit, point }: Candidate, { score, slope }: Climb): Candidate => {
    const features = Float64Array.from(featuresOf(dimensions, point))
    const place = (at: Float64Array) => {
      axes.forEach(({ feature }, i) => (features[feature] = at[i] ?? 0))
      const prediction = posterior.slopes(features)
      const slopes = slope(prediction)
      const dear = cost?.slope(features)
      return {
        value: (cost?.at(features) ?? 0) - score(prediction),
        gradient: Float64Array.from(axes, ({ feature }) => (dear?.[feature] ?? 0) - (slopes[feature] ?? 0))
      }
    }
    const start = axes.map(({ feature }) => features[feature] ?? 0)
    const found = descend(
      place,
      start,
      axes.map(() => [0, 1] as const),
      STEPS
    )
    const climbed = [...unit]
    axes.forEach(({ dimension }, i) => {
      const space = dimensions[dimension]?.space
      const at = found.at[i] ?? 0
      // Features of an integer run from its first to its last value, the unit cube from cell to cell.
      if (space === undefined || space.kind === "choice" || !space.integer) climbed[dimension] = held(at)
      else climbed[dimension] = (Math.round(at * (space.high - space.low)) + 0.5) / (space.high - space.low + 1)
    })
    return candidate(climbed)
  }
  const find = (climb: Climb): Point | undefined => {
    const rank = (of: ReadonlyArray<Candidate>) =>
      of.map((each) => ({ each, score: climb.score(each.prediction) - each.cost })).sort((a, b) => b.score - a.score)
    const ranked = rank(candidates)
    const tops = axes.length === 0 ? [] : ranked.slice(0, STARTS).map(({ each }) => climbFrom(each, climb))
    return [...rank(tops), ...ranked]
      .sort((a, b) => b.score - a.score)
      .find(({ each }) => !seen.has(pointKey(dimensions, each.point)))?.each.point
  }
  return { find, widest: drawn.reduce((most, { prediction }) => Math.max(most, prediction.std), 0) }
}
