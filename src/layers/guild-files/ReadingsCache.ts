import { createHash } from "node:crypto"
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Readings } from "../../domain/guildfile/File.ts"
import type { Source } from "../../domain/guildfile/Node.ts"
import { GUILD_VERSION } from "../../domain/GuildVersion.ts"

/** Changes with how readings are written. */
const FORMAT = 2

const DIGEST_LENGTH = 32

const md5 = (text: string): string => createHash("md5").update(text).digest("hex")

const isSystemError = (error: unknown): boolean => error instanceof Error && "syscall" in error

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
        mkdirSync(dir, { recursive: true })
        writeFileSync(`${file}.${process.pid}`, md5(reading) + reading)
        renameSync(`${file}.${process.pid}`, file)
      } catch (error) {
        if (!isSystemError(error)) throw error
      }
    }
  }
}
