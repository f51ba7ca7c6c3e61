import { closeSync, createReadStream, fstatSync, openSync, readSync, writeSync } from "node:fs"
import { pipeline } from "node:stream"
import { createInflateRaw } from "node:zlib"
import { crc32 } from "../run-archives/Crc32.ts"
import { damaged, problem } from "./ResourceProblem.ts"
import type { UnpackTree } from "./UnpackTree.ts"
import { zipName } from "./ZipName.ts"

const END = 0x06054b50
const END64 = 0x06064b50
const END64_LOCATOR = 0x07064b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50

const readAt = (fd: number, position: number, length: number): Buffer => {
  const buffer = Buffer.alloc(length)
  if (position < 0 || readSync(fd, buffer, 0, length, position) !== length) throw damaged("it ends too early")
  return buffer
}

interface Directory {
  readonly offset: number
  readonly size: number
  /** How many entries it has; of more than 65535, how many beyond a multiple of 65536. */
  readonly count: number
  /** Bytes that stand before the archive, such as a program that unpacks it: no offset counts them. */
  readonly before: number
}

/** Where the list of entries is, from the record at the end of the file (which a comment may follow). */
const findDirectory = (fd: number): Directory => {
  const { size } = fstatSync(fd)
  const length = Math.min(size, 22 + 0xffff)
  const tail = readAt(fd, size - length, length)
  for (let at = length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END) continue
    const [count, length32, offset32] = [
      tail.readUInt16LE(at + 10),
      tail.readUInt32LE(at + 12),
      tail.readUInt32LE(at + 16)
    ]
    const end = size - length + at
    const locator = at >= 20 && tail.readUInt32LE(at - 20) === END64_LOCATOR ? at - 20 : undefined
    if (locator === undefined || (offset32 !== 0xffffffff && length32 !== 0xffffffff && count !== 0xffff))
      return directoryAt(count, length32, offset32, end)
    const said = Number(tail.readBigUInt64LE(locator + 8))
    // It stands right before its locator, but for what newer versions add to it.
    const found = [end - 20 - 56, said].find((place) => readAt(fd, place, 4).readUInt32LE(0) === END64)
    if (found === undefined) throw damaged("the record at its end is not where it should be")
    const end64 = readAt(fd, found, 56)
    const [count64, length64, offset64] = [32, 40, 48].map((field) => Number(end64.readBigUInt64LE(field)))
    return directoryAt((count64 ?? 0) & 0xffff, length64 ?? 0, offset64 ?? 0, found)
  }
  throw damaged("it is not a zip file")
}

/** The list of entries ends where the record at the end of the file begins. */
const directoryAt = (count: number, size: number, offset: number, end: number): Directory => {
  const before = end - size - offset
  if (before < 0) throw damaged("the list of its entries is not where it should be")
  return { count, size, offset: offset + before, before }
}

interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly packed: number
  readonly size: number
  readonly crc: number
  readonly offset: number
  /** As Unix has it, where the archive was made there; 0 otherwise. */
  readonly mode: number
}

/** The 64-bit numbers that stand in an extra field for those that are all ones. */
const large = (extra: Buffer): ((value: number) => number) => {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let next = at + 4
    return (value) => {
      if (value !== 0xffffffff) return value
      if (next + 8 > extra.length) throw damaged("a size is missing")
      next += 8
      return Number(extra.readBigUInt64LE(next - 8))
    }
  }
  return (value) => value
}

const readEntries = (fd: number): ReadonlyArray<ZipEntry> => {
  const { before, count, offset, size } = findDirectory(fd)
  const directory = readAt(fd, offset, size)
  const entries: Array<ZipEntry> = []
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY;) {
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30)
    const entry = directory.subarray(at, nameEnd)
    const whole = large(directory.subarray(nameEnd, extraEnd))
    const flags = entry.readUInt16LE(8)
    const unpackedSize = whole(entry.readUInt32LE(24))
    const packed = whole(entry.readUInt32LE(20))
    entries.push({
      name: zipName(entry.subarray(46), (flags & 0x800) !== 0),
      method: entry.readUInt16LE(10),
      encrypted: (flags & 1) !== 0,
      packed,
      size: unpackedSize,
      crc: entry.readUInt32LE(16),
      offset: before + whole(entry.readUInt32LE(42)),
      mode: entry.readUInt8(5) === 3 ? entry.readUInt32LE(38) >>> 16 : 0
    })
    at = extraEnd + directory.readUInt16LE(at + 32)
  }
  if ((entries.length & 0xffff) !== count) throw damaged("it does not list as many entries as it says")
  return entries
}

/** Passes on what an entry holds, unpacked. Fails where that is not as much as the archive says, or has not its checksum. */
const eachPiece = async (
  path: string,
  fd: number,
  entry: ZipEntry,
  take: (piece: Uint8Array) => void
): Promise<void> => {
  if (entry.encrypted) throw problem(`the archive is encrypted: ${JSON.stringify(entry.name)}`)
  if (entry.method !== 0 && entry.method !== 8)
    throw problem(`the archive packs ${JSON.stringify(entry.name)} in a way that is not supported`)
  const local = readAt(fd, entry.offset, 30)
  if (local.readUInt32LE(0) !== LOCAL) throw damaged("an entry is not where it should be")
  const start = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  let left = entry.size
  let crc = 0
  if (entry.packed > 0) {
    const raw = createReadStream(path, { start, end: start + entry.packed - 1 })
    // The pipeline hands an error of the file on to whoever reads the unpacked bytes.
    const stream = entry.method === 8 ? pipeline(raw, createInflateRaw(), () => undefined) : raw
    for await (const piece of stream) {
      if (!(piece instanceof Uint8Array) || piece.length > left)
        throw damaged(`${JSON.stringify(entry.name)} is larger than it says`)
      take(piece)
      left -= piece.length
      crc = crc32(crc, piece)
    }
  }
  if (left > 0) throw damaged(`${JSON.stringify(entry.name)} ends too early`)
  if (crc !== entry.crc) throw damaged(`${JSON.stringify(entry.name)} does not have its checksum`)
}

const isLink = (mode: number): boolean => (mode & 0o170000) === 0o120000

/** How many bytes a zip file says it holds, unpacked. Fails on damage. */
export const declaredSize = (path: string): number => {
  const fd = openSync(path, "r")
  try {
    return readEntries(fd).reduce((sum, { size }) => sum + size, 0)
  } finally {
    closeSync(fd)
  }
}

/** Reads every entry of a zip file. Fails on damage. */
export const checkZip = async (path: string): Promise<void> => {
  const fd = openSync(path, "r")
  try {
    for (const entry of readEntries(fd)) await eachPiece(path, fd, entry, () => undefined)
  } finally {
    closeSync(fd)
  }
}

/** Unpacks a zip file (stored and deflated entries, 64-bit sizes, Unix modes and links). Fails on damage and on encryption. */
export const unpackZip = async (path: string, tree: UnpackTree): Promise<void> => {
  const fd = openSync(path, "r")
  try {
    for (const entry of readEntries(fd)) {
      if (entry.name.endsWith("/")) tree.directory(entry.name)
      else if (isLink(entry.mode)) {
        const pieces: Array<Uint8Array> = []
        await eachPiece(path, fd, entry, (piece) => pieces.push(piece))
        tree.link(entry.name, Buffer.concat(pieces).toString("utf8"))
      } else {
        tree.grow(entry.size)
        await tree.file(entry.name, entry.mode === 0 ? 0o644 : entry.mode, (target) =>
          eachPiece(path, fd, entry, (piece) => {
            for (let at = 0; at < piece.length;) at += writeSync(target, piece, at)
          })
        )
      }
    }
  } finally {
    closeSync(fd)
  }
}
