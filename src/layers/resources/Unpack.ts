import { createHash } from "node:crypto"
import { existsSync, renameSync, rmSync, statSync, writeSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { Effect } from "effect"
import type { ArchiveFormat } from "../../domain/resources/ResourceArchive.ts"
import { makeDirs } from "../SafeDirs.ts"
import { gunzip, tarBytes } from "./Decompress.ts"
import { disown, own, sweep } from "./Owned.ts"
import { unpackTar } from "./Tar.ts"
import type { ResourceProblem } from "./ResourceProblem.ts"
import { attemptAsync, damaged, problem } from "./ResourceProblem.ts"
import { UnpackTree } from "./UnpackTree.ts"
import { unpackZip } from "./Zip.ts"

const unpack = async (path: string, format: ArchiveFormat, dir: string): Promise<void> => {
  const tree = new UnpackTree(dir, mostOf(statSync(path).size))
  switch (format) {
    case "zip":
      return unpackZip(path, tree)
    case "gz":
      return tree.file(basename(path).replace(/\.gz$/i, ""), 0o644, async (fd) => {
        for await (const piece of gunzip(path)) {
          const bytes = Buffer.from(piece)
          tree.grow(bytes.length)
          for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at)
        }
      })
    default:
      return unpackTar(tarBytes(path), tree)
  }
}

/** Archives that unpack to less than this are taken as they are. */
const HARMLESS = 1024 ** 3

/** No more than so many times the size of the archive: data seldom packs to a hundredth, a bomb to a thousandth and less. */
const MOST_TIMES = 250

/** How many bytes an archive of a size may hold at most. */
const mostOf = (size: number): number => Math.max(HARMLESS, size * MOST_TIMES)

/** Where an archive is unpacked to: another place as soon as the archive is another, or what is done with it. */
export const unpackDir = (
  cacheDir: string,
  path: string,
  format: ArchiveFormat,
  postProcess: string | undefined
): string => {
  const { mtimeMs, size } = statSync(path)
  const identity = createHash("sha1")
    .update(JSON.stringify([path, mtimeMs, size, format, postProcess ?? ""]))
    .digest("hex")
  return join(cacheDir, "unpacked", identity)
}

/** What zlib complains of is in its own words, and what the disk does says nothing of where. */
const asProblem = (cause: unknown, path: string, dir: string): unknown => {
  if (!(cause instanceof Error && "code" in cause)) return cause
  if (cause.code === "ENOSPC") return problem(`cannot unpack ${path} to ${dir}: there is no space left on the disk`)
  return String(cause.code).startsWith("Z_") ? damaged(`${cause.message}`) : cause
}

const orProblem = (act: () => Promise<void> | void, path: string, dir: string) =>
  attemptAsync(async () => {
    try {
      await act()
    } catch (cause) {
      throw asProblem(cause, path, dirname(dir))
    }
  })

/**
 * Unpacks an archive into a directory that is whole or not there at all, whenever guild is killed. Nothing happens where it is there.
 *
 * @param finish what belongs to it besides: done in the directory while it has another name
 */
export const unpackOnce = (
  path: string,
  format: ArchiveFormat,
  dir: string,
  finish: (half: string) => Effect.Effect<void, ResourceProblem>
): Effect.Effect<void, ResourceProblem> =>
  Effect.suspend(() => {
    if (existsSync(dir)) return Effect.void
    sweep(dir, "half")
    const half = own(dir, "half")
    return Effect.gen(function* () {
      yield* orProblem(
        () => {
          makeDirs(half)
          return unpack(path, format, half)
        },
        path,
        dir
      )
      yield* finish(half)
      // Another guild may have been here first, with the same.
      if (!existsSync(dir)) yield* orProblem(() => renameSync(half, dir), path, dir)
    }).pipe(
      Effect.ensuring(
        Effect.sync(() => {
          rmSync(half, { recursive: true, force: true })
          disown(half)
        })
      )
    )
  })
