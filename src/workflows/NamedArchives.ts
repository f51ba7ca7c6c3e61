import { Clock, Effect, Either, Schema } from "effect"
import { jsonText } from "../domain/text/JsonText.ts"
import { dirName } from "../domain/text/Paths.ts"
import { formatLocalTime, localTime } from "../domain/time/LocalTime.ts"
import type { Host } from "../services/Host.ts"
import { RunArchives } from "../services/RunArchives.ts"
import { RunFiles } from "../services/RunFiles.ts"
import { RunStore } from "../services/RunStore.ts"
import { UserFiles } from "../services/UserFiles.ts"
import { userConfigPath } from "./UserConfigPath.ts"

/** An archive that the user knows by name: a directory of runs with an `archive.json` that tells of it. */
export interface NamedArchive {
  readonly name: string
  readonly description: string
  /** When it was made, in local time; empty where that is not told. */
  readonly created: string
  /** Absolute. */
  readonly path: string
}

const META = "archive.json"

const Meta = Schema.parseJson(
  Schema.Struct({
    description: Schema.optionalWith(Schema.String, { default: () => "" }),
    created: Schema.optionalWith(Schema.String, { default: () => "" })
  })
)

/** A name that is one directory's, whatever a shell or a terminal makes of it. */
export const isArchiveName = (name: string): boolean => /^[^./\\\p{C}][^/\\\p{C}]*$/u.test(name)

/** The directory that holds the archives: `archives` beside the user's configuration. */
const archivesDir = Effect.map(userConfigPath, (path) => `${dirName(path)}/archives`)

/** Where an archive of a name stands, or would. */
export const archivePath = (name: string): Effect.Effect<string, never, Host> =>
  Effect.map(archivesDir, (dir) => `${dir}/${name}`)

/** What is told of an archive; nothing where there is none of the name. One that tells nothing that can be read has no description. */
export const readArchive = (name: string) =>
  Effect.gen(function* () {
    const path = yield* archivePath(name)
    if ((yield* (yield* RunFiles).kindOf(path)) !== "dir") return undefined
    const text = yield* (yield* UserFiles).read(`${path}/${META}`)
    const meta = Either.getOrElse(Schema.decodeUnknownEither(Meta)(text ?? "{}"), () => ({
      description: "",
      created: ""
    }))
    return { ...meta, name, path } satisfies NamedArchive
  })

/** Makes an archive where there is none of the name, and writes what there is to tell of it. */
export const writeArchive = (name: string, description: string) =>
  Effect.gen(function* () {
    const found = yield* readArchive(name)
    const path = yield* archivePath(name)
    yield* Effect.scoped((yield* RunArchives).openToAdd({ path, form: "dir" }))
    const created = found?.created || formatLocalTime(localTime(yield* Clock.currentTimeMillis))
    yield* (yield* UserFiles).write(`${path}/${META}`, `${jsonText({ name, description, created }, 2)}\n`)
  })

/** A named archive and how many runs it holds. */
export type ListedArchive = NamedArchive & { readonly runs: number }

/** Every archive with the number of its runs, by name. */
export const listArchives = Effect.gen(function* () {
  const dir = yield* archivesDir
  const store = yield* RunStore
  const names = yield* (yield* RunFiles).names(dir)
  const archives = yield* Effect.forEach(names.filter(isArchiveName), (name) =>
    Effect.gen(function* () {
      const archive = yield* readArchive(name)
      if (archive === undefined) return []
      const runs = yield* store.list({ archive: archive.path })
      return [{ ...archive, runs: runs.length } satisfies ListedArchive]
    })
  )
  return archives.flat()
})
