import { Effect, Layer } from "effect"
import type { Dirent } from "node:fs"
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from "node:fs"
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

/** Opens a file for reading without waiting for anybody. Throws what the disk says, and for what is no file. */
const open = (path: string): number => {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const stat = fstatSync(fd)
  if (stat.isFile()) return fd
  closeSync(fd)
  throw new Error(stat.isDirectory() ? "it is a directory" : "it is no regular file")
}

const readFrom = (fd: number, offset: number, limit: number, sink: (chunk: Uint8Array) => void): number => {
  const buffer = new Uint8Array(CHUNK)
  let at = offset
  for (;;) {
    const count = readSync(fd, buffer, 0, Math.min(CHUNK, offset + limit - at), at)
    if (count === 0) return at
    sink(buffer.slice(0, count))
    at += count
  }
}

/** As many bytes as fit into `into`, or as there are. */
const fill = (fd: number, into: Buffer, at: number): Buffer => {
  let end = 0
  for (let count = -1; count !== 0 && end < into.length; end += count)
    count = readSync(fd, into, end, into.length - end, at + end)
  return into.subarray(0, end)
}

const sameBytes = (one: number, other: number): boolean => {
  const [first, second] = [fstatSync(one), fstatSync(other)]
  // One file by two names, as what two runs link to is.
  if (first.dev === second.dev && first.ino === second.ino) return true
  if (first.size !== second.size) return false
  const [here, there] = [Buffer.alloc(CHUNK), Buffer.alloc(CHUNK)]
  for (let at = 0; ; at += CHUNK) {
    const piece = fill(one, here, at)
    if (!piece.equals(fill(other, there, at))) return false
    if (piece.length < CHUNK) return true
  }
}

const reading = <A>(path: string, act: () => A): Effect.Effect<A, PathMissing | FileError> =>
  Effect.try({
    try: act,
    catch: (cause) => (isMissing(cause) ? new PathMissing({ path }) : new FileError({ operation: "read", path, cause }))
  })

const opened = (path: string) =>
  Effect.acquireRelease(
    reading(path, () => open(path)),
    (fd) => Effect.sync(() => closeSync(fd))
  )

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
    read: (path, offset, sink, limit = Infinity) =>
      Effect.scoped(Effect.flatMap(opened(path), (fd) => reading(path, () => readFrom(fd, offset, limit, sink)))),
    same: (one, other) =>
      Effect.scoped(
        Effect.gen(function* () {
          const left = yield* opened(one)
          const right = yield* opened(other)
          return yield* reading(one, () => sameBytes(left, right))
        })
      )
  })
)
