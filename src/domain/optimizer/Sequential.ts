import { seededRandom } from "../flags/TrialsSample.ts"
import type { Dimension, Point } from "./Dimension.ts"
import { countPoints, featuresOf, initialPoint, pointAt, pointKey, pointNumbered } from "./Dimension.ts"
import type { Optimizer, Report, Snapshot, Suggestion } from "./Optimizer.ts"
import { isUsable } from "./Optimizer.ts"

/** What a model is asked with. */
export interface Question {
  readonly dimensions: ReadonlyArray<Dimension>
  /** What came of earlier trials; never empty, objectives finite. One that said nothing counts as the worst of the others. */
  readonly reports: ReadonlyArray<Report & { readonly objective: number }>
  /** The points of these reports as numbers. */
  readonly features: ReadonlyArray<ReadonlyArray<number>>
  /** Keys of all points that were tried. */
  readonly seen: ReadonlySet<string>
  /** Numbers in [0, 1). */
  readonly random: () => number
}

/** A model's choice; no point where it found none that was not tried before. */
export interface Choice {
  readonly point: Point | undefined
  readonly rivals: ReadonlyArray<Point>
}

export type Model = (question: Question) => Choice

export interface SequentialOptions {
  readonly dimensions: ReadonlyArray<Dimension>
  /** How many points are chosen before the model is asked. */
  readonly randomStarts: number
  /** `undefined` never asks a model. */
  readonly model: Model | undefined
}

/** How often a draw that repeats an earlier trial is drawn again before it is taken. */
const REDRAWS = 100

/** A generator of its own for each trial, so that a suggestion does not hang on how many numbers earlier ones took. */
const randomFor = (seed: number, trial: number): (() => number) =>
  seededRandom((seed ^ Math.imul(trial + 1, 0x9e3779b1)) >>> 0)

/** A point at random, one that was not tried while there is one. */
const draw = (dimensions: ReadonlyArray<Dimension>, seen: ReadonlySet<string>, random: () => number): Point => {
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

const suggest = ({ dimensions, randomStarts, model }: SequentialOptions, { seed, reports }: Snapshot): Suggestion => {
  const random = randomFor(seed, reports.length)
  const seen = new Set(reports.map(({ point }) => pointKey(dimensions, point)))
  const usable = reports.filter(isUsable)
  const drawn = () => draw(dimensions, seen, random)
  if (reports.length === 0) {
    const point = drawn()
    return { point: initialPoint(dimensions, point) ?? point, modelled: false, rivals: [] }
  }
  if (model === undefined || reports.length < randomStarts || usable.length === 0)
    return { point: drawn(), modelled: false, rivals: [] }
  // A model that does not hear of failed trials goes where they fail again and again.
  const worst = usable.reduce((high, { objective }) => Math.max(high, objective), -Infinity)
  const known = reports.map((report) => (isUsable(report) ? report : { ...report, objective: worst }))
  const features = known.map(({ point }) => featuresOf(dimensions, point))
  const { point, rivals } = model({ dimensions, reports: known, features, seen, random })
  return { point: point ?? drawn(), modelled: true, rivals }
}

/** An optimizer that draws at random until it knows enough for its model, and goes on from a snapshot. */
export const sequential = (options: SequentialOptions, snapshot: Snapshot): Optimizer => ({
  suggest: () => suggest(options, snapshot),
  report: (report) => sequential(options, { ...snapshot, reports: [...snapshot.reports, report] }),
  snapshot
})
