import type { Effect, Option } from "effect"
import { Context } from "effect"

/**
 * Owns what version control says of a project's directory.
 * Does not own the source code of a run (SourceFiles), which is kept with or without version control.
 */
export class Vcs extends Context.Tag("guild/Vcs")<
  Vcs,
  {
    /**
     * The latest commit of the repository that a directory is part of, as the `vcs_commit` attribute has it: `git:<sha>`, with
     * `*` behind it where the repository holds anything that is not committed. None where there is no repository, no commit of
     * the directory or no git, or where the environment says NO_VCS_COMMIT=1.
     */
    readonly commit: (dir: string) => Effect.Effect<Option.Option<string>>
    /**
     * Those of some paths, relative to a directory, that the latest commit has as they are on the disk: what can be had back from
     * there. None where there is no repository, no commit or no git.
     */
    readonly committed: (dir: string, paths: ReadonlyArray<string>) => Effect.Effect<ReadonlySet<string>>
  }
>() {}
