import type { Acquisition } from "./Acquisition.ts"
import { expectedImprovement, improvementProbability, lowerBound } from "./Acquisition.ts"
import type { Point } from "./Dimension.ts"
import { featuresOf } from "./Dimension.ts"
import { explore } from "./Explore.ts"
import type { Predict } from "./GaussianProcess.ts"
import { fitHyper, posterior } from "./GaussianProcess.ts"
import type { Model, Question } from "./Sequential.ts"

/** Which function weighs what the model expects; `ps` stands for per second. */
export type AcqFunc = "LCB" | "EI" | "PI" | "gp_hedge" | "EIps" | "PIps"

export interface GpSettings {
  readonly acqFunc: AcqFunc
  readonly kappa: number
  /** In the units of the objective. */
  readonly xi: number
  /** Variance of the noise in the units of the objective, or `undefined` to find it. */
  readonly noise: number | undefined
}

interface Scaled {
  readonly predict: Predict
  /** How many units of the objective one unit of the model is. */
  readonly unit: number
}

/** A Gaussian process over values that are brought to mean 0 and variance 1. */
const fit = ({ features, random }: Question, values: ReadonlyArray<number>, noise: number | undefined): Scaled => {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0)
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0))
  const unit = spread > 0 && Number.isFinite(spread) ? spread : 1
  const y = Float64Array.from(values, (value) => (value - mean) / unit)
  const level = noise === undefined ? undefined : Math.max(1e-8, noise / unit ** 2)
  const hyper = fitHyper(features, y, { noise: level, restarts: features.length < 50 ? 2 : 1, random })
  return { predict: posterior(features, y, hyper), unit }
}

/** The number of points that are drawn, and of steps from the best of them, before the most promising one is taken. */
const DRAWS = 500
const STEPS = 60

/** How many of the best points so far are looked around. */
const GOOD = 3

const HEDGED = ["LCB", "EI", "PI"] as const

/** An index chosen with probability in proportion to the exponential of its gain (Hoffman, Brochu & de Freitas 2011). */
export const hedge = (gains: ReadonlyArray<number>, random: number): number => {
  const top = Math.max(...gains)
  const weights = gains.map((gain) => Math.exp(gain - top))
  let left = random * weights.reduce((sum, weight) => sum + weight, 0)
  const index = weights.findIndex((weight) => (left -= weight) < 0)
  return index < 0 ? gains.length - 1 : index
}

/**
 * Bayesian optimization with a Gaussian process. `gp_hedge` lets three functions choose, and takes the choice of one of them at
 * random: the lower the model sees the earlier choices of a function, the likelier it is.
 */
export const gpModel =
  ({ acqFunc, kappa, xi, noise }: GpSettings): Model =>
  (question) => {
    const { dimensions, reports, seen, random } = question
    const { predict, unit } = fit(
      question,
      reports.map(({ objective }) => objective),
      noise
    )
    const at = (point: Point) => predict(featuresOf(dimensions, point))
    const best = question.features.reduce((low, place) => Math.min(low, predict(place).mean), Infinity)
    const good = reports
      .toSorted((a, b) => a.objective - b.objective)
      .slice(0, GOOD)
      .map(({ point }) => point)
    const bestOf = (score: (point: Point) => number) =>
      explore({ dimensions, random, good, draws: DRAWS, steps: STEPS, seen }, score)
    const functions = {
      LCB: lowerBound(kappa),
      EI: expectedImprovement(best, xi / unit),
      PI: improvementProbability(best, xi / unit)
    } satisfies Record<string, Acquisition>
    if (acqFunc === "gp_hedge") {
      const rivals = HEDGED.map((name) => bestOf((point) => functions[name](at(point))))
      const gains = HEDGED.map((_, i) =>
        reports.reduce((gain, report) => {
          const rival = report.rivals[i]
          return rival === undefined ? gain : gain - at(rival).mean
        }, 0)
      )
      const point = rivals[hedge(gains, random())]
      return { point, rivals: rivals.flatMap((rival) => (rival === undefined ? [] : [rival])) }
    }
    if (acqFunc === "LCB" || acqFunc === "EI" || acqFunc === "PI")
      return { point: bestOf((point) => functions[acqFunc](at(point))), rivals: [] }
    const weigh = functions[acqFunc === "EIps" ? "EI" : "PI"]
    const logSeconds = fit(
      question,
      reports.map(({ seconds }) => Math.log(Math.max(1e-3, seconds ?? 1))),
      undefined
    )
    const cost = (point: Point) => Math.exp(logSeconds.predict(featuresOf(dimensions, point)).mean * logSeconds.unit)
    return { point: bestOf((point) => weigh(at(point)) / cost(point)), rivals: [] }
  }
