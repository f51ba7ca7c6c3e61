import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { Effect, Either, Layer, Option } from "effect"
import type { GuildFile, GuildFileReport } from "../domain/GuildFile.ts"
import { GuildFileError } from "../domain/GuildFile.ts"
import type { Finder } from "../domain/guildfile/File.ts"
import { asPackage } from "../domain/guildfile/AsPackage.ts"
import type { GuildFileHome } from "../domain/guildfile/Load.ts"
import type * as Load from "../domain/guildfile/Load.ts"
import type { Source } from "../domain/guildfile/Node.ts"
import { position } from "../domain/guildfile/Node.ts"
import { GuildFiles } from "../services/GuildFiles.ts"
import { Host } from "../services/Host.ts"
import { distributionsOn } from "./guild-files/Distributions.ts"
import { installedVersion, isFile, packageFile, packageNames } from "./guild-files/InstalledPackages.ts"
import { pythonPath } from "./guild-files/PythonPath.ts"
import { readingsIn } from "./guild-files/ReadingsCache.ts"

const NAME = "guild.yml"

const readBytes = (path: string): Uint8Array | GuildFileError => {
  try {
    return readFileSync(path)
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause)
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: "no such file",
      EACCES: "permission denied: make the file readable",
      EISDIR: "expected a file, not a directory"
    }
    return new GuildFileError({ path, reason: reasons[code] ?? `cannot be read (${code})` })
  }
}

/** The text of a file: UTF-8, or UTF-16 where a byte order mark says so. */
const decode = (path: string, bytes: Uint8Array): Source | GuildFileError => {
  const [first, second] = bytes
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8"
  try {
    return { path, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) }
  } catch {
    const text = new TextDecoder(encoding).decode(bytes)
    const at = Math.max(0, text.indexOf("\ufffd"))
    return new GuildFileError({
      path,
      reason: `a byte that is not ${encoding.toUpperCase()}: save the file as UTF-8`,
      ...position({ source: { path, text }, at })
    })
  }
}

const read = (path: string): readonly [Source, Uint8Array] | GuildFileError => {
  const bytes = readBytes(path)
  if (bytes instanceof GuildFileError) return bytes
  const source = decode(path, bytes)
  return source instanceof GuildFileError ? source : [source, bytes]
}

/** Reads Guild files from the disk. */
export const layer: Layer.Layer<GuildFiles, never, Host> = Layer.effect(
  GuildFiles,
  Effect.gen(function* () {
    const host = yield* Host

    const readings = readingsIn(join(host.guildHome, "cache", "guild-files"))
    let known: ReadonlyArray<string> | undefined
    const places = () => (known ??= pythonPath(host))

    /** Hands a file with all that it names to a reader, which is only loaded where there is a Guild file. */
    const reading = <A>(
      path: string,
      use: (
        reader: typeof Load,
        source: Source,
        home: GuildFileHome,
        finder: Finder
      ) => Either.Either<A, GuildFileError>
    ): Effect.Effect<A, GuildFileError> =>
      Effect.gen(function* () {
        const found = read(path)
        if (found instanceof GuildFileError) return yield* found
        const [source, bytes] = found
        const reader = yield* Effect.promise(() => import("../domain/guildfile/Load.ts"))
        let unreadable: GuildFileError | undefined
        const sourceOf = (other: string): Source | undefined => {
          if (!isFile(other)) return undefined
          const text = read(other)
          if (!(text instanceof GuildFileError)) return text[0]
          unreadable ??= text
          return undefined
        }
        const finder: Finder = {
          readings,
          local: (name, from) => sourceOf(resolve(dirname(from.path), name)),
          package: (name) => {
            const found = packageFile(name, places())
            return found === undefined ? undefined : sourceOf(found)
          }
        }
        const version = createHash("md5").update(bytes).digest("hex")
        const loaded = use(reader, source, { path, dir: dirname(path), version }, finder)
        if (unreadable !== undefined) return yield* unreadable
        return yield* loaded
      })

    const load = (path: string): Effect.Effect<GuildFile, GuildFileError> =>
      reading(path, (reader, ...file) => reader.loadGuildFile(...file))

    const inspect = (path: string): Effect.Effect<GuildFileReport, GuildFileError> =>
      reading(path, (reader, ...file) => Either.right(reader.inspectGuildFile(...file)))

    return GuildFiles.of({
      forDir: (dir) => {
        const path = resolve(host.cwd, dir, NAME)
        return Effect.suspend(() => (isFile(path) ? Effect.asSome(load(path)) : Effect.succeed(Option.none())))
      },
      inspectDir: (dir) => {
        const path = resolve(host.cwd, dir, NAME)
        return Effect.suspend(() => (isFile(path) ? Effect.asSome(inspect(path)) : Effect.succeed(Option.none())))
      },
      forFile: (path) => Effect.suspend(() => load(resolve(host.cwd, path))),
      packageNames: Effect.sync(() => packageNames(places())),
      distributions: Effect.sync(() => distributionsOn(places())),
      forPackage: (name) =>
        Effect.suspend(() => {
          const found = packageFile(name, places())
          if (found === undefined) return Effect.succeed(Option.none())
          const version = installedVersion(name, places())
          return Effect.asSome(
            Effect.map(load(found), (file) => (version === undefined ? file : asPackage(file, name, version)))
          )
        })
    })
  })
)
