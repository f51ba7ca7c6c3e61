import type { Prediction, SlopedPrediction } from "./GaussianProcess.ts"
import { normalCdf, normalPdf } from "./Normal.ts"

/** How much a place promises: the more, the sooner it should be tried. Objectives are minimised. */
export type Acquisition = (prediction: Prediction) => number

/** The lower confidence bound, negated: `kappa` standard deviations below the mean (Cox & John 1992). */
export const lowerBound =
  (kappa: number): Acquisition =>
  ({ mean, std }) =>
    kappa * std - mean

/**
 * By how much a place is expected to be better than `best` (Mockus 1978; Jones et al. 1998). What is not better by `xi` of its own
 * deviations is passed over, so that the same `xi` does for objectives of any size.
 */
export const expectedImprovement =
  (best: number, xi: number): Acquisition =>
  ({ mean, std }) => {
    const gain = best - mean - xi * std
    return std > 0 ? gain * normalCdf(gain / std) + std * normalPdf(gain / std) : Math.max(0, gain)
  }

/** How probable it is that a place is better than `target` (Kushner 1964). */
export const improvementProbability =
  (target: number): Acquisition =>
  ({ mean, std }) => {
    const gain = target - mean
    return std > 0 ? normalCdf(gain / std) : gain > 0 ? 1 : 0
  }

/** An acquisition on a scale on which it can be climbed from anywhere, and how it changes along each feature. */
export interface Climb {
  readonly score: Acquisition
  readonly slope: (prediction: SlopedPrediction) => Float64Array
}

const LOG_SQRT_2PI = Math.log(2 * Math.PI) / 2
/** Below it the normal density has no digits left; what is left of its tail is a series in 1 / z². */
const FAR = -35

/** The logarithm of φ(z) + z Φ(z). */
const logImprovement = (z: number): number =>
  z > FAR
    ? Math.log(Math.max(1e-300, normalPdf(z) + z * normalCdf(z)))
    : (-z * z) / 2 - LOG_SQRT_2PI - 2 * Math.log(-z) + Math.log1p(-3 / (z * z))

/** The logarithm of Φ(z). */
const logCdf = (z: number): number =>
  z > FAR ? Math.log(Math.max(1e-300, normalCdf(z))) : (-z * z) / 2 - LOG_SQRT_2PI - Math.log(-z)

/** φ(z) / Φ(z). */
const hazard = (z: number): number => (z > FAR ? normalPdf(z) / Math.max(1e-300, normalCdf(z)) : -z + 1 / -z)

/** Φ(z) / (φ(z) + z Φ(z)). */
const pull = (z: number): number =>
  z > FAR ? normalCdf(z) / Math.max(1e-300, normalPdf(z) + z * normalCdf(z)) : -z + 2 / -z

const LEAST_STD = 1e-9

/** A sum of the slopes of mean and deviation. */
const combined = ({ meanSlope, stdSlope }: SlopedPrediction, byMean: number, byStd: number): Float64Array =>
  meanSlope.map((slope, i) => byMean * slope + byStd * (stdSlope[i] ?? 0))

export const climbBound = (kappa: number): Climb => ({
  score: lowerBound(kappa),
  slope: (prediction) => combined(prediction, -1, kappa)
})

/** How many deviations a place is better than `best`, less `xi` of them. */
const deviations =
  (best: number, xi: number) =>
  ({ mean, std }: Prediction): number =>
    (best - mean) / Math.max(LEAST_STD, std) - xi

/** The logarithm of the expected improvement (Ament et al. 2023). */
export const climbImprovement = (best: number, xi: number): Climb => {
  const place = deviations(best, xi)
  return {
    score: (prediction) => Math.log(Math.max(LEAST_STD, prediction.std)) + logImprovement(place(prediction)),
    slope: (prediction) => {
      const std = Math.max(LEAST_STD, prediction.std)
      const z = place(prediction)
      // d log h(z) = pull(z) dz and d log σ = dσ / σ, with dz = -(dμ + (z + ξ) dσ) / σ.
      const toward = pull(z) / std
      return combined(prediction, -toward, 1 / std - toward * (z + xi))
    }
  }
}

/** The logarithm of the probability of improvement. */
export const climbProbability = (target: number): Climb => {
  const place = deviations(target, 0)
  return {
    score: (prediction) => logCdf(place(prediction)),
    slope: (prediction) => {
      const z = place(prediction)
      const toward = hazard(z) / Math.max(LEAST_STD, prediction.std)
      return combined(prediction, -toward, -toward * z)
    }
  }
}
