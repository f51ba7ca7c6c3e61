import type { Effect, Option } from "effect"
import { Context } from "effect"
import type { GuildFile, GuildFileError } from "../domain/GuildFile.ts"

/**
 * Owns finding, reading and decoding Guild files.
 * Does not own importing flags from the scripts that its operations name (FlagImports).
 */
export class GuildFiles extends Context.Tag("guild/GuildFiles")<
  GuildFiles,
  {
    /** The Guild file of a directory (`guild.yml`), or none. */
    readonly forDir: (dir: string) => Effect.Effect<Option.Option<GuildFile>, GuildFileError>
    readonly forFile: (path: string) => Effect.Effect<GuildFile, GuildFileError>
    /** The Guild file of a Python package (`pkg`, `gpkg.mnist`) on the system path, or none. */
    readonly forPackage: (name: string) => Effect.Effect<Option.Option<GuildFile>, GuildFileError>
  }
>() {}
