import type { Effect, Option } from "effect"
import { Context, Schema } from "effect"
import type { OpRef } from "../domain/ops/OpRef.ts"
import type { Run, RunRef } from "../domain/runs/Run.ts"
import type { RunId } from "../domain/runs/RunId.ts"
import type { Marker } from "../domain/runs/RunLayout.ts"
import type { Value } from "../domain/Value.ts"

/** The disk said no: which act it refused, on which path, and why. */
export class StoreError extends Schema.TaggedError<StoreError>()("StoreError", {
  operation: Schema.Literal("create", "read", "write", "list", "trash", "restore", "purge"),
  path: Schema.String,
  cause: Schema.Defect
}) {
  override get message(): string {
    return `cannot ${this.operation} ${this.path}: ${this.cause instanceof Error ? this.cause.message : String(this.cause)}`
  }
}

/** An attribute file is there and says nothing that can be read. */
export class AttrDamaged extends Schema.TaggedError<AttrDamaged>()("AttrDamaged", {
  path: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `cannot read run attribute ${this.path}: ${this.reason}`
  }
}

/** Which runs: those of the Guild home, those in its trash, or the run directories directly under a path. */
export type RunScope = "live" | "trash" | { readonly archive: string }

/**
 * Owns run directories, their attributes and their markers under one Guild home, live and in the trash.
 * Does not own: the process of a run (Processes), what it prints (RunOutput), its scalars (ScalarLog), its source
 * (SourceFiles), or any index over runs (RunIndex).
 *
 * Laws, held by `test/suites/RunStoreSuite.ts` for every layer: a written attribute is read back equal; an interrupted write
 * leaves the old value; trash then restore is the identity; a listing never shows a directory without an operation.
 */
export class RunStore extends Context.Tag("guild/RunStore")<
  RunStore,
  {
    /** The directory that holds the live runs. Absolute. */
    readonly runsDir: string
    /** A number that is another one when a live run came or went meanwhile. Cheap: no run is looked at. */
    readonly revision: Effect.Effect<number, StoreError>
    /** An id that no run has, and where a run of this id stands under the Guild home. Nothing of it is there. */
    readonly reserve: Effect.Effect<RunRef>
    /**
     * A directory for a new run with `id`, `initialized` and the PENDING marker: one that nobody sees, until the run is established.
     * What a guild that was killed has left of such goes with the next that is made. `dir` makes it elsewhere than under the Guild
     * home, and in the open (created where missing); `id` presets the id. The run that it is `linkedFrom` has a link of its id before
     * there is a run, where links can be made: however the process ends, no run is without the one that it belongs to.
     */
    readonly allocate: (options: {
      readonly id?: RunId | undefined
      readonly dir?: string | undefined
      readonly linkedFrom?: RunRef | undefined
    }) => Effect.Effect<RunRef, StoreError>
    /** Gives a new run its operation, with which it is one, and its place: it is seen whole or not at all. Gives where it stands. */
    readonly establish: (run: RunRef, opRef: OpRef) => Effect.Effect<RunRef, StoreError>
    readonly readAttr: (run: RunRef, name: string) => Effect.Effect<Option.Option<Value>, AttrDamaged | StoreError>
    /** All attributes, sorted by name; a damaged one is left out. */
    readonly readAttrs: (run: RunRef) => Effect.Effect<ReadonlyArray<readonly [string, Value]>, StoreError>
    readonly writeAttr: (run: RunRef, name: string, value: Value) => Effect.Effect<void, StoreError>
    /** Writes the time, in microseconds since the epoch and later than every other stamp of this process, as an attribute. */
    readonly stamp: (run: RunRef, name: "initialized" | "started" | "stopped") => Effect.Effect<number, StoreError>
    readonly removeAttr: (run: RunRef, name: string) => Effect.Effect<void, StoreError>
    /** Sets a marker file; LOCK carries a pid, the others are empty. */
    readonly mark: (run: RunRef, marker: Marker, content?: string) => Effect.Effect<void, StoreError>
    readonly unmark: (run: RunRef, marker: Marker) => Effect.Effect<void, StoreError>
    /**
     * Takes a run for one guild alone, until its LOCK goes or `pid` ends. Of several that ask at the same time one at most is
     * told `true`; a lock that a dead process left is no hindrance, nor is that of `from`, which hands the run over. Nobody gets a
     * run that is not there.
     */
    readonly claim: (run: RunRef, pid: number, from?: number) => Effect.Effect<boolean, StoreError>
    /** The process that has a run's LOCK and lives. */
    readonly holder: (run: RunRef) => Effect.Effect<number | undefined, StoreError>
    /** Writes the environment of a staged run, as a script that a shell can read. */
    readonly writeEnv: (run: RunRef, script: string) => Effect.Effect<void, StoreError>
    /** A relative link in a run's directory to another run: a batch's to its trial, a stepped run's to its step. */
    readonly linkRun: (from: RunRef, name: string, to: RunRef) => Effect.Effect<void, StoreError>
    /** What is on disk now. A directory without a readable opref is none. A damaged attribute counts as missing. */
    readonly read: (run: RunRef) => Effect.Effect<Option.Option<Run>, StoreError>
    /** Every run directory in a scope, in no order. */
    readonly list: (scope: RunScope) => Effect.Effect<ReadonlyArray<RunRef>, StoreError>
    /**
     * Directories that `allocate` has made, linked from this run, and that are no runs yet. Where nobody is making trials of it, they
     * were left by a guild that was killed.
     */
    readonly halfMade: (linkedFrom: RunRef) => Effect.Effect<ReadonlyArray<RunRef>, StoreError>
    /** Moves a live run to the trash; an occupied name in the trash gets a suffix. */
    readonly trash: (run: RunRef) => Effect.Effect<void, StoreError>
    readonly restore: (run: RunRef) => Effect.Effect<void, StoreError>
    /** Removes a run's tree for good, wherever it stands. Links in it are removed, never followed. */
    readonly purge: (run: RunRef) => Effect.Effect<void, StoreError>
  }
>() {}
