import type { Effect, Option } from "effect"
import { Context } from "effect"
import type { Distribution } from "../domain/source/Distribution.ts"
import type { GuildFile, GuildFileError, GuildFileReport } from "../domain/GuildFile.ts"

/**
 * Owns finding, reading and decoding Guild files, and what is known of the packages that they are found in.
 * Does not own importing flags from the scripts that its operations name (FlagImports).
 */
export class GuildFiles extends Context.Tag("guild/GuildFiles")<
  GuildFiles,
  {
    /** The Guild file of a directory (`guild.yml`), or none. */
    readonly forDir: (dir: string) => Effect.Effect<Option.Option<GuildFile>, GuildFileError>
    /** Everything that is to be said of a directory's Guild file; none where it has no such file. Fails where it cannot be read. */
    readonly inspectDir: (dir: string) => Effect.Effect<Option.Option<GuildFileReport>, GuildFileError>
    readonly forFile: (path: string) => Effect.Effect<GuildFile, GuildFileError>
    /** The Guild file of a Python package (`pkg`, `gpkg.mnist`) on the system path, or none. */
    readonly forPackage: (name: string) => Effect.Effect<Option.Option<GuildFile>, GuildFileError>
    /** Names of the packages on the system path that have a Guild file, in their order; those of `gpkg` by their full names. */
    readonly packageNames: Effect.Effect<ReadonlyArray<string>>
    /** What the metadata of everything that is installed on the system path says, by name. */
    readonly distributions: Effect.Effect<ReadonlyArray<Distribution>>
  }
>() {}
