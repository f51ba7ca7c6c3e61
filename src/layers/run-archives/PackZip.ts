import { closeSync, createReadStream, lstatSync, openSync, readdirSync, readlinkSync, writeSync } from "node:fs"
import { join, posix } from "node:path"
import { pipeline, Readable, Transform } from "node:stream"
import { createDeflateRaw } from "node:zlib"
import { byCodePoint } from "../../domain/text/PathOrder.ts"
import { crc32 } from "./Crc32.ts"
import { isWork } from "./Unfinished.ts"

/** All ones stand for a number that is in the extra field of 64-bit numbers (APPNOTE 4.5.3). */
const LARGE = 0xffffffff
const UTF8_NAMES = 0x800
const MADE_BY_UNIX = (3 << 8) | 45

interface Packed {
  readonly name: Buffer
  readonly mode: number
  readonly time: number
  readonly method: 0 | 8
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/** Date and time as MS-DOS packs them, in steps of two seconds (APPNOTE 4.4.6); date in the upper half. */
const dosTime = (time: Date): number => {
  const year = Math.min(Math.max(time.getFullYear() - 1980, 0), 127)
  const date = (year << 9) | ((time.getMonth() + 1) << 5) | time.getDate()
  return ((date << 16) | (time.getHours() << 11) | (time.getMinutes() << 5) | (time.getSeconds() >> 1)) >>> 0
}

const large = (...values: ReadonlyArray<number>): Buffer => {
  const extra = Buffer.alloc(4 + 8 * values.length)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8 * values.length, 2)
  values.forEach((value, at) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * at))
  return extra
}

/** The 26 bytes that an entry has both before its data and in the list; sizes are in the extra field. */
const common = (entry: Packed, extra: Buffer): Buffer => {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(45, 0)
  bytes.writeUInt16LE(UTF8_NAMES, 2)
  bytes.writeUInt16LE(entry.method, 4)
  bytes.writeUInt32LE(entry.time, 6)
  bytes.writeUInt32LE(entry.crc, 10)
  bytes.writeUInt32LE(LARGE, 14)
  bytes.writeUInt32LE(LARGE, 18)
  bytes.writeUInt16LE(entry.name.length, 22)
  bytes.writeUInt16LE(extra.length, 24)
  return bytes
}

const localHeader = (entry: Packed): Buffer => {
  const extra = large(entry.size, entry.packed)
  return Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common(entry, extra), entry.name, extra])
}

const listHeader = (entry: Packed): Buffer => {
  const extra = large(entry.size, entry.packed, entry.offset)
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE((entry.mode << 16) >>> 0, 6)
  rest.writeUInt32LE(LARGE, 10)
  const start = Buffer.from("PK\x01\x02\0\0", "latin1")
  start.writeUInt16LE(MADE_BY_UNIX, 4)
  return Buffer.concat([start, common(entry, extra), rest, entry.name, extra])
}

/** The records behind the list (APPNOTE 4.3.14 to 4.3.16). */
const end = (count: number, offset: number, size: number): Buffer => {
  const bytes = Buffer.alloc(56 + 20 + 22)
  bytes.writeUInt32LE(0x06064b50, 0)
  bytes.writeBigUInt64LE(44n, 4)
  bytes.writeUInt16LE(MADE_BY_UNIX, 12)
  bytes.writeUInt16LE(45, 14)
  bytes.writeBigUInt64LE(BigInt(count), 24)
  bytes.writeBigUInt64LE(BigInt(count), 32)
  bytes.writeBigUInt64LE(BigInt(size), 40)
  bytes.writeBigUInt64LE(BigInt(offset), 48)
  bytes.writeUInt32LE(0x07064b50, 56)
  bytes.writeBigUInt64LE(BigInt(offset + size), 64)
  bytes.writeUInt32LE(1, 72)
  bytes.writeUInt32LE(0x06054b50, 76)
  bytes.writeUInt16LE(0xffff, 84)
  bytes.writeUInt16LE(0xffff, 86)
  bytes.writeUInt32LE(LARGE, 88)
  bytes.writeUInt32LE(LARGE, 92)
  return bytes
}

/** A link that leads out of the archive would be refused by whoever unpacks it. */
const leavesArchive = (name: string, text: string): boolean => {
  const led = posix.join(posix.dirname(name), text)
  return text.startsWith("/") || led === ".." || led.startsWith("../")
}

class ZipFile {
  private readonly fd: number
  private readonly entries: Array<Packed> = []
  private at = 0

  constructor(fd: number) {
    this.fd = fd
  }

  private put(bytes: Uint8Array, position = this.at): void {
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.fd, bytes, done, bytes.length - done, position + done)
    this.at = Math.max(this.at, position + bytes.length)
  }

  private async entry(name: string, mode: number, mtime: Date, method: 0 | 8, content: Readable): Promise<void> {
    const blank = { name: Buffer.from(name), mode, time: dosTime(mtime), method, crc: 0, packed: 0, size: 0 }
    const offset = this.at
    this.put(localHeader({ ...blank, offset }))
    const start = this.at
    let size = 0
    let crc = 0
    const counted = new Transform({
      transform: (piece: Uint8Array, _encoding, done) => {
        size += piece.length
        crc = crc32(crc, piece)
        done(null, piece)
      }
    })
    const stream =
      method === 8
        ? pipeline(content, counted, createDeflateRaw(), () => undefined)
        : pipeline(content, counted, () => undefined)
    for await (const piece of stream) this.put(Buffer.from(piece))
    const entry = { ...blank, crc, size, packed: this.at - start, offset }
    this.put(localHeader(entry), offset)
    this.entries.push(entry)
  }

  async add(dir: string, prefix: string): Promise<void> {
    for (const item of readdirSync(dir).sort(byCodePoint)) {
      if (prefix === "" && isWork(item)) continue
      const path = join(dir, item)
      const name = `${prefix}${item}`
      const { mode, mtime, size } = lstatSync(path)
      if ((mode & 0o170000) === 0o040000) {
        await this.entry(`${name}/`, mode, mtime, 0, Readable.from([]))
        await this.add(path, `${name}/`)
      } else if ((mode & 0o170000) === 0o120000) {
        const text = readlinkSync(path)
        if (!leavesArchive(name, text)) await this.entry(name, mode, mtime, 0, Readable.from([Buffer.from(text)]))
      } else if ((mode & 0o170000) === 0o100000) {
        await this.entry(name, mode, mtime, size === 0 ? 0 : 8, createReadStream(path))
      }
    }
  }

  finish(): void {
    const offset = this.at
    for (const entry of this.entries) this.put(listHeader(entry))
    this.put(end(this.entries.length, offset, this.at - offset))
  }
}

/**
 * Writes what is in a directory as a zip file: deflated, with Unix modes and links, sizes in 64 bits. Links that lead out of the
 * directory are left out. Throws what the disk says.
 */
export const packZip = async (dir: string, path: string): Promise<void> => {
  const fd = openSync(path, "wx")
  try {
    const zip = new ZipFile(fd)
    await zip.add(dir, "")
    zip.finish()
  } finally {
    closeSync(fd)
  }
}
