import type { Effect } from "effect"
import { Context, Schema } from "effect"
import type { SelectRule } from "../domain/ops/OpDef.ts"

export class SourceError extends Schema.TaggedError<SourceError>()("SourceError", {
  operation: Schema.Literal("scan", "copy", "digest"),
  path: Schema.String,
  cause: Schema.Defect
}) {
  override get message(): string {
    return `cannot ${this.operation} source code ${this.path}: ${this.cause instanceof Error ? this.cause.message : String(this.cause)}`
  }
}

/** Something was left out that the user should hear of: by a limit of the default rules, or because it cannot be read. */
export type SourceWarning =
  | { readonly kind: "too-big"; readonly path: string }
  | { readonly kind: "too-many"; readonly limit: number }
  | { readonly kind: "unreadable"; readonly path: string; readonly reason: string }

export interface SourceSelection {
  /** Paths relative to the root, `/`-separated, in scan order: the files of a directory by name, then its directories. */
  readonly selected: ReadonlyArray<string>
  readonly skipped: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<SourceWarning>
}

/**
 * Owns choosing and copying a project's source files, and their digest.
 * Does not own which rules hold (domain/SourceRules), or the run directory they go to (RunStore).
 */
export class SourceFiles extends Context.Tag("guild/SourceFiles")<
  SourceFiles,
  {
    /** Those of some paths relative to `root` that are directories. */
    readonly directories: (root: string, paths: ReadonlyArray<string>) => Effect.Effect<ReadonlySet<string>>
    readonly select: (root: string, rules: ReadonlyArray<SelectRule>) => Effect.Effect<SourceSelection, SourceError>
    /** Copies files with their modes; a link is copied as what it points to; nothing is written outside `dest`. */
    readonly copy: (root: string, files: ReadonlyArray<string>, dest: string) => Effect.Effect<void, SourceError>
    /**
     * MD5 over path, NUL, content, NUL of every file below a directory, or of those of `paths` alone, in byte order of the paths;
     * hex. What is in a `.guild` of the directory's own is no source, as where source goes to the run directory itself. Null where
     * there are no files.
     */
    readonly digest: (dir: string, paths?: ReadonlyArray<string>) => Effect.Effect<string | null, SourceError>
  }
>() {}
