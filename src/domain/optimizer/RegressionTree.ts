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
  readonly left: ReadonlyArray<number>
  readonly right: ReadonlyArray<number>
  /** Sum of squares that the split explains. */
  readonly gain: number
}

const thresholds = (values: ReadonlyArray<number>, random: (() => number) | undefined): ReadonlyArray<number> => {
  const sorted = [...new Set(values)].sort((a, b) => a - b)
  const [low = 0] = sorted
  const high = sorted.at(-1) ?? low
  if (low === high) return []
  if (random !== undefined) return [low + random() * (high - low)]
  return sorted.slice(1).map((value, i) => (value + (sorted[i] ?? value)) / 2)
}

/** The split that leaves the least squared deviation in its two sides; ties go to the first feature. */
const bestSplit = (x: Features, y: ReadonlyArray<number>, rows: ReadonlyArray<number>, options: TreeOptions) => {
  let best: Split | undefined
  const value = (row: number, feature: number) => x[row]?.[feature] ?? 0
  const sum = (of: ReadonlyArray<number>) => of.reduce((total, row) => total + (y[row] ?? 0), 0)
  const features = x[0]?.length ?? 0
  const whole = sum(rows) ** 2 / rows.length
  for (let feature = 0; feature < features; feature++) {
    const column = rows.map((row) => value(row, feature))
    for (const threshold of thresholds(column, options.randomThresholds)) {
      const left = rows.filter((row) => value(row, feature) <= threshold)
      const right = rows.filter((row) => value(row, feature) > threshold)
      if (left.length < options.minLeaf || right.length < options.minLeaf) continue
      const gain = sum(left) ** 2 / left.length + sum(right) ** 2 / right.length - whole
      if (gain > 1e-12 && (best === undefined || gain > best.gain)) best = { feature, threshold, left, right, gain }
    }
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
  return {
    kind: "split",
    feature: split.feature,
    threshold: split.threshold,
    left: growTree(x, y, split.left, deeper),
    right: growTree(x, y, split.right, deeper)
  }
}

/** The leaf that a place falls into. */
export const leafOf = (tree: Tree, features: ArrayLike<number>): Tree & { readonly kind: "leaf" } => {
  let at = tree
  while (at.kind === "split") at = (features[at.feature] ?? 0) <= at.threshold ? at.left : at.right
  return at
}
