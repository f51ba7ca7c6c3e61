import type { Acquisition } from "./Acquisition.ts"
import { expectedImprovement, improvementProbability, lowerBound } from "./Acquisition.ts"
import { featuresOf } from "./Dimension.ts"
import { explore } from "./Explore.ts"
import type { Features, Predict } from "./GaussianProcess.ts"
import { growTree, leafOf } from "./RegressionTree.ts"
import type { Model } from "./Sequential.ts"

const TREES = 60
const MIN_LEAF = 2
const DRAWS = 600
const STEPS = 20
/** How many of the best points so far are walked on from. */
const GOOD = 3

const moments = (values: ReadonlyArray<number>) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length }
}

/**
 * Extremely randomised trees (Geurts, Ernst & Wehenkel 2006). The deviation at a place is by the law of total variance: what the
 * trees differ in, and what they leave in their leaves (Hutter et al. 2014, 4.3.2).
 */
export const growForest = (x: Features, y: ReadonlyArray<number>, random: () => number): Predict => {
  const rows = y.map((_, row) => row)
  const options = { minLeaf: Math.min(MIN_LEAF, Math.max(1, Math.floor(y.length / 4))), maxDepth: Infinity }
  const trees = Array.from({ length: TREES }, () => growTree(x, y, rows, { ...options, randomThresholds: random }))
  const known = new Map<ReadonlyArray<number>, ReturnType<typeof moments>>()
  const leafMoments = (inLeaf: ReadonlyArray<number>) => {
    const found = known.get(inLeaf) ?? moments(inLeaf.map((row) => y[row] ?? 0))
    known.set(inLeaf, found)
    return found
  }
  return (features) => {
    const leaves = trees.map((tree) => leafMoments(leafOf(tree, features).rows))
    const between = moments(leaves.map(({ mean }) => mean))
    const within = moments(leaves.map(({ variance }) => variance)).mean
    return { mean: between.mean, std: Math.sqrt(between.variance + within) }
  }
}

export interface TreeSettings {
  readonly acqFunc: "LCB" | "EI" | "PI"
  readonly kappa: number
  /** In deviations that the model predicts. */
  readonly xi: number
}

const acquisition = ({ acqFunc, kappa, xi }: TreeSettings, best: number, spread: number): Acquisition =>
  acqFunc === "LCB"
    ? lowerBound(kappa)
    : acqFunc === "EI"
      ? expectedImprovement(best, xi)
      : improvementProbability(best - xi * spread)

/** Asks a way of predicting for the point that an acquisition promises the most of. */
export const treeModel =
  (train: (x: Features, y: ReadonlyArray<number>, random: () => number) => Predict, settings: TreeSettings): Model =>
  ({ dimensions, reports, features, seen, random }) => {
    const objectives = reports.map(({ objective }) => objective)
    const predict = train(features, objectives, random)
    const weigh = acquisition(settings, Math.min(...objectives), Math.sqrt(moments(objectives).variance))
    const good = reports
      .toSorted((a, b) => a.objective - b.objective)
      .slice(0, GOOD)
      .map(({ point }) => point)
    const exploration = { dimensions, random, good, draws: DRAWS, steps: STEPS, seen }
    return { point: explore(exploration, (point) => weigh(predict(featuresOf(dimensions, point)))), rivals: [] }
  }

/** Sequential optimization with a forest of random trees. */
export const forestModel = (settings: TreeSettings): Model => treeModel(growForest, settings)
