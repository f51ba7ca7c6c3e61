import type { Effect } from "effect"
import { Context } from "effect"
import type { PathKind } from "../domain/ops/OpSpecScript.ts"

/**
 * Owns looking at what stands in projects and on module paths.
 * Does not own reading source files (SourceFiles) or Guild files (GuildFiles).
 */
export class ProjectFiles extends Context.Tag("guild/ProjectFiles")<
  ProjectFiles,
  {
    /** What a path is, links followed; `undefined` where nothing is or may be seen. */
    readonly kindOf: (path: string) => Effect.Effect<PathKind | undefined>
  }
>() {}
