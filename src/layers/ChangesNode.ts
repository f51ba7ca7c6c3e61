import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import type { FileChange } from "../domain/plan/Change.ts"
import { byCodePoint } from "../domain/text/PathOrder.ts"
import { Changes } from "../services/Changes.ts"
import { SourceError } from "../services/SourceFiles.ts"

const CHUNK = 64 * 1024
const left = new Uint8Array(CHUNK)
const right = new Uint8Array(CHUNK)

/** As much as there is, up to a chunk: a read may give less. */
const fill = (fd: number, buffer: Uint8Array): number => {
  let at = 0
  for (let n = 1; n > 0 && at < CHUNK; at += n) n = readSync(fd, buffer, at, CHUNK - at, null)
  return at
}

const sameContent = (a: string, b: string): boolean => {
  if (statSync(a).size !== statSync(b).size) return false
  const fds = [openSync(a, "r")]
  try {
    fds.push(openSync(b, "r"))
    const [first = 0, second = 0] = fds
    for (;;) {
      const size = fill(first, left)
      if (size !== fill(second, right) || Buffer.compare(left.subarray(0, size), right.subarray(0, size)) !== 0)
        return false
      if (size < CHUNK) return true
    }
  } finally {
    for (const fd of fds) closeSync(fd)
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

/** Every file below a directory, relative to it; none where there is no directory. */
const filesBelow = (dir: string, at = ""): ReadonlyArray<string> => {
  if (statSync(join(dir, at), { throwIfNoEntry: false })?.isDirectory() !== true) return []
  return readdirSync(join(dir, at), { withFileTypes: true }).flatMap((entry) => {
    const path = at === "" ? entry.name : `${at}/${entry.name}`
    return entry.isDirectory() ? filesBelow(dir, path) : [path]
  })
}

const sourceChanges = (root: string, files: ReadonlyArray<string>, kept: string): ReadonlyArray<FileChange> => {
  const now = new Set(files)
  const changes = files.flatMap((path): ReadonlyArray<FileChange> => {
    const copy = join(kept, path)
    if (!isFile(copy)) return [{ path, how: "added" }]
    return sameContent(join(root, path), copy) ? [] : [{ path, how: "changed" }]
  })
  const gone = filesBelow(kept)
    .filter((path) => !now.has(path))
    .map((path): FileChange => ({ path, how: "removed" }))
  return [...changes, ...gone].sort((a, b) => byCodePoint(a.path, b.path))
}

/**
 * When something last changed, in microseconds since the epoch. The time of the inode's own change counts as well: a file that was
 * moved here may have been written long ago.
 */
const changedAt = (path: string): number | undefined => {
  const there = statSync(path, { throwIfNoEntry: false })
  if (there === undefined) return undefined
  const own = Math.max(there.mtimeMs, there.ctimeMs) * 1000
  if (!there.isDirectory()) return own
  return readdirSync(path, { withFileTypes: true }).reduce((latest, entry) => {
    const below = join(path, entry.name)
    // A link in a directory is not followed: it may lead to where the directory is.
    const time = entry.isDirectory() || entry.isFile() ? (changedAt(below) ?? 0) : 0
    return Math.max(latest, time)
  }, own)
}

/** Files of the real file system. */
export const layer: Layer.Layer<Changes> = Layer.succeed(
  Changes,
  Changes.of({
    source: (root, files, kept) =>
      Effect.try({
        try: () => sourceChanges(root, files, kept),
        catch: (cause) => new SourceError({ operation: "digest", path: root, cause })
      }),
    since: (path, time) =>
      Effect.sync(() => {
        try {
          const changed = changedAt(path)
          return changed === undefined ? "removed" : changed > time ? "changed" : undefined
        } catch {
          // What cannot be looked at is found out by the run, which says so.
          return "changed"
        }
      })
  })
)
