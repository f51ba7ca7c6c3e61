import type { Effect, Scope } from "effect"
import { Context, Schema } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"

/** Runs could not be brought to or from a place: the act, the path, and what stood in the way. */
export class ArchiveError extends Schema.TaggedError<ArchiveError>()("ArchiveError", {
  operation: Schema.Literal("open", "copy", "move", "save"),
  path: Schema.String,
  cause: Schema.Defect
}) {
  override get message(): string {
    return `cannot ${this.operation} ${this.path}: ${this.cause instanceof Error ? this.cause.message : String(this.cause)}`
  }
}

/** A run was deleted, or carried elsewhere, after it was found. */
export class RunVanished extends Schema.TaggedError<RunVanished>()("RunVanished", {
  id: Schema.String
}) {
  override get message(): string {
    return `${this.id} is no longer there`
  }
}

/** A place for runs beside the Guild home. A zip file has run directories at its top. */
export interface Archive {
  /** Absolute. */
  readonly path: string
  readonly form: "dir" | "zip"
}

export interface CarryOptions {
  readonly move: boolean
  /** What links lead to outside of the run is put in their place. Links to whole runs (trials, steps) stay links. */
  readonly copyResources: boolean
}

/**
 * Owns carrying whole run directories from one place to another.
 * Does not own which runs those are (RunIndex), or what is in a run (RunStore).
 *
 * Laws, held by `test/suites/RunArchivesSuite.ts` for every layer: a run is carried whole or not at all; a run that is there is
 * never changed; what was saved is there when the archive is opened again; what was moved is gone only when it is.
 */
export class RunArchives extends Context.Tag("guild/RunArchives")<
  RunArchives,
  {
    /**
     * The directory in which the runs of an archive stand, for reading. A zip file is unpacked to a place that goes when the
     * scope closes; nothing in it gets out of there.
     */
    readonly open: (archive: Archive) => Effect.Effect<string, ArchiveError, Scope.Scope>
    /** The same for adding runs, which are in the archive after `save`. The archive is made where there is none. */
    readonly openToAdd: (archive: Archive) => Effect.Effect<string, ArchiveError, Scope.Scope>
    /**
     * Whether a run of this id, or anything of that name, is in a directory of runs. What a `move` that was killed has copied does
     * not count where the run is to be moved there again.
     */
    readonly has: (run: RunRef, dir: string, move: boolean) => Effect.Effect<boolean, ArchiveError>
    /** Brings a run into a directory of runs under its id. Gives `false`, and does nothing, where that name is taken. */
    readonly carry: (
      run: RunRef,
      dir: string,
      options: CarryOptions
    ) => Effect.Effect<boolean, ArchiveError | RunVanished>
    /** Makes what was added to the opened directory part of the archive, all at once; `moved` runs go when it is. */
    readonly save: (archive: Archive, dir: string, moved: ReadonlyArray<RunRef>) => Effect.Effect<void, ArchiveError>
  }
>() {}
