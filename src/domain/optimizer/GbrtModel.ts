import type { TreeSettings } from "./ForestModel.ts"
import { treeModel } from "./ForestModel.ts"
import type { Features, Predict } from "./GaussianProcess.ts"
import { growTree, leafOf } from "./RegressionTree.ts"
import type { Model } from "./Sequential.ts"

const ROUNDS = 30
const RATE = 0.1
const DEPTH = 3

/** The value below which a share of the given ones lies, between two of them in proportion; of no values 0. */
export const quantile = (values: ReadonlyArray<number>, share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = share * (sorted.length - 1)
  const low = sorted[Math.floor(at)] ?? 0
  const high = sorted[Math.ceil(at)] ?? low
  return low + (high - low) * (at - Math.floor(at))
}

/**
 * Gradient boosted trees for one quantile (Friedman 2001): each tree is grown on which side of the prediction so far the values
 * lie, and its leaves then move the prediction a part of the way to the quantile of what is left.
 */
export const boostQuantile = (
  x: Features,
  y: ReadonlyArray<number>,
  share: number
): ((features: ArrayLike<number>) => number) => {
  const start = quantile(y, share)
  const rows = y.map((_, row) => row)
  const trees: Array<(features: ArrayLike<number>) => number> = []
  let predicted = y.map(() => start)
  for (let round = 0; round < ROUNDS; round++) {
    const left = y.map((value, row) => value - (predicted[row] ?? 0))
    const sides = left.map((rest) => (rest > 0 ? share : share - 1))
    const tree = growTree(x, sides, rows, { minLeaf: 1, maxDepth: DEPTH, randomThresholds: undefined })
    const steps = new Map<ReadonlyArray<number>, number>()
    const step = (features: ArrayLike<number>): number => {
      const leaf = leafOf(tree, features).rows
      const found =
        steps.get(leaf) ??
        RATE *
          quantile(
            leaf.map((row) => left[row] ?? 0),
            share
          )
      steps.set(leaf, found)
      return found
    }
    trees.push(step)
    predicted = predicted.map((value, row) => value + step(x[row] ?? []))
  }
  return (features) => trees.reduce((sum, step) => sum + step(features), start)
}

/** The quantiles that lie one standard deviation from the middle of a normal distribution. */
const LOWER = 0.16
const UPPER = 0.84

/** The median as mean, and half the way between the outer quantiles as deviation. */
const boost = (x: Features, y: ReadonlyArray<number>): Predict => {
  const [low, middle, high] = [boostQuantile(x, y, LOWER), boostQuantile(x, y, 0.5), boostQuantile(x, y, UPPER)]
  return (features) => ({ mean: middle(features), std: Math.abs(high(features) - low(features)) / 2 })
}

/** Sequential optimization with gradient boosted quantile trees. */
export const gbrtModel = (settings: TreeSettings): Model => treeModel(boost, settings)
