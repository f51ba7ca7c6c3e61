import { createHash } from "node:crypto"
import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { GUILD_VERSION } from "../../domain/GuildVersion.ts"
import type { ScriptRef } from "../../services/FlagImports.ts"
import { makeDirs } from "../SafeDirs.ts"
import type { Found, WatchedFile } from "./Found.ts"
import { foundFromJson, foundToJson } from "./FoundJson.ts"

/** The file as it is now; `undefined` where it is gone. */
export const watch = (path: string): WatchedFile | undefined => {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? undefined : { path, size: Number(stat.size), mtimeNs: String(stat.mtimeNs) }
}

const isAsWatched = (file: WatchedFile): boolean => {
  const now = watch(file.path)
  return now !== undefined && now.size === file.size && now.mtimeNs === file.mtimeNs
}

const isSystemError = (error: unknown): boolean => error instanceof Error && "syscall" in error

/** The file that answers about a script are remembered in: everything that decides them, guild's version too, is in its name. */
export const cacheFile = (cacheDir: string, script: ScriptRef, content: Uint8Array, dest: string | undefined): string =>
  join(
    cacheDir,
    `${createHash("sha256")
      .update(JSON.stringify([GUILD_VERSION, dest ?? null, script]))
      .update(content)
      .digest("hex")}.json`
  )

/** What was remembered, if every file that it depends on is as it was. A damaged or missing file remembers nothing. */
export const recall = (file: string): Found | undefined => {
  try {
    const found = foundFromJson(readFileSync(file, "utf8"))
    return found?.watched.every(isAsWatched) === true ? found : undefined
  } catch (error) {
    if (isSystemError(error)) return undefined
    throw error
  }
}

/** Remembers what was found. A cache that cannot be written costs time and nothing else. */
export const remember = (cacheDir: string, file: string, found: Found, pid: number): void => {
  try {
    makeDirs(cacheDir)
    writeFileSync(`${file}.${pid}`, foundToJson(found))
    renameSync(`${file}.${pid}`, file)
  } catch (error) {
    if (!isSystemError(error)) throw error
  }
}
