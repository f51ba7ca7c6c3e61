import type { Dirent, Stats } from "node:fs"
import { lstatSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync } from "node:fs"
import { dirname, join } from "node:path"
import { isLinked } from "../../domain/hparams/LogLayout.ts"
import type { LinkedFile } from "../../services/LogDirs.ts"
import { ensureDirBelow } from "../SafeDirs.ts"

const entriesOf = (dir: string): ReadonlyArray<Dirent> => {
  try {
    return readdirSync(dir, { withFileTypes: true })
  } catch {
    // A run may be deleted while it is looked at.
    return []
  }
}

/** What is at a path behind all links; nothing where they lead nowhere or in a circle, or may not be followed. */
const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Files of a run by path. Links to directories, such as a batch's to its trials, are left out. */
const runFiles = (runDir: string): ReadonlyArray<LinkedFile> => {
  const found: Array<LinkedFile> = []
  const visit = (prefix: string): void => {
    for (const entry of entriesOf(join(runDir, prefix))) {
      const path = prefix + entry.name
      if (entry.isDirectory()) visit(`${path}/`)
      else if (isLinked(path)) {
        const stat = statOf(join(runDir, path))
        if (stat?.isFile() !== true) continue
        found.push({ path, isLink: entry.isSymbolicLink(), size: stat.size, stamp: `${stat.mtimeMs}-${stat.size}` })
      }
    }
  }
  visit("")
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Removes links below a directory that are none of `wanted`, and nothing else. */
const dropLinks = (dir: string, prefix: string, wanted: ReadonlySet<string>): void => {
  for (const entry of entriesOf(join(dir, prefix))) {
    const path = prefix + entry.name
    if (entry.isDirectory()) dropLinks(dir, `${path}/`, wanted)
    else if (entry.isSymbolicLink() && !wanted.has(path)) rmSync(join(dir, path), { force: true })
  }
}

const isLinkTo = (path: string, target: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && readlinkSync(path) === target

/** Makes the directory `name` below `root` link to the files of a run. Throws what the disk says of the log directory. */
export const linkRun = (root: string, name: string, runDir: string): ReadonlyArray<LinkedFile> => {
  const files = runFiles(runDir)
  const made = new Set<string>()
  dropLinks(join(root, name), "", new Set(files.map(({ path }) => path)))
  for (const { path } of files) {
    const link = join(root, name, path)
    const target = join(runDir, path)
    if (isLinkTo(link, target)) continue
    ensureDirBelow(root, dirname(join(name, path)), made)
    rmSync(link, { force: true, recursive: true })
    symlinkSync(target, link)
  }
  return files
}
