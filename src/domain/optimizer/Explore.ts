import { clamp } from "./BoundedSearch.ts"
import type { Dimension, Point } from "./Dimension.ts"
import { pointAt, pointKey, unitOf } from "./Dimension.ts"
import { gaussian } from "./Normal.ts"

export interface Exploration {
  readonly dimensions: ReadonlyArray<Dimension>
  /** Numbers in [0, 1). */
  readonly random: () => number
  /** Points that were good before; what lies near them is looked at too. */
  readonly good: ReadonlyArray<Point>
  /** How many points are drawn at random. */
  readonly draws: number
  /** How many steps are made from each of the most promising points. */
  readonly steps: number
  /** Keys of points that are not to be given. */
  readonly seen: ReadonlySet<string>
}

interface Candidate {
  readonly unit: ReadonlyArray<number>
  readonly point: Point
  readonly score: number
}

/** How many of the most promising points are walked on from. */
const WALKS = 5
const WIDEST = 0.1
const NARROWEST = 1e-5

/**
 * The point with the highest score among many drawn at random, after walks uphill from the best of them in steps that get
 * smaller; `undefined` where every point found was seen before.
 */
export const explore = (
  { dimensions, random, good, draws, steps, seen }: Exploration,
  score: (point: Point) => number
): Point | undefined => {
  let best: Candidate | undefined
  const candidate = (unit: ReadonlyArray<number>): Candidate => {
    const point = pointAt(dimensions, unit)
    const found = { unit, point, score: score(point) }
    if ((best === undefined || found.score > best.score) && !seen.has(pointKey(dimensions, point))) best = found
    return found
  }
  const drawn = Array.from({ length: draws }, () => candidate(dimensions.map(() => random())))
  const starts = [
    ...good.map((point) => candidate(unitOf(dimensions, point))),
    ...drawn.sort((a, b) => b.score - a.score).slice(0, WALKS)
  ]
  for (const start of starts) {
    let at = start
    for (let step = 0; step < steps; step++) {
      const width = WIDEST * (NARROWEST / WIDEST) ** (step / Math.max(1, steps - 1))
      const near = candidate(at.unit.map((u) => clamp(u + width * gaussian(random), 0, 1 - Number.EPSILON)))
      if (near.score > at.score) at = near
    }
  }
  return best?.point
}
