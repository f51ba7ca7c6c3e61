import { ByteReader } from "./ByteReader.ts"
import { problem } from "./ResourceProblem.ts"
import type { UnpackTree } from "./UnpackTree.ts"

const BLOCK = 512

const text = (block: Buffer, start: number, length: number): string => {
  const field = block.subarray(start, start + length)
  const end = field.indexOf(0)
  return field.toString("utf8", 0, end === -1 ? length : end)
}

/** Octal digits, or a big-endian number with the top bit set where they would not do. */
const number = (block: Buffer, start: number, length: number): number => {
  if (((block[start] ?? 0) & 0x80) !== 0) {
    let value = (block[start] ?? 0) & 0x7f
    for (let i = 1; i < length; i++) value = value * 256 + (block[start + i] ?? 0)
    return value
  }
  const digits = text(block, start, length).trim()
  const value = digits === "" ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
  if (!Number.isSafeInteger(value)) throw problem("the archive is damaged: a size or mode is not a number")
  return value
}

/** The sum of a header's bytes, with its own field taken as blanks. */
const checksum = (block: Buffer): number => {
  let sum = 8 * 0x20
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i] ?? 0
  return sum
}

/** Records of a pax header: `LENGTH KEY=VALUE\n`, where the length counts the whole record in bytes. */
const paxRecords = (data: Buffer): ReadonlyMap<string, string> => {
  const records = new Map<string, string>()
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(0x20, at)
    const length = Number(data.toString("utf8", at, space))
    if (space === -1 || !Number.isInteger(length) || length <= 0) break
    const record = data.toString("utf8", space + 1, at + length - 1)
    const equals = record.indexOf("=")
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1))
    at += length
  }
  return records
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

/** Headers of this size at most are read into memory: names, not content. */
const MAX_HEADER = 1024 * 1024

/**
 * Unpacks a tar archive (POSIX ustar and pax, GNU long names) as it is read. Devices and pipes are left out. Fails on damage, and
 * on entries that would leave the tree.
 */
export const unpackTar = async (stream: AsyncIterable<Uint8Array>, tree: UnpackTree): Promise<void> => {
  const reader = new ByteReader(stream)
  let pax: ReadonlyMap<string, string> = new Map()
  let longName: string | undefined
  let longLink: string | undefined

  const readData = async (size: number): Promise<Buffer> => {
    if (size > MAX_HEADER) throw problem("the archive is damaged: a name is too long")
    const data = await reader.read(size)
    await reader.skip(padding(size))
    return data
  }

  try {
    for (;;) {
      const block = await reader.read(BLOCK)
      if (block.length === 0 || block.every((byte) => byte === 0)) return
      if (checksum(block) !== number(block, 148, 8))
        throw problem("the archive is damaged: it is not a tar file, or a header is wrong")
      const type = String.fromCharCode(block[156] ?? 0)
      const headerSize = number(block, 124, 12)
      if (type === "x" || type === "g" || type === "L" || type === "K") {
        const data = await readData(headerSize)
        if (type === "x") pax = paxRecords(data)
        if (type === "L") longName = text(data, 0, data.length)
        if (type === "K") longLink = text(data, 0, data.length)
        continue
      }
      const prefix = text(block, 257, 6) === "ustar" ? text(block, 345, 155) : ""
      const shortName = text(block, 0, 100)
      const name = pax.get("path") ?? longName ?? (prefix === "" ? shortName : `${prefix}/${shortName}`)
      const link = pax.get("linkpath") ?? longLink ?? text(block, 157, 100)
      const size = pax.has("size") ? Number(pax.get("size")) : headerSize
      if (type === "0" || type === "\0" || type === "7") {
        // Old archives mark a directory by the slash at the end of its name.
        if (name.endsWith("/")) tree.directory(name)
        else {
          tree.grow(size)
          await tree.file(name, number(block, 100, 8), (fd) => reader.writeTo(fd, size))
        }
        await reader.skip(name.endsWith("/") ? size + padding(size) : padding(size))
      } else {
        if (type === "5") tree.directory(name)
        else if (type === "2") tree.link(name, link)
        else if (type === "1") tree.hardLink(name, link)
        await reader.skip(size + padding(size))
      }
      pax = new Map()
      longName = undefined
      longLink = undefined
    }
  } finally {
    await reader.close()
  }
}
