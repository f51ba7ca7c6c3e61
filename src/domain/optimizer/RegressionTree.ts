import type { Features } from "./GaussianProcess.ts"

/** A tree of yes-or-no questions over features. A leaf keeps which observations fell into it. */
export type Tree =
  | { readonly kind: "leaf"; readonly rows: ReadonlyArray<number> }
  | {
      readonly kind: "split"
      readonly feature: number
      /** Values up to it go left. */
      readonly threshold: number
      readonly left: Tree
      readonly right: Tree
    }

export interface TreeOptions {
  readonly minLeaf: number
  readonly maxDepth: number
  /** Thresholds are drawn between the ends of a feature (extra trees); otherwise every one between two values is weighed. */
  readonly randomThresholds: (() => number) | undefined
}

interface Split {
  readonly feature: number
  readonly threshold: number
  /** Sum of squares that the split explains. */
  readonly gain: number
}

/** What a division into the first `count` of some values and the others explains, by their sums. */
const explained = (sum: number, count: number, total: number, all: number): number =>
  (sum * sum) / count + (total - sum) ** 2 / (all - count) - (total * total) / all

/** The best threshold of one feature among all that lie in the middle of two values. */
const exact = (column: Float64Array, values: Float64Array, total: number, minLeaf: number) => {
  const n = values.length
  const order = Array.from(values, (_, i) => i).sort((a, b) => (column[a] ?? 0) - (column[b] ?? 0))
  let best = { threshold: 0, gain: 0 }
  let sum = 0
  for (let i = 0; i + 1 < n; i++) {
    const at = order[i] ?? 0
    sum += values[at] ?? 0
    const here = column[at] ?? 0
    const next = column[order[i + 1] ?? 0] ?? 0
    if (here === next || i + 1 < minLeaf || n - i - 1 < minLeaf) continue
    const gain = explained(sum, i + 1, total, n)
    if (gain > best.gain) best = { threshold: (here + next) / 2, gain }
  }
  return best
}

/** A threshold drawn between the least and the greatest value of one feature. */
const drawn = (column: Float64Array, values: Float64Array, total: number, minLeaf: number, random: () => number) => {
  let low = Infinity
  let high = -Infinity
  for (const value of column) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low === high) return { threshold: low, gain: 0 }
  const threshold = low + random() * (high - low)
  let sum = 0
  let count = 0
  column.forEach((value, i) => {
    if (value > threshold) return
    sum += values[i] ?? 0
    count++
  })
  const fits = count >= minLeaf && values.length - count >= minLeaf
  return { threshold, gain: fits ? explained(sum, count, total, values.length) : 0 }
}

/** The split that leaves the least squared deviation in its two sides; ties go to the first feature. */
const bestSplit = (x: Features, y: ReadonlyArray<number>, rows: ReadonlyArray<number>, options: TreeOptions) => {
  let best: Split | undefined
  const { minLeaf, randomThresholds: random } = options
  const values = Float64Array.from(rows, (row) => y[row] ?? 0)
  const total = values.reduce((sum, value) => sum + value, 0)
  const features = x[0]?.length ?? 0
  for (let feature = 0; feature < features; feature++) {
    const column = Float64Array.from(rows, (row) => x[row]?.[feature] ?? 0)
    const { threshold, gain } =
      random === undefined ? exact(column, values, total, minLeaf) : drawn(column, values, total, minLeaf, random)
    if (gain > 1e-12 && (best === undefined || gain > best.gain)) best = { feature, threshold, gain }
  }
  return best
}

/** Grows a regression tree by least squares (Breiman et al. 1984) over some rows of `x` and `y`. */
export const growTree = (
  x: Features,
  y: ReadonlyArray<number>,
  rows: ReadonlyArray<number>,
  options: TreeOptions
): Tree => {
  const split = options.maxDepth > 0 && rows.length >= 2 * options.minLeaf ? bestSplit(x, y, rows, options) : undefined
  if (split === undefined) return { kind: "leaf", rows }
  const deeper = { ...options, maxDepth: options.maxDepth - 1 }
  const isLeft = (row: number) => (x[row]?.[split.feature] ?? 0) <= split.threshold
  return {
    kind: "split",
    feature: split.feature,
    threshold: split.threshold,
    left: growTree(x, y, rows.filter(isLeft), deeper),
    right: growTree(
      x,
      y,
      rows.filter((row) => !isLeft(row)),
      deeper
    )
  }
}

/** The leaf that a place falls into. */
export const leafOf = (tree: Tree, features: ArrayLike<number>): Tree & { readonly kind: "leaf" } => {
  let at = tree
  while (at.kind === "split") at = (features[at.feature] ?? 0) <= at.threshold ? at.left : at.right
  return at
}
