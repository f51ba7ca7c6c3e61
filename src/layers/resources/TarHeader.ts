import { damaged } from "./ResourceProblem.ts"

/** Tar files consist of blocks of this many bytes. */
export const BLOCK = 512

/** How many bytes stand behind so many of data, up to the next block. */
export const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

/** A field of text, up to its first NUL. */
export const textField = (block: Buffer, start: number, length: number): string => {
  const field = block.subarray(start, start + length)
  const end = field.indexOf(0)
  return field.toString("utf8", 0, end === -1 ? length : end)
}

/** A field of octal digits, or of a big-endian number with the top bit set where they would not do. */
export const numberField = (block: Buffer, start: number, length: number): number => {
  if (((block[start] ?? 0) & 0x80) !== 0) {
    let value = (block[start] ?? 0) & 0x7f
    for (let i = 1; i < length; i++) value = value * 256 + (block[start + i] ?? 0)
    return safe(value)
  }
  const digits = textField(block, start, length).trim()
  return safe(digits === "" ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN)
}

const safe = (value: number): number => {
  if (!Number.isSafeInteger(value)) throw damaged("a size or mode is not a number")
  return value
}

/** A number in a pax record or the map of a sparse file. */
export const decimal = (text: string): number => safe(/^[0-9]+$/.test(text) ? Number(text) : Number.NaN)

/** The sum of a header's bytes, with its own field taken as blanks. */
const checksum = (block: Buffer): number => {
  let sum = 8 * 0x20
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i] ?? 0
  return sum
}

/** Throws where a block is no header. */
export const checkHeader = (block: Buffer): void => {
  if (checksum(block) !== Number.parseInt(textField(block, 148, 8).trim(), 8))
    throw damaged("it is not a tar file, or a header is wrong")
}

/** The records of a pax header by their keys. */
export type PaxRecords = ReadonlyMap<string, string>

/** Records of a pax header: `LENGTH KEY=VALUE\n`, where the length counts the whole record in bytes. */
export const paxRecords = (data: Buffer): PaxRecords => {
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
