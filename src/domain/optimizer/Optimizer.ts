import type { Point } from "./Dimension.ts"

/** What to try next. */
export interface Suggestion {
  readonly point: Point
  /** The model has chosen the point; otherwise it is an initial value or drawn at random. */
  readonly modelled: boolean
  /** What each of a model's competing functions would have chosen; none for a model with one function. */
  readonly rivals: ReadonlyArray<Point>
}

/** A suggestion that was tried, and what came of it. */
export interface Report extends Suggestion {
  /** Less is better. `undefined`, NaN and infinities are a trial that says nothing. */
  readonly objective: number | undefined
  /** How long the trial took, for the functions that weigh it. */
  readonly seconds: number | undefined
}

/** Everything that an optimizer knows. */
export interface Snapshot {
  /** Below 2^32. */
  readonly seed: number
  /** Trials of this search, in the order in which they ended. */
  readonly reports: ReadonlyArray<Report>
  /** What came of trials outside of this search: a model learns from them, but they are none of its random starts. */
  readonly previous?: ReadonlyArray<Report>
}

/**
 * Chooses points one after another, each with what came of the earlier ones. It is a value: nothing in it changes.
 *
 * Where several trials run at once, `suggest` is told the points that were suggested and not reported yet. They count as tried, and
 * until it is known better, as no better than the usual trial: each stands with the median of what was reported (a constant liar,
 * Ginsbourger, Le Riche & Carraro 2010). `reports` and pending points together number the trial that the suggestion is for.
 *
 * Laws, held by `test/suites/OptimizerSuite.ts` for every optimizer: a suggestion lies within its dimensions and has their types;
 * it depends on the seed, the reports and the pending points alone, so that an optimizer restored from a snapshot goes on as if it
 * had not been interrupted; no point is suggested again while there is another; constant, missing and NaN objectives are survived.
 */
export interface Optimizer {
  readonly suggest: (pending?: ReadonlyArray<Point>) => Suggestion
  readonly report: (report: Report) => Optimizer
  readonly snapshot: Snapshot
}

/** How many reports say something that a model can use. */
export const isUsable = (report: Report): report is Report & { readonly objective: number } =>
  report.objective !== undefined && Number.isFinite(report.objective)
