import { createHash } from "node:crypto"
import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs"
import { basename, join } from "node:path"
import { Either } from "effect"
import { byCodePoint } from "../../domain/text/PathOrder.ts"
import type { ResourceSource } from "../../domain/resources/ResourceDef.ts"
import { selectPaths } from "../../domain/resources/ResourceSelect.ts"
import type { FoundPath } from "./PlaceInRun.ts"
import { problem } from "./ResourceProblem.ts"

/** Every file and directory below a directory, as `/`-paths relative to it, sorted; links are listed and not followed. */
const allPaths = (dir: string, skip: ReadonlySet<string>): ReadonlyArray<string> => {
  const found: Array<string> = []
  const walk = (at: string): void => {
    for (const entry of readdirSync(join(dir, at), { withFileTypes: true })) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`
      if (skip.has(path)) continue
      found.push(path)
      if (entry.isDirectory()) walk(path)
    }
  }
  walk("")
  return found.sort(byCodePoint)
}

/** What a source selects below a directory; without a selection, the entries of the directory itself. */
export const pathsBelow = (
  dir: string,
  source: ResourceSource,
  skip: ReadonlySet<string> = new Set()
): ReadonlyArray<FoundPath> => {
  const paths =
    source.select.length === 0
      ? readdirSync(dir)
          .filter((name) => !skip.has(name))
          .sort(byCodePoint)
      : Either.getOrThrowWith(selectPaths(allPaths(dir, skip), source.select), (reason) => problem(reason))
  return paths.map((path) => ({ path: join(dir, path), below: path }))
}

/** A file as it is; of a directory what the source selects, or the directory itself. */
export const pathsOf = (path: string, below: string, source: ResourceSource): ReadonlyArray<FoundPath> =>
  source.select.length > 0 && statSync(path).isDirectory()
    ? pathsBelow(path, source).map((found) => ({ ...found, below: `${below}/${found.below}` }))
    : [{ path, below: below === "." ? basename(path) : below }]

/** Holds a file against the SHA-256 that its source names; `name` is what it is called, where it stands elsewhere for now. */
export const verifySha256 = (path: string, expected: string | undefined, name: string = path): void => {
  if (expected === undefined) return
  if (statSync(path).isDirectory()) throw problem(`'${path}' is a directory, which has no sha256`)
  const hash = createHash("sha256")
  const chunk = new Uint8Array(1024 * 1024)
  const fd = openSync(path, "r")
  try {
    for (let n = readSync(fd, chunk); n > 0; n = readSync(fd, chunk)) hash.update(chunk.subarray(0, n))
  } finally {
    closeSync(fd)
  }
  const actual = hash.digest("hex")
  if (actual !== expected.toLowerCase())
    throw problem(`'${name}' has an unexpected sha256 (expected ${expected} but got ${actual})`)
}
