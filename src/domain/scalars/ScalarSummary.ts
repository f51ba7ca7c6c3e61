import type { ScalarSummary } from "./Scalar.ts"

/**
 * Makes one summary of all points of a tag, in the order they were logged; constant memory. `first` and `last` go by that
 * order, not by step. `min` and `max` pass over NaN unless there is nothing else, and keep the first of equals. `total` is
 * the plain sum in float64 from left to right, so NaN in one point is NaN in `total` and `avg`.
 */
export class ScalarAccumulator {
  private count = 0
  private total = 0
  private firstVal = NaN
  private firstStep = 0
  private lastVal = NaN
  private lastStep = 0
  private minVal = NaN
  private minStep = 0
  private maxVal = NaN
  private maxStep = 0

  add(value: number, step: number): void {
    if (this.count === 0) {
      this.firstVal = this.minVal = this.maxVal = value
      this.firstStep = this.minStep = this.maxStep = step
    } else {
      if (value < this.minVal || (this.minVal !== this.minVal && value === value)) {
        this.minVal = value
        this.minStep = step
      }
      if (value > this.maxVal || (this.maxVal !== this.maxVal && value === value)) {
        this.maxVal = value
        this.maxStep = step
      }
    }
    this.count += 1
    this.total += value
    this.lastVal = value
    this.lastStep = step
  }

  /** What the points so far come to; at least one must have been added. */
  summary(prefix: string, tag: string): ScalarSummary {
    const { count, firstStep, firstVal, lastStep, lastVal, maxStep, maxVal, minStep, minVal, total } = this
    const avgVal = total / count
    return {
      prefix,
      tag,
      count,
      total,
      avgVal,
      firstVal,
      firstStep,
      lastVal,
      lastStep,
      minVal,
      minStep,
      maxVal,
      maxStep
    }
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The summaries of a run's scalars as they grow: one a prefix and tag. */
export class ScalarSummaries {
  private readonly byPrefix = new Map<string, Map<string, ScalarAccumulator>>()

  /** The summaries under a prefix, to which points are added one by one. */
  under(prefix: string): (tag: string, value: number, step: number) => void {
    const byTag = this.byPrefix.get(prefix) ?? new Map<string, ScalarAccumulator>()
    this.byPrefix.set(prefix, byTag)
    return (tag, value, step) => {
      let accumulator = byTag.get(tag)
      if (accumulator === undefined) byTag.set(tag, (accumulator = new ScalarAccumulator()))
      accumulator.add(value, step)
    }
  }

  /** Sorted by prefix, then tag. */
  all(): ReadonlyArray<ScalarSummary> {
    return Array.from(this.byPrefix)
      .flatMap(([prefix, byTag]) => Array.from(byTag, ([tag, accumulator]) => accumulator.summary(prefix, tag)))
      .sort((a, b) => compare(a.prefix, b.prefix) || compare(a.tag, b.tag))
  }
}
