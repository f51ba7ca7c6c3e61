import type { Dirent } from "node:fs"
import { lstatSync, readdirSync } from "node:fs"
import { join } from "node:path"
import type { EventFile } from "../../services/ScalarLog.ts"

/** Directories of a run that hold guild's own records and never a scalar of the run; the first may have thousands of files. */
const PASSED_OVER = new Set([".guild/sourcecode", ".guild/attrs", ".guild/proto"])

const isGone = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")

const isEventFile = (entry: Dirent): boolean => entry.isFile() && entry.name.includes(".tfevents.")

const byName = (a: Dirent, b: Dirent): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

const entriesOf = (dir: string): ReadonlyArray<Dirent> => {
  try {
    return readdirSync(dir, { withFileTypes: true }).sort(byName)
  } catch (error) {
    // A run may be deleted while it is looked at.
    if (isGone(error)) return []
    throw error
  }
}

const eventFile = (dir: string, prefix: string, name: string): ReadonlyArray<EventFile> => {
  const path = join(dir, name)
  try {
    const { mtimeMs, size } = lstatSync(path)
    return [{ path, prefix, size, mtimeMs }]
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}

/**
 * All event files under a run directory, by directory and then by name. Links are not followed: neither to directories (a
 * batch links its trials) nor to files. Prefixes use `/`. Throws what the disk says, but for what has vanished meanwhile.
 * `onDir` is told of each directory, by its prefix, before it is read.
 */
export const findEventFiles = (
  runDir: string,
  onDir: (prefix: string) => void = () => undefined
): ReadonlyArray<EventFile> => {
  const found: Array<EventFile> = []
  const visit = (dir: string, prefix: string): void => {
    onDir(prefix)
    const entries = entriesOf(dir)
    for (const entry of entries) if (isEventFile(entry)) found.push(...eventFile(dir, prefix, entry.name))
    for (const entry of entries) {
      const inner = prefix === "" ? entry.name : `${prefix}/${entry.name}`
      if (entry.isDirectory() && !PASSED_OVER.has(inner)) visit(join(dir, entry.name), inner)
    }
  }
  visit(runDir, "")
  return found.sort((a, b) => (a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : 0))
}
