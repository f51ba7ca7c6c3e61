import type { Effect, Scope, Stream } from "effect"
import { Context, Schema } from "effect"
import type { ScalarPoint, ScalarSummary } from "../domain/scalars/Scalar.ts"

/** An event file could not be written or opened. */
export class ScalarLogError extends Schema.TaggedError<ScalarLogError>()("ScalarLogError", {
  operation: Schema.Literal("write", "read"),
  path: Schema.String,
  cause: Schema.Defect
}) {
  override get message(): string {
    return `cannot ${this.operation} scalars in ${this.path}: ${this.cause instanceof Error ? this.cause.message : String(this.cause)}`
  }
}

export interface ScalarWriter {
  /** Appends one point; the file is created by the first. Synchronous and buffered: it stands in the output's hot path. */
  readonly add: (point: ScalarPoint) => void
  /** Hands what is buffered to the disk. */
  readonly flush: Effect.Effect<void, ScalarLogError>
  /**
   * Hands what was added to the disk at once, so that it is kept also where this process is killed next. Synchronous, for the end of
   * each piece of output; a failure shows in `flush`.
   */
  readonly handOver: () => void
}

/** One event file under a run, found without following links. */
export interface EventFile {
  /** Absolute. */
  readonly path: string
  /** Its directory relative to the run: `` for the root, `.guild` for captured output. */
  readonly prefix: string
  readonly size: number
  readonly mtimeMs: number
}

/** A record that could not be read; the rest of the file was. */
export interface EventProblem {
  readonly path: string
  readonly offset: number
  readonly reason: "truncated" | "bad-crc" | "undecodable"
}

/**
 * Owns TensorBoard event files: writing captured scalars, and reading those of any writer.
 * Does not own: which output lines are scalars (domain/OutputScalars), or an index over them (RunIndex).
 *
 * Laws, held by `test/suites/ScalarLogSuite.ts`: what was written is read back in order as float32; a file cut anywhere gives
 * every record before the cut and one problem; a damaged record is skipped and named.
 */
export class ScalarLog extends Context.Tag("guild/ScalarLog")<
  ScalarLog,
  {
    /** A writer of one event file in a directory; closing the scope flushes and closes it. */
    readonly writer: (dir: string) => Effect.Effect<ScalarWriter, never, Scope.Scope>
    /** The event files of a run, by directory and then by name (their order in time). */
    readonly files: (runDir: string) => Effect.Effect<ReadonlyArray<EventFile>, ScalarLogError>
    /** Every scalar point of one file, or of several of one directory, which are one log, in their order; in constant memory. */
    readonly points: (...paths: ReadonlyArray<string>) => Stream.Stream<ScalarPoint, ScalarLogError>
    /**
     * One summary a prefix and tag over all event files of a run, sorted by prefix, then tag; and what could not be read.
     * `files` are those of the run where they were listed already.
     */
    readonly summarize: (
      runDir: string,
      files?: ReadonlyArray<EventFile>
    ) => Effect.Effect<
      { readonly scalars: ReadonlyArray<ScalarSummary>; readonly problems: ReadonlyArray<EventProblem> },
      ScalarLogError
    >
  }
>() {}
