import { Effect, Layer } from "effect"
import type { Dirent } from "node:fs"
import { closeSync, openSync, readdirSync, readSync, realpathSync, statSync } from "node:fs"
import { join } from "node:path"
import { byCodePoint } from "../domain/text/PathOrder.ts"
import { PathMissing } from "../domain/PathMissing.ts"
import type { RunFile } from "../services/RunFiles.ts"
import { FileError, RunFiles } from "../services/RunFiles.ts"

const CHUNK = 256 * 1024

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR")

const stat = (path: string) => statSync(path, { throwIfNoEntry: false })

const entry = (parent: string, path: string, item: Dirent): RunFile => {
  const isLink = item.isSymbolicLink()
  if (item.isDirectory()) return { path, kind: "dir", isLink, size: 0 }
  try {
    const target = stat(join(parent, item.name))
    return target?.isDirectory() === true
      ? { path, kind: "dir", isLink, size: 0 }
      : { path, kind: "file", isLink, size: target?.size ?? 0 }
  } catch {
    // A link into a place that may not be seen, or in a circle.
    return { path, kind: "file", isLink, size: 0 }
  }
}

/** `above` are the real directories on the way here: a link back to one of them is not followed again. */
const walk = (
  dir: string,
  prefix: string,
  followLinks: boolean,
  above: ReadonlySet<string>,
  into: Array<RunFile>
): void => {
  const items = readdirSync(dir, { withFileTypes: true }).sort((a, b) => byCodePoint(a.name, b.name))
  for (const item of items) {
    const file = entry(dir, prefix + item.name, item)
    into.push(file)
    if (file.kind !== "dir" || (file.isLink && !followLinks)) continue
    const below = join(dir, item.name)
    try {
      const real = realpathSync(below)
      if (!above.has(real)) walk(below, `${file.path}/`, followLinks, new Set([...above, real]), into)
    } catch {
      // Not ours to read: it is listed, and what is in it is not.
      continue
    }
  }
}

const readAll = (path: string, offset: number, sink: (chunk: Uint8Array) => void): number => {
  const fd = openSync(path, "r")
  try {
    const buffer = new Uint8Array(CHUNK)
    let at = offset
    for (;;) {
      const count = readSync(fd, buffer, 0, CHUNK, at)
      if (count === 0) return at
      sink(buffer.slice(0, count))
      at += count
    }
  } finally {
    closeSync(fd)
  }
}

/** Run files on this machine's disk. */
export const layer: Layer.Layer<RunFiles> = Layer.succeed(
  RunFiles,
  RunFiles.of({
    list: (dir, { followLinks }) =>
      Effect.try({
        try: () => {
          const files: Array<RunFile> = []
          walk(dir, "", followLinks, new Set([realpathSync(dir)]), files)
          return files
        },
        catch: (cause) => new FileError({ operation: "list", path: dir, cause })
      }),
    names: (dir) =>
      Effect.sync(() => {
        try {
          return readdirSync(dir).sort(byCodePoint)
        } catch {
          return []
        }
      }),
    kindOf: (path) =>
      Effect.sync(() => {
        try {
          const found = stat(path)
          return found === undefined ? undefined : found.isDirectory() ? "dir" : "file"
        } catch {
          // ENOTDIR, EACCES, ELOOP: whatever it is, there is nothing here to use.
          return undefined
        }
      }),
    read: (path, offset, sink) =>
      Effect.try({
        try: () => readAll(path, offset, sink),
        catch: (cause) =>
          isMissing(cause) ? new PathMissing({ path }) : new FileError({ operation: "read", path, cause })
      })
  })
)
