import type { Dimension, Point } from "./Dimension.ts"
import { countPoints, pointAt, pointKey, pointNumbered } from "./Dimension.ts"

/** What a point is drawn with. */
export interface DrawContext {
  readonly dimensions: ReadonlyArray<Dimension>
  /** Keys of all points that were tried. */
  readonly seen: ReadonlySet<string>
  /** Numbers in [0, 1). */
  readonly random: () => number
  /** Below 2^32. */
  readonly seed: number
  /** How many trials there were before this one. */
  readonly trial: number
}

/** Chooses a point without asking what came of others; one that was not tried while there is one. */
export type Draw = (context: DrawContext) => Point

/** How often a draw that repeats an earlier trial is drawn again before all points are gone through. */
const REDRAWS = 100

/** Every point of a space is as likely as every other. */
export const drawRandom: Draw = ({ dimensions, seen, random }) => {
  const any = () =>
    pointAt(
      dimensions,
      dimensions.map(() => random())
    )
  const isSeen = (point: Point) => seen.has(pointKey(dimensions, point))
  let point = any()
  for (let i = 0; i < REDRAWS && isSeen(point); i++) point = any()
  const total = countPoints(dimensions)
  if (!isSeen(point) || !Number.isSafeInteger(total)) return point
  const first = Math.floor(random() * total)
  for (let i = 0; i <= Math.min(seen.size, total - 1); i++) {
    const next = pointNumbered(dimensions, (first + i) % total)
    if (!isSeen(next)) return next
  }
  return point
}
