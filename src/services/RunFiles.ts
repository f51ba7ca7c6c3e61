import type { Effect } from "effect"
import { Context, Schema } from "effect"
import type { PathMissing } from "../domain/PathMissing.ts"

/** A file or directory that is there and cannot be used: the act, the path, and what the system says. */
export class FileError extends Schema.TaggedError<FileError>()("FileError", {
  operation: Schema.Literal("list", "read"),
  path: Schema.String,
  cause: Schema.Defect
}) {
  override get message(): string {
    return `cannot ${this.operation} ${this.path}: ${this.cause instanceof Error ? this.cause.message : String(this.cause)}`
  }
}

/** What stands in a run directory under a path relative to it, `/`-separated. */
export interface RunFile {
  readonly path: string
  /** What it is, seen through a link; a link to nothing is a file. */
  readonly kind: "file" | "dir"
  readonly isLink: boolean
  /** Bytes; 0 for a directory. */
  readonly size: number
}

/**
 * Owns looking at the files of run directories: their names, and their bytes.
 * Does not own attributes (RunStore) or what captured output means (RunOutput); changes nothing.
 *
 * Laws, held by `test/suites/RunFilesSuite.ts`: a listing ends, whatever links there are; each directory is followed by what
 * is in it, by name; reading gives every byte once and in order.
 */
export class RunFiles extends Context.Tag("guild/RunFiles")<
  RunFiles,
  {
    /** Everything below a directory; below links to directories only with `followLinks`. Unreadable directories are empty. */
    readonly list: (
      dir: string,
      options: { readonly followLinks: boolean }
    ) => Effect.Effect<ReadonlyArray<RunFile>, FileError>
    /** The names directly in a directory; none where it is not there or cannot be read. */
    readonly names: (dir: string) => Effect.Effect<ReadonlyArray<string>>
    /** What is at a path, seen through links. */
    readonly kindOf: (path: string) => Effect.Effect<"file" | "dir" | undefined>
    /**
     * Hands a file's bytes from `offset` on to `sink`, as many as there are now and `limit` at most; gives the offset behind the
     * last. What may never end, such as a pipe, is no file.
     */
    readonly read: (
      path: string,
      offset: number,
      sink: (chunk: Uint8Array) => void,
      limit?: number
    ) => Effect.Effect<number, PathMissing | FileError>
    /** Whether two files have the same bytes, however large they are. */
    readonly same: (one: string, other: string) => Effect.Effect<boolean, PathMissing | FileError>
  }
>() {}
