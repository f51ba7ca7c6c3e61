import type { Climb } from "./Acquisition.ts"
import { climbBound, climbImprovement, climbProbability } from "./Acquisition.ts"
import type { Cost } from "./Ascent.ts"
import { ascent } from "./Ascent.ts"
import type { Point } from "./Dimension.ts"
import { featuresOf } from "./Dimension.ts"
import { fitHyper } from "./FitHyper.ts"
import { freshStart } from "./FreshStart.ts"
import type { Posterior } from "./GaussianProcess.ts"
import { placesOf, posterior } from "./GaussianProcess.ts"
import type { Model, Question } from "./Sequential.ts"
import { tamed } from "./Tame.ts"

/** Which function weighs what the model expects; `ps` stands for per second. */
export type AcqFunc = "LCB" | "EI" | "PI" | "gp_hedge" | "EIps" | "PIps"

export interface GpSettings {
  readonly acqFunc: AcqFunc
  readonly kappa: number
  /** In deviations that the model predicts. */
  readonly xi: number
  /** Variance of the noise in the units of the objective, or `undefined` to find it. */
  readonly noise: number | undefined
}

interface Fitted {
  readonly posterior: Posterior
  /** How many units of the values one unit of the model is. */
  readonly unit: number
}

/** A Gaussian process over values that are brought to mean 0 and variance 1. */
const fit = ({ features, random }: Question, values: ReadonlyArray<number>, noise: number | undefined): Fitted => {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0)
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0))
  const unit = spread > 0 && Number.isFinite(spread) ? spread : 1
  const y = Float64Array.from(values, (value) => (value - mean) / unit)
  const level = noise === undefined ? undefined : Math.max(1e-8, noise / unit ** 2)
  const places = placesOf(features)
  const hyper = fitHyper(places, y, { noise: level, restarts: 1, random })
  return { posterior: posterior(places, y, hyper), unit }
}

/** How many points a fresh start draws before its model is asked. */
const STARTS = 3

/** The question with some of its reports only. */
const partOf = (question: Question, part: ReadonlyArray<number>): Question => ({
  ...question,
  reports: part.flatMap((i) => question.reports[i] ?? []),
  features: part.map((i) => question.features[i] ?? [])
})

/** How many of the best points so far are looked around. */
const GOOD = 3

/** The functions that compete, and the credit each begins with: the probability of improvement is shortsighted. */
const HEDGED = [
  { name: "LCB", credit: 0 },
  { name: "EI", credit: 0 },
  { name: "PI", credit: -1.5 }
] as const

/** How fast the functions' shares follow what they gain. */
const HEDGE_RATE = 5

/** An index chosen with probability in proportion to the exponential of its gain (Hoffman, Brochu & de Freitas 2011). */
export const hedge = (gains: ReadonlyArray<number>, random: number): number => {
  const top = Math.max(...gains)
  const weights = gains.map((gain) => Math.exp(gain - top))
  let left = random * weights.reduce((sum, weight) => sum + weight, 0)
  const index = weights.findIndex((weight) => (left -= weight) < 0)
  return index < 0 ? gains.length - 1 : index
}

/** The logarithm of how long a trial takes at a place, by a model of its own. */
const logSeconds = (question: Question): Cost => {
  const seconds = question.reports.map((report) => Math.log(Math.max(1e-3, report.seconds ?? 1)))
  const model = fit(question, seconds, undefined)
  return {
    at: (features) => model.unit * model.posterior.predict(features).mean,
    slope: (features) => model.posterior.slopes(features).meanSlope.map((slope) => model.unit * slope)
  }
}

/**
 * Bayesian optimization with a Gaussian process. `gp_hedge` lets three functions choose, and takes the choice of one of them at
 * random: the lower the model sees the earlier choices of a function on average, the likelier it is.
 */
export const gpModel =
  ({ acqFunc, kappa, xi, noise }: GpSettings): Model =>
  (whole) => {
    const tried = whole.reports.map(({ objective }, i) => ({ objective, features: whole.features[i] ?? [] }))
    const own = freshStart(tried)
    // The caller draws a point.
    if (own !== undefined && own.length < STARTS) return { point: undefined, rivals: [] }
    const question = own === undefined ? whole : partOf(whole, own)
    const { dimensions, reports, seen, random } = question
    const objectives = tamed(reports.map(({ objective }) => objective))
    const { posterior: model } = fit(question, objectives, noise)
    const mean = (point: Point) => model.predict(featuresOf(dimensions, point)).mean
    const best = question.features.reduce((low, place) => Math.min(low, model.predict(place).mean), Infinity)
    const good = reports
      .toSorted((a, b) => a.objective - b.objective)
      .slice(0, GOOD)
      .map(({ point }) => point)
    const cost = acqFunc === "EIps" || acqFunc === "PIps" ? logSeconds(question) : undefined
    const { find, widest } = ascent({ dimensions, posterior: model, cost, random, good, seen })
    const functions = {
      LCB: climbBound(kappa),
      EI: climbImprovement(best, xi),
      PI: climbProbability(best - xi * widest)
    } satisfies Record<string, Climb>
    if (acqFunc !== "gp_hedge") {
      const name = acqFunc === "EIps" ? "EI" : acqFunc === "PIps" ? "PI" : acqFunc
      return { point: find(functions[name]), rivals: [] }
    }
    const rivals = HEDGED.map(({ name }) => find(functions[name]))
    const gains = HEDGED.map(({ credit }, i) => {
      const means = reports.flatMap(({ rivals: earlier }) => {
        const rival = earlier[i]
        return rival === undefined ? [] : [mean(rival)]
      })
      return credit - (HEDGE_RATE * means.reduce((sum, each) => sum + each, 0)) / reports.length
    })
    const point = rivals[hedge(gains, random())]
    return { point, rivals: rivals.flatMap((rival) => (rival === undefined ? [] : [rival])) }
  }
