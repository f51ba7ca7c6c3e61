import type { Bounds } from "./BoundedSearch.ts"
import { descend } from "./BoundedSearch.ts"
import type { Matrix } from "./Cholesky.ts"
import { cholesky, inverse, logDeterminant, solveLower, solveUpper } from "./Cholesky.ts"

const SQRT_5 = Math.sqrt(5)

/** Correlation of two places at a distance, in length scales: Matérn with ν = 5/2 (Rasmussen & Williams 2006, 4.17). */
export const matern52 = (distance: number): number => {
  const r = SQRT_5 * distance
  return (1 + r + (r * r) / 3) * Math.exp(-r)
}

/** Parameters as natural logarithms: variance of the function, its noise, and a length scale for each feature. */
export interface Hyper {
  readonly variance: number
  readonly noise: number
  readonly scales: ReadonlyArray<number>
}

export type Features = ReadonlyArray<ReadonlyArray<number>>

const distance = (a: ReadonlyArray<number>, b: ReadonlyArray<number>, lengths: ReadonlyArray<number>): number => {
  let sum = 0
  for (let d = 0; d < lengths.length; d++) {
    const part = ((a[d] ?? 0) - (b[d] ?? 0)) / (lengths[d] ?? 1)
    sum += part * part
  }
  return Math.sqrt(sum)
}

const covariance = (x: Features, hyper: Hyper): Matrix => {
  const n = x.length
  const lengths = hyper.scales.map(Math.exp)
  const variance = Math.exp(hyper.variance)
  const k = new Float64Array(n * n)
  x.forEach((a, i) => {
    for (let j = 0; j < i; j++) k[i * n + j] = k[j * n + i] = variance * matern52(distance(a, x[j] ?? [], lengths))
    k[i * n + i] = variance + Math.exp(hyper.noise)
  })
  return k
}

/**
 * The negative logarithm of the marginal likelihood of what was observed, and its slopes along variance, noise and scales
 * (Rasmussen & Williams 2006, 5.8 and 5.9). Infinite where the covariance is not positive definite in floating point.
 */
export const negativeLogLikelihood = (x: Features, y: Float64Array, hyper: Hyper) => {
  const n = x.length
  const k = covariance(x, hyper)
  const l = cholesky(k, n)
  const gradient = { variance: 0, noise: 0, scales: hyper.scales.map(() => 0) }
  if (l === undefined) return { value: Infinity, gradient }
  const alpha = solveUpper(l, solveLower(l, y))
  const inverted = inverse(l, n)
  const lengths = hyper.scales.map(Math.exp)
  const variance = Math.exp(hyper.variance)
  const noise = Math.exp(hyper.noise)
  let fit = 0
  for (let i = 0; i < n; i++) {
    fit += (y[i] ?? 0) * (alpha[i] ?? 0)
    const own = ((inverted[i * n + i] ?? 0) - (alpha[i] ?? 0) ** 2) / 2
    gradient.variance += own * variance
    gradient.noise += own * noise
    for (let j = 0; j < i; j++) {
      const weight = (inverted[i * n + j] ?? 0) - (alpha[i] ?? 0) * (alpha[j] ?? 0)
      gradient.variance += weight * (k[i * n + j] ?? 0)
      const r = SQRT_5 * distance(x[i] ?? [], x[j] ?? [], lengths)
      const slope = (weight * variance * 5 * (1 + r) * Math.exp(-r)) / 3
      for (let d = 0; d < lengths.length; d++)
        gradient.scales[d] =
          (gradient.scales[d] ?? 0) + slope * (((x[i]?.[d] ?? 0) - (x[j]?.[d] ?? 0)) / (lengths[d] ?? 1)) ** 2
    }
  }
  return { value: (fit + logDeterminant(l, n) + n * Math.log(2 * Math.PI)) / 2, gradient }
}

/** What a model expects at a place: a mean and a standard deviation, in the units of what was observed. */
export interface Prediction {
  readonly mean: number
  readonly std: number
}

export type Predict = (features: ReadonlyArray<number>) => Prediction

/** The posterior of a Gaussian process with given parameters (Rasmussen & Williams 2006, algorithm 2.1); noise is not in it. */
export const posterior = (x: Features, y: Float64Array, hyper: Hyper): Predict => {
  const n = x.length
  const lengths = hyper.scales.map(Math.exp)
  const variance = Math.exp(hyper.variance)
  let l: Matrix | undefined
  for (let noise = hyper.noise; l === undefined; noise += Math.LN10) l = cholesky(covariance(x, { ...hyper, noise }), n)
  const factor = l
  const alpha = solveUpper(factor, solveLower(factor, y))
  return (features) => {
    const k = Float64Array.from(x, (row) => variance * matern52(distance(row, features, lengths)))
    const v = solveLower(factor, k)
    let mean = 0
    let explained = 0
    for (let i = 0; i < n; i++) {
      mean += (k[i] ?? 0) * (alpha[i] ?? 0)
      explained += (v[i] ?? 0) ** 2
    }
    return { mean, std: Math.sqrt(Math.max(0, variance - explained)) }
  }
}

const SCALE_BOUNDS = [Math.log(0.01), Math.log(100)] as const
const VARIANCE_BOUNDS = [Math.log(0.01), Math.log(1000)] as const
const NOISE_BOUNDS = [Math.log(1e-8), Math.log(10)] as const

export interface FitOptions {
  /** Variance of the noise in the units of `y`, or `undefined` to find it. */
  readonly noise: number | undefined
  readonly restarts: number
  /** Numbers in [0, 1). */
  readonly random: () => number
}

/** The parameters under which what was observed is likeliest, from a usual start and some random ones. `y` has mean 0 and variance 1. */
export const fitHyper = (x: Features, y: Float64Array, { noise, restarts, random }: FitOptions): Hyper => {
  const features = x[0]?.length ?? 0
  const noiseBounds = noise === undefined ? NOISE_BOUNDS : ([Math.log(noise), Math.log(noise)] as const)
  const bounds: Bounds = [VARIANCE_BOUNDS, noiseBounds, ...Array.from({ length: features }, () => SCALE_BOUNDS)]
  const hyperAt = ([variance = 0, level = 0, ...scales]: ReadonlyArray<number>): Hyper => ({
    variance,
    noise: level,
    scales
  })
  const likelihood = (at: ReadonlyArray<number>) => {
    const { value, gradient } = negativeLogLikelihood(x, y, hyperAt(at))
    return { value, gradient: [gradient.variance, gradient.noise, ...gradient.scales] }
  }
  const usual = [0, Math.log(1e-4), ...Array.from({ length: features }, () => Math.log(0.5))]
  const starts = [
    usual,
    ...Array.from({ length: restarts }, () => bounds.map(([low, high]) => low + random() * (high - low)))
  ]
  const found = starts.map((start) => descend(likelihood, start, bounds, 40))
  return hyperAt(found.reduce((best, next) => (next.value < best.value ? next : best)).at)
}
