import type { Effect } from "effect"
import { Context } from "effect"
import type { FileChange } from "../domain/plan/Change.ts"
import type { SourceError } from "./SourceFiles.ts"

/**
 * Owns telling whether files have changed since a run was made from them.
 * Does not own which files those are (SourceFiles, Resources), or what follows from it (domain/plan).
 *
 * Laws, held by `test/suites/ChangesSuite.ts` for every layer: source that was copied and left alone has no changes; a file that
 * was written after a time has changed since; nothing is written.
 */
export class Changes extends Context.Tag("guild/Changes")<
  Changes,
  {
    /**
     * How source files below `root` differ, by content, from the copies in `kept`: relative paths, in the order of their names. What is
     * in `kept` and not among `files` was removed. Without a directory `kept` everything was added.
     */
    readonly source: (
      root: string,
      files: ReadonlyArray<string>,
      kept: string
    ) => Effect.Effect<ReadonlyArray<FileChange>, SourceError>
    /**
     * What became of a required file since a time in microseconds since the epoch, seen through links; of a directory, of all that is
     * in it. Undefined where nothing did.
     */
    readonly since: (path: string, time: number) => Effect.Effect<FileChange["how"] | undefined>
  }
>() {}
