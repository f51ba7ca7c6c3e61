import { createHash } from "node:crypto"
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Readings } from "../../domain/guildfile/File.ts"
import type { Source } from "../../domain/guildfile/Node.ts"
import { GUILD_VERSION } from "../../domain/GuildVersion.ts"
import { makeDirs } from "../SafeDirs.ts"

/** Changes with how readings are written. */
const FORMAT = 2

const DIGEST_LENGTH = 32

/** How many texts are remembered; every change of a Guild file makes another one. */
const MOST = 100

const md5 = (text: string): string => createHash("md5").update(text).digest("hex")

const isSystemError = (error: unknown): boolean => error instanceof Error && "syscall" in error

/** Forgets the texts that were remembered first, where there are too many. */
const forgetOldest = (dir: string): void => {
  const files = readdirSync(dir).map((name) => join(dir, name))
  if (files.length <= MOST) return
  const written = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const byAge = files.map((file) => ({ file, at: written(file) })).sort((one, other) => one.at - other.at)
  for (const { file } of byAge.slice(0, files.length - MOST)) rmSync(file, { force: true, recursive: true })
}

/**
 * Remembers in a directory what texts of Guild files read as: a file for each text, whose name is made of all that decides it. A
 * missing or damaged file remembers nothing; one that cannot be written costs time and nothing else. All of it may be deleted.
 */
export const readingsIn = (dir: string): Readings => {
  const fileOf = ({ text }: Source) =>
    join(
      dir,
      `${createHash("sha256")
        .update(JSON.stringify([GUILD_VERSION, FORMAT]))
        .update(text)
        .digest("hex")}.json`
    )
  return {
    recall: (source) => {
      try {
        const content = readFileSync(fileOf(source), "utf8")
        const reading = content.slice(DIGEST_LENGTH)
        return md5(reading) === content.slice(0, DIGEST_LENGTH) ? reading : undefined
      } catch (error) {
        if (isSystemError(error)) return undefined
        throw error
      }
    },
    remember: (source, reading) => {
      const file = fileOf(source)
      try {
        makeDirs(dir)
        writeFileSync(`${file}.${process.pid}`, md5(reading) + reading)
        renameSync(`${file}.${process.pid}`, file)
        forgetOldest(dir)
      } catch (error) {
        if (!isSystemError(error)) throw error
      }
    }
  }
}
