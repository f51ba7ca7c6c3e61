import { createHash } from "node:crypto"
import { existsSync, mkdtempSync, renameSync, rmSync, statSync, writeSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import type { ArchiveFormat } from "../../domain/resources/ResourceArchive.ts"
import { makeDirs } from "../SafeDirs.ts"
import { gunzip, tarBytes } from "./Decompress.ts"
import { unpackTar } from "./Tar.ts"
import { problem } from "./ResourceProblem.ts"
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
  return String(cause.code).startsWith("Z_") ? problem(`the archive is damaged: ${cause.message}`) : cause
}

/** Unpacks an archive into a directory that is whole or not there at all. Nothing happens where it is there. */
export const unpackOnce = async (path: string, format: ArchiveFormat, dir: string): Promise<void> => {
  if (existsSync(dir)) return
  let half: string | undefined
  try {
    makeDirs(join(dir, ".."))
    half = mkdtempSync(`${dir}.`)
    await unpack(path, format, half)
    // Another guild may have been here first, with the same.
    if (!existsSync(dir)) renameSync(half, dir)
  } catch (cause) {
    throw asProblem(cause, path, dirname(dir))
  } finally {
    if (half !== undefined) rmSync(half, { recursive: true, force: true })
  }
}
