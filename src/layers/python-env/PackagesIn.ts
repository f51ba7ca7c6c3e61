import { closeSync, openSync, readdirSync, readSync } from "node:fs"
import { join, resolve } from "node:path"
import type { PythonPackage } from "../../domain/source/PythonPackages.ts"
import { parseMetadata } from "../../domain/source/PythonPackages.ts"

/** Name and version stand among the first headers; the rest of a METADATA file is a readme. */
const HEAD_SIZE = 2048
const head = Buffer.alloc(HEAD_SIZE)

const readHead = (path: string): string | undefined => {
  let fd: number
  try {
    fd = openSync(path, "r")
  } catch {
    return undefined
  }
  try {
    return head.toString("utf8", 0, readSync(fd, head, 0, HEAD_SIZE, 0))
  } catch {
    // A directory where a file was expected.
    return undefined
  } finally {
    closeSync(fd)
  }
}

const namesIn = (dir: string): ReadonlyArray<string> => {
  try {
    return readdirSync(dir).sort()
  } catch {
    // Paths that do not exist, and zip files, are common on Python's path.
    return []
  }
}

const firstMetadata = (...paths: ReadonlyArray<string>): PythonPackage | undefined => {
  for (const path of paths) {
    const text = readHead(path)
    const found = text === undefined ? undefined : parseMetadata(text)
    if (found !== undefined) return found
  }
  return undefined
}

/** A package under development: a `.egg-link` names, in its first line, the directory that its metadata is in. */
const linkedProject = (link: string): string | undefined => {
  const project = readHead(link)?.split(/\r?\n/)[0]?.trim() ?? ""
  return project === "" ? undefined : resolve(link, "..", project)
}

/** The distributions whose metadata lies directly in a directory of Python's path, or is linked to from there. */
export const packagesIn = (dir: string, links = true): ReadonlyArray<PythonPackage> =>
  namesIn(dir).flatMap((name) => {
    const path = join(dir, name)
    if (links && name.endsWith(".egg-link")) {
      const project = linkedProject(path)
      return project === undefined ? [] : packagesIn(project, false)
    }
    const found = name.endsWith(".dist-info")
      ? firstMetadata(join(path, "METADATA"), join(path, "PKG-INFO"))
      : name.endsWith(".egg-info")
        ? firstMetadata(join(path, "PKG-INFO"), path)
        : name.endsWith(".egg")
          ? firstMetadata(join(path, "EGG-INFO", "PKG-INFO"))
          : undefined
    return found === undefined ? [] : [found]
  })
