import { Either } from "effect"
import type { GuildFile, GuildFileError } from "../../src/domain/GuildFile.ts"
import type { Finder } from "../../src/domain/guildfile/File.ts"
import { loadGuildFile } from "../../src/domain/guildfile/Load.ts"
import type { OpDef } from "../../src/domain/ops/OpDef.ts"

/** A Guild file that names no other. */
const noFinder: Finder = { local: () => undefined, package: () => undefined }

/** A Guild file from its text, at `/p/guild.yml`. */
export const load = (text: string, finder: Finder = noFinder): Either.Either<GuildFile, GuildFileError> =>
  loadGuildFile({ path: "/p/guild.yml", text }, { path: "/p/guild.yml", dir: "/p", version: "v" }, finder)

/** The same, where nothing is wrong with it. */
export const loaded = (text: string, finder: Finder = noFinder): GuildFile =>
  Either.getOrElse(load(text, finder), (error) => {
    throw error
  })

/** The message of what is wrong with a text. */
export const messageOf = (text: string, finder: Finder = noFinder): string =>
  Either.match(load(text, finder), { onLeft: (error) => error.message, onRight: () => "nothing is wrong" })

/** An operation by its full name. */
export const operation = (text: string, fullName: string, finder: Finder = noFinder): OpDef => {
  const found = loaded(text, finder)
    .models.flatMap((model) => model.operations)
    .find((op) => op.fullName === fullName)
  if (found === undefined) throw new Error(`no operation ${fullName}`)
  return found
}
