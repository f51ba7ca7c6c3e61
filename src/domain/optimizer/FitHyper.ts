import type { Bounds, Sloped } from "./BoundedSearch.ts"
import { descend } from "./BoundedSearch.ts"
import type { Hyper, Places } from "./GaussianProcess.ts"
import { negativeLogLikelihood } from "./GaussianProcess.ts"

const SCALE_BOUNDS = [Math.log(0.01), Math.log(100)] as const
const VARIANCE_BOUNDS = [Math.log(0.01), Math.log(1000)] as const
const NOISE_BOUNDS = [Math.log(1e-9), Math.log(10)] as const

/** A normal distribution that a logarithm is held to have before anything was observed. */
interface Belief {
  readonly mean: number
  readonly std: number
}

/** A function is taken to vary over half of a range, and more slowly the more features it has (Hvarfner, Hellsten & Nardi 2024). */
const scaleBelief = (features: number): Belief => ({ mean: Math.log(0.5) + Math.log(features) / 2 - 0.2, std: 1 })
const VARIANCE_BELIEF: Belief = { mean: Math.log(1), std: 1.5 }
const NOISE_BELIEF: Belief = { mean: Math.log(1e-7), std: 3 }

export interface FitOptions {
  /** Variance of the noise in the units of `y`, or `undefined` to find it. */
  readonly noise: number | undefined
  readonly restarts: number
  /** Numbers in [0, 1). */
  readonly random: () => number
}

/** So many observations are enough to tell good starts from bad ones. */
const ENOUGH = 64
const ROUGH_ROUNDS = 20
const FINE_ROUNDS = 12

/** Every k-th place, so that at most `ENOUGH` are left. */
const thinned = ({ count, width, data }: Places, y: Float64Array): readonly [Places, Float64Array] => {
  const kept = Array.from({ length: ENOUGH }, (_, i) => Math.floor((i * count) / ENOUGH))
  const rows = new Float64Array(ENOUGH * width)
  kept.forEach((row, i) => rows.set(data.subarray(row * width, (row + 1) * width), i * width))
  return [{ count: ENOUGH, width, data: rows }, Float64Array.from(kept, (row) => y[row] ?? 0)]
}

const hyperAt = (at: Float64Array): Hyper => ({ variance: at[0] ?? 0, noise: at[1] ?? 0, scales: at.slice(2) })

/**
 * The parameters that are the most probable after what was observed, from a usual start and some random ones (the maximum of
 * likelihood times belief). `y` has mean 0 and variance 1. Of many observations only a part is used to find where to start.
 */
export const fitHyper = (x: Places, y: Float64Array, { noise, restarts, random }: FitOptions): Hyper => {
  const noiseBounds = noise === undefined ? NOISE_BOUNDS : ([Math.log(noise), Math.log(noise)] as const)
  const bounds: Bounds = [VARIANCE_BOUNDS, noiseBounds, ...Array.from({ length: x.width }, () => SCALE_BOUNDS)]
  const usualScale = scaleBelief(x.width)
  const beliefs = [VARIANCE_BELIEF, NOISE_BELIEF, ...Array.from({ length: x.width }, () => usualScale)]
  const against =
    (places: Places, values: Float64Array) =>
    (at: Float64Array): Sloped => {
      const { value, gradient } = negativeLogLikelihood(places, values, hyperAt(at))
      const slopes = Float64Array.from([gradient.variance, gradient.noise, ...gradient.scales])
      let doubt = 0
      beliefs.forEach(({ mean, std }, i) => {
        const off = ((at[i] ?? 0) - mean) / std
        doubt += (off * off) / 2
        slopes[i] = (slopes[i] ?? 0) + off / std
      })
      return { value: value + doubt, gradient: slopes }
    }
  const usual = beliefs.map(({ mean }) => mean)
  const others = Array.from({ length: restarts }, () =>
    beliefs.map(({ mean, std }) => mean + 2 * std * (random() + random() - 1))
  )
  const many = x.count > ENOUGH
  const rough = many ? against(...thinned(x, y)) : against(x, y)
  const found = [usual, ...others]
    .map((start) => descend(rough, start, bounds, many ? ROUGH_ROUNDS : ROUGH_ROUNDS + FINE_ROUNDS))
    .reduce((best, next) => (next.value < best.value ? next : best))
  return hyperAt(many ? descend(against(x, y), found.at, bounds, FINE_ROUNDS).at : found.at)
}
