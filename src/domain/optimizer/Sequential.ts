import { seededRandom } from "../flags/TrialsSample.ts"
import type { Dimension, Point } from "./Dimension.ts"
import { featuresOf, initialPoint, pointKey } from "./Dimension.ts"
import type { Draw } from "./Draw.ts"
import type { Optimizer, Report, Snapshot, Suggestion } from "./Optimizer.ts"
import { isUsable } from "./Optimizer.ts"

/** A trial that a model can learn from. */
export type Known = Report & { readonly objective: number }

/** What a model is asked with. */
export interface Question {
  readonly dimensions: ReadonlyArray<Dimension>
  /**
   * What came of earlier trials; never empty, objectives finite. One that said nothing counts as the worst of the others; one that
   * is not known yet, as the median.
   */
  readonly reports: ReadonlyArray<Known>
  /** How many of the reports, from the front, are of trials that have ended. */
  readonly ended: number
  /** The points of these reports as numbers. */
  readonly features: ReadonlyArray<ReadonlyArray<number>>
  /** Keys of all points that were tried. */
  readonly seen: ReadonlySet<string>
  /** Below 2^32. */
  readonly seed: number
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
  /** Chooses points where no model is asked. */
  readonly draw: Draw
  /** How many points are drawn before the model is asked. */
  readonly randomStarts: number
  /** `undefined` never asks a model. */
  readonly model: Model | undefined
}

/** A generator of its own for each trial, so that a suggestion does not hang on how many numbers earlier ones took. */
const randomFor = (seed: number, trial: number): (() => number) =>
  seededRandom((seed ^ Math.imul(trial + 1, 0x9e3779b1)) >>> 0)

/** The middle one of some numbers, of two the lower. */
const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0

/** Every report with an objective: a model that does not hear of failed trials goes where they fail again and again. */
const knownOf = (reports: ReadonlyArray<Report>, pending: ReadonlyArray<Point>): ReadonlyArray<Known> => {
  const objectives = reports.filter(isUsable).map(({ objective }) => objective)
  const worst = objectives.reduce((high, objective) => Math.max(high, objective), -Infinity)
  const usual = median(objectives)
  return [
    ...reports.map((report) => (isUsable(report) ? report : { ...report, objective: worst })),
    ...pending.map((point) => ({ point, modelled: false, rivals: [], objective: usual, seconds: undefined }))
  ]
}

const suggest = (
  { dimensions, draw, randomStarts, model }: SequentialOptions,
  { seed, reports, previous = [] }: Snapshot,
  pending: ReadonlyArray<Point>
): Suggestion => {
  const trial = reports.length + pending.length
  const random = randomFor(seed, trial)
  const ended = [...previous, ...reports]
  const seen = new Set([...ended.map(({ point }) => point), ...pending].map((point) => pointKey(dimensions, point)))
  const drawn = () => draw({ dimensions, seen, random, seed, trial })
  if (model === undefined || trial < randomStarts || !ended.some(isUsable)) {
    const point = drawn()
    const initial = trial === 0 ? initialPoint(dimensions, point) : undefined
    return { point: initial ?? point, modelled: false, rivals: [] }
  }
  const known = knownOf(ended, pending)
  const features = known.map(({ point }) => featuresOf(dimensions, point))
  const { point, rivals } = model({ dimensions, reports: known, ended: ended.length, features, seen, seed, random })
  return { point: point ?? drawn(), modelled: true, rivals }
}

/** An optimizer that draws points until it knows enough for its model, and goes on from a snapshot. */
export const sequential = (options: SequentialOptions, snapshot: Snapshot): Optimizer => ({
  suggest: (pending = []) => suggest(options, snapshot, pending),
  report: (report) => sequential(options, { ...snapshot, reports: [...snapshot.reports, report] }),
  snapshot
})
