import type { Prediction } from "./GaussianProcess.ts"
import { normalCdf, normalPdf } from "./Normal.ts"

/** How much a place promises: the more, the sooner it should be tried. Objectives are minimised. */
export type Acquisition = (prediction: Prediction) => number

/** The lower confidence bound, negated: `kappa` standard deviations below the mean (Cox & John 1992). */
export const lowerBound =
  (kappa: number): Acquisition =>
  ({ mean, std }) =>
    kappa * std - mean

/** By how much a place is expected to be better than `best` less `xi` (Mockus 1978; Jones et al. 1998). */
export const expectedImprovement =
  (best: number, xi: number): Acquisition =>
  ({ mean, std }) => {
    const gain = best - xi - mean
    return std > 0 ? gain * normalCdf(gain / std) + std * normalPdf(gain / std) : Math.max(0, gain)
  }

/** How probable it is that a place is better than `best` less `xi` (Kushner 1964). */
export const improvementProbability =
  (best: number, xi: number): Acquisition =>
  ({ mean, std }) => {
    const gain = best - xi - mean
    return std > 0 ? normalCdf(gain / std) : gain > 0 ? 1 : 0
  }
