import type { Dirent } from "node:fs"
import { existsSync, lstatSync, readdirSync } from "node:fs"
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

/** Steps of steps are looked into so deep; links that lead in a circle end here. */
const STEP_DEPTH = 8

/** What a step's run captured counts as the step's: `train`, not `train/.guild`. */
const stepPrefix = (prefix: string): string => prefix.replace(/\/\.guild$/, "")

/**
 * All event files under a run directory, by directory and then by name. Links are not followed, neither to directories (a batch
 * links its trials) nor to files, but for those of a run with steps to the runs of its steps: their scalars are its own as well,
 * under the step's name. Prefixes use `/`. Throws what the disk says, but for what has vanished meanwhile. `onDir` is told of each
 * directory, by its path in the run, before it is read.
 */
export const findEventFiles = (
  runDir: string,
  onDir: (path: string) => void = () => undefined
): ReadonlyArray<EventFile> => {
  const found: Array<EventFile> = []
  const visitRun = (run: string, base: string, depth: number): void => {
    const visit = (dir: string, path: string): void => {
      const whole = base + path
      const at = whole.replace(/\/$/, "")
      onDir(at)
      const entries = entriesOf(dir)
      const prefix = base === "" ? at : stepPrefix(at)
      for (const entry of entries) if (isEventFile(entry)) found.push(...eventFile(dir, prefix, entry.name))
      for (const entry of entries) {
        const inner = path === "" ? entry.name : `${path}/${entry.name}`
        if (entry.isDirectory() && !PASSED_OVER.has(inner)) visit(join(dir, entry.name), inner)
      }
      const links = path === "" && depth > 0 ? entries.filter((entry) => entry.isSymbolicLink()) : []
      if (links.length === 0 || !existsSync(join(dir, ".guild/attrs/steps"))) return
      for (const { name } of links)
        if (existsSync(join(dir, name, ".guild/opref"))) visitRun(join(dir, name), `${whole}${name}/`, depth - 1)
    }
    visit(run, "")
  }
  visitRun(runDir, "", STEP_DEPTH)
  return found.sort((a, b) => (a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : 0))
}
