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
  readonly scales: Float64Array
}

export type Features = ReadonlyArray<ReadonlyArray<number>>

/** Places as one array, by rows: `count` of them with `width` features each. */
export interface Places {
  readonly count: number
  readonly width: number
  readonly data: Float64Array
}

export const placesOf = (features: Features): Places => ({
  count: features.length,
  width: features[0]?.length ?? 0,
  data: Float64Array.from(features.flat())
})

/** The same places, counted in length scales. */
const scaled = ({ count, width, data }: Places, lengths: Float64Array): Float64Array => {
  const result = new Float64Array(count * width)
  for (let i = 0; i < count; i++)
    for (let d = 0; d < width; d++) result[i * width + d] = (data[i * width + d] ?? 0) / (lengths[d] ?? 1)
  return result
}

const squaredDistance = (z: Float64Array, i: number, j: number, width: number): number => {
  let sum = 0
  for (let d = 0; d < width; d++) {
    const part = (z[i + d] ?? 0) - (z[j + d] ?? 0)
    sum += part * part
  }
  return sum
}

/** The lower triangle of the covariance of scaled places, and in it `root` and `decay` of each pair for the slopes. */
const covariance = (z: Float64Array, { count, width }: Places, variance: number, noise: number) => {
  const k = new Float64Array(count * count)
  const slopes = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const r = SQRT_5 * Math.sqrt(squaredDistance(z, i * width, j * width, width))
      const decay = variance * Math.exp(-r)
      k[i * count + j] = (1 + r + (r * r) / 3) * decay
      slopes[i * count + j] = ((1 + r) * decay * 5) / 3
    }
    k[i * count + i] = variance + noise
  }
  return { k, slopes }
}

/**
 * The negative logarithm of the marginal likelihood of what was observed, and its slopes along variance, noise and scales
 * (Rasmussen & Williams 2006, 5.8 and 5.9). Infinite where the covariance is not positive definite in floating point.
 */
export const negativeLogLikelihood = (x: Places, y: Float64Array, hyper: Hyper) => {
  const { count: n, width } = x
  const z = scaled(x, hyper.scales.map(Math.exp))
  const variance = Math.exp(hyper.variance)
  const noise = Math.exp(hyper.noise)
  const { k, slopes } = covariance(z, x, variance, noise)
  const gradient = { variance: 0, noise: 0, scales: new Float64Array(width) }
  const l = cholesky(k, n)
  if (l === undefined) return { value: Infinity, gradient }
  const alpha = solveUpper(l, solveLower(l, y))
  const inverted = inverse(l, n)
  let fit = 0
  for (let i = 0; i < n; i++) {
    const own = alpha[i] ?? 0
    fit += (y[i] ?? 0) * own
    const trace = ((inverted[i * n + i] ?? 0) - own * own) / 2
    gradient.variance += trace * variance
    gradient.noise += trace * noise
    for (let j = 0; j < i; j++) {
      const weight = (inverted[i * n + j] ?? 0) - own * (alpha[j] ?? 0)
      gradient.variance += weight * (k[i * n + j] ?? 0)
      const slope = weight * (slopes[i * n + j] ?? 0)
      for (let d = 0; d < width; d++) {
        const part = (z[i * width + d] ?? 0) - (z[j * width + d] ?? 0)
        gradient.scales[d] = (gradient.scales[d] ?? 0) + slope * part * part
      }
    }
  }
  return { value: (fit + logDeterminant(l, n) + n * Math.log(2 * Math.PI)) / 2, gradient }
}

/** What a model expects at a place: a mean and a standard deviation, in the units of what was observed. */
export interface Prediction {
  readonly mean: number
  readonly std: number
}

export type Predict = (features: ArrayLike<number>) => Prediction

/** A prediction, and how it changes along each feature. */
export interface SlopedPrediction extends Prediction {
  readonly meanSlope: Float64Array
  readonly stdSlope: Float64Array
}

export interface Posterior {
  readonly predict: Predict
  readonly slopes: (features: ArrayLike<number>) => SlopedPrediction
}

/** The least deviation that is told apart from none. */
const LEAST_STD = 1e-9

/** The posterior of a Gaussian process with given parameters (Rasmussen & Williams 2006, algorithm 2.1); noise is not in it. */
export const posterior = (x: Places, y: Float64Array, hyper: Hyper): Posterior => {
  const { count: n, width } = x
  const lengths = hyper.scales.map(Math.exp)
  const variance = Math.exp(hyper.variance)
  const z = scaled(x, lengths)
  let l: Matrix | undefined
  for (let noise = hyper.noise; l === undefined; noise += Math.LN10)
    l = cholesky(covariance(z, x, variance, Math.exp(noise)).k, n)
  const factor = l
  const alpha = solveUpper(factor, solveLower(factor, y))
  const at = new Float64Array(width)
  const k = new Float64Array(n)
  const decays = new Float64Array(n)
  /** Covariances with a place, left in `k`, with their slopes in `decays`; the place itself, scaled, in `at`. */
  const look = (features: ArrayLike<number>) => {
    for (let d = 0; d < width; d++) at[d] = (features[d] ?? 0) / (lengths[d] ?? 1)
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let d = 0; d < width; d++) {
        const part = (at[d] ?? 0) - (z[i * width + d] ?? 0)
        sum += part * part
      }
      const r = SQRT_5 * Math.sqrt(sum)
      const decay = variance * Math.exp(-r)
      k[i] = (1 + r + (r * r) / 3) * decay
      decays[i] = ((1 + r) * decay * 5) / 3
    }
  }
  const settle = (v: Float64Array): Prediction => {
    let mean = 0
    let explained = 0
    for (let i = 0; i < n; i++) {
      mean += (k[i] ?? 0) * (alpha[i] ?? 0)
      explained += (v[i] ?? 0) ** 2
    }
    return { mean, std: Math.sqrt(Math.max(0, variance - explained)) }
  }
  return {
    predict: (features) => {
      look(features)
      return settle(solveLower(factor, k))
    },
    slopes: (features) => {
      look(features)
      const v = solveLower(factor, k)
      const prediction = settle(v)
      const w = solveUpper(factor, v)
      const meanSlope = new Float64Array(width)
      const stdSlope = new Float64Array(width)
      const std = Math.max(LEAST_STD, prediction.std)
      for (let i = 0; i < n; i++) {
        const decay = decays[i] ?? 0
        const forMean = decay * (alpha[i] ?? 0)
        const forStd = (decay * (w[i] ?? 0)) / std
        for (let d = 0; d < width; d++) {
          const part = ((at[d] ?? 0) - (z[i * width + d] ?? 0)) / (lengths[d] ?? 1)
          meanSlope[d] = (meanSlope[d] ?? 0) - forMean * part
          stdSlope[d] = (stdSlope[d] ?? 0) + forStd * part
        }
      }
      return { ...prediction, meanSlope, stdSlope }
    }
  }
}
