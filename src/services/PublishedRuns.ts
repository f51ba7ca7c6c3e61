import type { Effect } from "effect"
import { Context, Schema } from "effect"

/** Runs could not be published: the act, the path, and what stood in the way. */
export class PublishError extends Schema.TaggedError<PublishError>()("PublishError", {
  operation: Schema.Literal("read", "publish"),
  path: Schema.String,
  cause: Schema.Defect
}) {
  override get message(): string {
    return `cannot ${this.operation} ${this.path}: ${this.cause instanceof Error ? this.cause.message : String(this.cause)}`
  }
}

/** A file or directory as the lists of a published run have it. `size` is in bytes, `mtime` in microseconds since the epoch. */
export interface PublishedFile {
  readonly path: string
  /** `file`, `dir`, `other`, with `link` behind it or alone. */
  readonly type: string
  readonly size: number | undefined
  readonly mtime: number | undefined
  /** Hex; empty where it was not asked for, or there are no bytes. */
  readonly md5: string
  /** Whether a link leads out of all directories that were named. */
  readonly outside: boolean
}

/** What a published run's directory is made of. Paths are relative to it, `/`-separated. */
export interface Publication {
  readonly id: string
  readonly files: ReadonlyArray<readonly [path: string, content: string | Uint8Array]>
  readonly copies: ReadonlyArray<readonly [path: string, from: string]>
}

/**
 * Owns directories of published runs: whole run directories beside an index.
 * Does not own what is said of runs there, or runs themselves (RunStore). A run is published whole or not at all; nothing is
 * written outside the directory.
 */
export class PublishedRuns extends Context.Tag("guild/PublishedRuns")<
  PublishedRuns,
  {
    /** The regular files below a directory, by relative path; a single file by its name; none where nothing is there. */
    readonly texts: (path: string) => Effect.Effect<ReadonlyMap<string, Uint8Array>, PublishError>
    /**
     * Everything below a directory but its `.guild`, sorted by path; links to directories are not entered. `within` names the
     * directories that links may lead to beside the directory itself.
     */
    readonly survey: (
      dir: string,
      options: { readonly md5: boolean; readonly within: ReadonlyArray<string> }
    ) => Effect.Effect<ReadonlyArray<PublishedFile>, PublishError>
    /** Puts a run in place of an earlier publication of it. Gives the bytes that it takes. */
    readonly publish: (dest: string, run: Publication) => Effect.Effect<number, PublishError>
    /** The `run.yml` of every published run, once what a killed guild left unfinished is put right. */
    readonly infos: (dest: string) => Effect.Effect<ReadonlyArray<string>, PublishError>
    /** Writes the index of a directory into its README.md, beside what others wrote there. Gives the bytes that the whole directory takes. */
    readonly writeIndex: (dest: string, text: string) => Effect.Effect<number, PublishError>
  }
>() {}
