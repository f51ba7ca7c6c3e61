import { Effect, Either, Schema } from "effect"
import type { ColSpec } from "../domain/compare/ColSpec.ts"
import { parseColSpecs } from "../domain/compare/ColSpec.ts"
import { matchScalars, scalarCell } from "../domain/compare/CompareTable.ts"
import type { Run } from "../domain/runs/Run.ts"
import { NoMatchingRuns } from "../domain/runs/RunChoiceErrors.ts"
import { getKey, toNumber } from "../domain/Value.ts"
import type { IndexError } from "../services/RunIndex.ts"
import { RunIndex } from "../services/RunIndex.ts"
import type { RunStore, StoreError } from "../services/RunStore.ts"
import type { FindError, Wanted } from "./FindRuns.ts"
import { findRuns } from "./FindRuns.ts"

/** A column by which runs are to be compared cannot be read. */
export class InvalidScalar extends Schema.TaggedError<InvalidScalar>()("InvalidScalar", {
  text: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `invalid scalar '${this.text}': ${this.reason}`
  }
}

/** By what runs are held against each other. */
export interface Ranking {
  readonly by: "min" | "max"
  /** A column: `loss`, `min val_loss`, `=lr`, ... */
  readonly column: string
}

const parseColumn = (text: string): Either.Either<ColSpec, InvalidScalar> =>
  Either.flatMap(
    Either.mapLeft(parseColSpecs(text), ({ reason }) => new InvalidScalar({ text, reason })),
    ([column, ...more]) =>
      column === undefined || more.length > 0
        ? Either.left(new InvalidScalar({ text, reason: "expected one column" }))
        : Either.right(column)
  )

/** How long a run took, in microseconds. */
const duration = (run: Run): number | undefined =>
  run.started === undefined || run.stopped === undefined ? undefined : run.stopped - run.started

/** The number that each run has under a column, if it has one. */
const scores = (
  runs: ReadonlyArray<Run>,
  column: ColSpec
): Effect.Effect<ReadonlyArray<number | undefined>, IndexError | StoreError, RunIndex> =>
  Effect.gen(function* () {
    const index = yield* RunIndex
    if (column.kind === "flag") return runs.map((run) => toNumber(getKey(run.flags, column.name) ?? null))
    if (column.kind === "attr") {
      if (column.name === "time") return runs.map(duration)
      return (yield* index.attrOf(runs, column.name)).map((value) => toNumber(value ?? null))
    }
    return (yield* index.scalarsOf(runs)).map((scalars) => {
      const [scalar] = matchScalars(column.key, scalars)
      return scalar === undefined ? undefined : toNumber(scalarCell(column, scalar))
    })
  })

/** Best first; runs without a number last, and otherwise in the order they had. */
const ranked = (
  runs: ReadonlyArray<Run>,
  ranking: Ranking
): Effect.Effect<ReadonlyArray<Run>, InvalidScalar | IndexError | StoreError, RunIndex> =>
  Effect.gen(function* () {
    const column = yield* parseColumn(ranking.column)
    const values = yield* scores(runs, column)
    const scored = runs.map((run, i) => ({ run, value: values[i] }))
    const rank = (value: number | undefined) =>
      value === undefined || Number.isNaN(value) ? Infinity : ranking.by === "min" ? value : -value
    return [...scored].sort((a, b) => compareRanks(rank(a.value), rank(b.value))).map(({ run }) => run)
  })

/** Equal ranks, two infinite ones too, leave the order alone. */
const compareRanks = (a: number, b: number): number => (a === b ? 0 : a - b)

/** The runs that are named, by rank where one is asked for; one at least. */
export const rankedRuns = (
  wanted: Wanted,
  ranking: Ranking | undefined
): Effect.Effect<ReadonlyArray<Run>, FindError | InvalidScalar | NoMatchingRuns, RunIndex | RunStore> =>
  Effect.gen(function* () {
    const found = yield* findRuns(wanted)
    if (found.length === 0) return yield* new NoMatchingRuns()
    return ranking === undefined ? found : yield* ranked(found, ranking)
  })
