import type { Effect } from "effect"
import { Context, Schema } from "effect"
import type { Run, RunRef } from "../domain/runs/Run.ts"
import type { RunQuery } from "../domain/runs/RunQuery.ts"
import type { ScalarSummary } from "../domain/scalars/Scalar.ts"
import type { SqlRefused } from "../domain/SqlErrors.ts"
import type { Value } from "../domain/Value.ts"
import type { RunScope, StoreError } from "./RunStore.ts"

/** The index could not be used even after it was rebuilt. */
export class IndexError extends Schema.TaggedError<IndexError>()("IndexError", {
  path: Schema.String,
  cause: Schema.Defect
}) {
  override get message(): string {
    return `cannot use the run index ${this.path}: ${this.cause instanceof Error ? this.cause.message : String(this.cause)}\nIt is derived from the runs and can be deleted.`
  }
}

/** What a statement of SQL answers with; a cell is a number, a text, bytes or null. */
export interface SqlRows {
  readonly columns: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<unknown>>
}

/**
 * Owns what is derived from run directories to answer quickly: attributes, flags and scalar summaries.
 * Does not own any truth: it may be deleted at any moment, and it is right after a run was changed behind its back.
 *
 * Laws, held by `test/suites/RunIndexSuite.ts` for every layer: an answer equals filtering the RunStore's own listing; a
 * damaged or missing index gives the same answers; several guilds may use one index at once. A query by
 * `opNames` may miss a known run whose operation was rewritten to be another; every other change shows in it as well.
 */
export class RunIndex extends Context.Tag("guild/RunIndex")<
  RunIndex,
  {
    /** Matching runs, latest started first (a run that has not started counts by `initialized`); ties by id. */
    readonly query: (
      scope: RunScope,
      query: RunQuery
    ) => Effect.Effect<{ readonly runs: ReadonlyArray<Run>; readonly total: number }, IndexError | StoreError>
    readonly scalars: (run: RunRef) => Effect.Effect<ReadonlyArray<ScalarSummary>, IndexError>
    /** The scalars of many runs, in their order: as `scalars` has them, and sooner. */
    readonly scalarsOf: (
      runs: ReadonlyArray<RunRef>
    ) => Effect.Effect<ReadonlyArray<ReadonlyArray<ScalarSummary>>, IndexError>
    /** One attribute of many runs, in their order; undefined where it is missing or damaged. */
    readonly attrOf: (
      runs: ReadonlyArray<RunRef>,
      name: string
    ) => Effect.Effect<ReadonlyArray<Value | undefined>, IndexError | StoreError>
    /** Answers one question in SQL over the tables of docs/index-schema.md; whatever could change something is refused. */
    readonly select: (statement: string) => Effect.Effect<SqlRows, SqlRefused | IndexError | StoreError>
  }
>() {}
