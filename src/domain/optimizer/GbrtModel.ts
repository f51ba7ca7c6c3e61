import type { TreeSettings } from "./ForestModel.ts"
import { treeModel } from "./ForestModel.ts"
import type { Features, Predict } from "./GaussianProcess.ts"
import { growTree, leafOf } from "./RegressionTree.ts"
import type { Model } from "./Sequential.ts"

const MEMBERS = 10
/** What share of the observations each member learns from. */
const SHARE = 0.8
const ROUNDS = 20
const RATE = 0.3
const DEPTH = 5

const average = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Stochastic gradient boosting for the mean (Friedman 2002): trees with thresholds drawn at random, grown on a part of the
 * observations that is drawn anew for each tree, each on what the ones before it left.
 */
export const boostMean = (
  x: Features,
  y: ReadonlyArray<number>,
  random: () => number
): ((features: ArrayLike<number>) => number) => {
  const start = average(y)
  const options = { minLeaf: 1, maxDepth: DEPTH, randomThresholds: random }
  const trees: Array<(features: ArrayLike<number>) => number> = []
  let left = y.map((value) => value - start)
  for (let round = 0; round < ROUNDS; round++) {
    const drawn = y.flatMap((_, row) => (random() < SHARE ? [row] : []))
    if (drawn.length === 0) continue
    const tree = growTree(x, left, drawn, options)
    const rests = left
    const steps = new Map<ReadonlyArray<number>, number>()
    const step = (features: ArrayLike<number>): number => {
      const { rows } = leafOf(tree, features)
      const found = steps.get(rows) ?? RATE * average(rows.map((row) => rests[row] ?? 0))
      steps.set(rows, found)
      return found
    }
    trees.push(step)
    left = left.map((rest, row) => rest - step(x[row] ?? []))
  }
  return (features) => trees.reduce((sum, step) => sum + step(features), start)
}

/**
 * The mean of several stochastic boosts; the deviation is what they differ in (Malinin, Prokhorenkova & Ustimenko 2021).
 */
export const boostEnsemble = (x: Features, y: ReadonlyArray<number>, random: () => number): Predict => {
  const members = Array.from({ length: MEMBERS }, () => boostMean(x, y, random))
  return (features) => {
    const means = members.map((member) => member(features))
    const mean = average(means)
    const between = average(means.map((each) => (each - mean) ** 2))
    return { mean, std: Math.sqrt(between) }
  }
}

/** Sequential optimization with gradient boosted trees. */
export const gbrtModel = (settings: TreeSettings): Model => treeModel(boostEnsemble, settings)
