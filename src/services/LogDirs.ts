import type { Effect, Scope } from "effect"
import { Context, Schema } from "effect"

/** A log directory cannot be made or changed. */
export class LogDirError extends Schema.TaggedError<LogDirError>()("LogDirError", {
  operation: Schema.Literal("create", "change"),
  path: Schema.String,
  cause: Schema.Defect
}) {
  override get message(): string {
    return `cannot ${this.operation} log directory ${this.path}: ${this.cause instanceof Error ? this.cause.message : String(this.cause)}`
  }
}

/** A file of a run that its log directory links to. */
export interface LinkedFile {
  /** Relative to the run, `/`-separated. */
  readonly path: string
  /** Whether it is a link in the run itself: something the run was given. */
  readonly isLink: boolean
  /** In bytes. */
  readonly size: number
  /** Another one when the file has changed. */
  readonly stamp: string
}

/** A directory that TensorBoard reads: one directory in it for each run, by name. */
export interface LogDir {
  /** Absolute. */
  readonly path: string
  /**
   * Links a run's files from the directory `name`: event files wherever they are, and all others that are not in `.guild`. Links to
   * files that are gone are removed. Gives what is linked, by path; nothing where there is no such run any more.
   */
  readonly link: (name: string, runDir: string) => Effect.Effect<ReadonlyArray<LinkedFile>, LogDirError>
  /** Puts a file of guild's own there, whole. What begins as the present file does is appended to it, for those who read it. */
  readonly write: (name: string, path: string, bytes: Uint8Array) => Effect.Effect<void, LogDirError>
  /** Adds an event file for an image, named by how many there were before and by the MD5 of the image's path. */
  readonly addImage: (name: string, imagePath: string, bytes: Uint8Array) => Effect.Effect<void, LogDirError>
  /** Removes the directories of all other runs. */
  readonly retain: (names: ReadonlySet<string>) => Effect.Effect<void, LogDirError>
  /** Paths of all files, relative and sorted. */
  readonly files: Effect.Effect<ReadonlyArray<string>, LogDirError>
}

/**
 * Owns the temporary directories that TensorBoard reads runs from. Runs are only linked: nothing in them is changed.
 * Does not own what is in event files (domain/hparams), or TensorBoard itself (Processes).
 *
 * Laws, held by `test/suites/LogDirsSuite.ts` for every layer: linking again changes nothing while a run does not; a directory
 * goes with its scope.
 */
export class LogDirs extends Context.Tag("guild/LogDirs")<
  LogDirs,
  {
    /** A new directory, which goes when the scope closes unless it is to be kept. */
    readonly make: (options: { readonly keep: boolean }) => Effect.Effect<LogDir, LogDirError, Scope.Scope>
  }
>() {}
