import { createHash } from "node:crypto"
import { posix } from "node:path"
import { Effect, Either, Layer, Option } from "effect"
import { GuildFileError } from "../domain/GuildFile.ts"
import type { Finder } from "../domain/guildfile/File.ts"
import type { GuildFileHome } from "../domain/guildfile/Load.ts"
import { inspectGuildFile, loadGuildFile } from "../domain/guildfile/Load.ts"
import type { Source } from "../domain/guildfile/Node.ts"
import { GuildFiles } from "../services/GuildFiles.ts"

/**
 * Guild files that live in memory: texts by absolute path, and directories of Python packages by name. For tests, doc pages and
 * projects that a program makes up.
 */
export const layer = (
  files: Readonly<Record<string, string>>,
  packages: Readonly<Record<string, string>> = {}
): Layer.Layer<GuildFiles> => {
  const sourceOf = (path: string): Source | undefined => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined
    return text === undefined ? undefined : { path, text }
  }
  const reading = <A>(
    path: string,
    use: (source: Source, home: GuildFileHome, finder: Finder) => Either.Either<A, GuildFileError>
  ): Effect.Effect<A, GuildFileError> =>
    Effect.suspend(() => {
      const source = sourceOf(path)
      if (source === undefined) return new GuildFileError({ path, reason: "no such file" })
      const version = createHash("md5").update(source.text).digest("hex")
      return use(
        source,
        { path, dir: posix.dirname(path), version },
        {
          local: (name, from) => sourceOf(posix.resolve(posix.dirname(from.path), name)),
          package: (name) => {
            const dir = Object.hasOwn(packages, name) ? packages[name] : undefined
            return dir === undefined ? undefined : sourceOf(posix.join(dir, "guild.yml"))
          }
        }
      )
    })
  const load = (path: string) => reading(path, loadGuildFile)
  return Layer.succeed(
    GuildFiles,
    GuildFiles.of({
      forDir: (dir) => {
        const path = posix.join(dir, "guild.yml")
        return sourceOf(path) === undefined ? Effect.succeed(Option.none()) : Effect.asSome(load(path))
      },
      inspectDir: (dir) => {
        const path = posix.join(dir, "guild.yml")
        const report = reading(path, (...file) => Either.right(inspectGuildFile(...file)))
        return sourceOf(path) === undefined ? Effect.succeed(Option.none()) : Effect.asSome(report)
      },
      forFile: load,
      packageNames: Effect.succeed(Object.keys(packages).sort()),
      distributions: Effect.succeed([]),
      forPackage: (name) => {
        const dir = Object.hasOwn(packages, name) ? packages[name] : undefined
        return dir === undefined ? Effect.succeed(Option.none()) : Effect.asSome(load(posix.join(dir, "guild.yml")))
      }
    })
  )
}
