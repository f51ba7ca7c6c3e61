import { createHash } from "node:crypto"
import { closeSync, fchmodSync, fstatSync, fsyncSync, lstatSync, openSync, readdirSync, readlinkSync } from "node:fs"
import { readSync, writeSync } from "node:fs"
import { join } from "node:path"

const PIECE_BYTES = 1 << 20

const shared = { piece: undefined as Buffer | undefined }

/** Hands a file's bytes on, in order; the buffer is used again for the next piece. */
const eachPiece = (fd: number, take: (piece: Buffer) => void): void => {
  const buffer = (shared.piece ??= Buffer.allocUnsafe(PIECE_BYTES))
  for (let read = readSync(fd, buffer); read > 0; read = readSync(fd, buffer)) take(buffer.subarray(0, read))
}

const opened = <A>(path: string, flags: string, use: (fd: number) => A): A => {
  const fd = openSync(path, flags)
  try {
    return use(fd)
  } finally {
    closeSync(fd)
  }
}

/** SHA-256 of a file's bytes. Throws what the disk says. */
const digestOf = (path: string): string =>
  opened(path, "r", (fd) => {
    const hash = createHash("sha256")
    eachPiece(fd, (piece) => hash.update(piece))
    return hash.digest("hex")
  })

/**
 * Copies a file to a free name, with its mode, and reads it back: it throws where the copy has not the bytes that were read of
 * the original. `lasting` waits until the disk itself has them.
 */
export const copyFileProven = (from: string, to: string, lasting: boolean): void => {
  const hash = createHash("sha256")
  opened(from, "r", (source) =>
    opened(to, "wx", (target) => {
      eachPiece(source, (piece) => {
        hash.update(piece)
        for (let at = 0; at < piece.length;) at += writeSync(target, piece, at)
      })
      fchmodSync(target, fstatSync(source).mode & 0o7777)
      if (lasting) fsyncSync(target)
    })
  )
  if (hash.digest("hex") !== digestOf(to)) throw new Error(`the copy of ${from} is not what was read of it`)
}

/** Waits until the disk itself has the names in a directory. */
export const syncDir = (path: string): void => opened(path, "r", fsyncSync)

const sameFile = (one: string, other: string): boolean =>
  lstatSync(one).size === lstatSync(other).size && digestOf(one) === digestOf(other)

/** Whether two trees have the same names, links and bytes; modes and times do not count. */
export const sameTree = (one: string, other: string): boolean => {
  const [first, second] = [lstatSync(one), lstatSync(other, { throwIfNoEntry: false })]
  if (second === undefined || (first.mode & 0o170000) !== (second.mode & 0o170000)) return false
  if (first.isSymbolicLink()) return readlinkSync(one) === readlinkSync(other)
  if (first.isFile()) return sameFile(one, other)
  if (!first.isDirectory()) return true
  const names = readdirSync(one).sort()
  const others = readdirSync(other).sort()
  return (
    names.length === others.length &&
    names.every((name, at) => name === others[at] && sameTree(join(one, name), join(other, name)))
  )
}
