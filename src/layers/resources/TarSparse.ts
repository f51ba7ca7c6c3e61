import { ftruncateSync } from "node:fs"
import type { ByteReader } from "./ByteReader.ts"
import { damaged, problem } from "./ResourceProblem.ts"
import type { PaxRecords } from "./TarHeader.ts"
import { BLOCK, decimal, numberField } from "./TarHeader.ts"

/** A file that an archive has without the zeros it is full of. */
export interface SparseFile {
  /** How large it is with them. */
  readonly size: number
  /** What there is of it, in order. */
  readonly pieces: ReadonlyArray<{ readonly offset: number; readonly length: number }>
  /** Bytes of the entry's data that its map took. */
  readonly mapSize: number
}

/** No file of use has more pieces. */
const MAX_NUMBERS = 1_000_000

const wrongMap = () => damaged("the map of a sparse file is wrong")

const sparseFile = (size: number, numbers: ReadonlyArray<number>, mapSize: number): SparseFile => {
  const pieces = Array.from({ length: numbers.length >> 1 }, (_, i) => ({
    offset: numbers[2 * i] ?? 0,
    length: numbers[2 * i + 1] ?? 0
  }))
  if (numbers.length % 2 !== 0 || pieces.some(({ length, offset }) => offset + length > size)) throw wrongMap()
  return { size, pieces, mapSize }
}

const PAIR = 24

/** Pairs of offset and length from a place in a block; those of no length fill it up. */
const pairsIn = (block: Buffer, start: number, count: number): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, i) => start + i * PAIR).flatMap((at) => {
    const pair = [numberField(block, at, 12), numberField(block, at + 12, 12)]
    return pair[1] === 0 ? [] : pair
  })

/** A sparse file of GNU's own kind of entry; its map goes on in blocks behind the header. */
export const gnuSparse = async (header: Buffer, reader: ByteReader): Promise<SparseFile> => {
  const numbers = [...pairsIn(header, 386, 4)]
  for (let more = header[482] !== 0; more;) {
    const block = await reader.read(BLOCK)
    if (block.length < BLOCK || numbers.length > MAX_NUMBERS) throw wrongMap()
    numbers.push(...pairsIn(block, 0, 21))
    more = block[504] !== 0
  }
  return sparseFile(numberField(header, 483, 12), numbers, 0)
}

/** The map that stands before the data: how many pairs, and each number on a line of its own, up to the end of a block. */
const mapBeforeData = async (reader: ByteReader): Promise<readonly [numbers: ReadonlyArray<number>, size: number]> => {
  const numbers: Array<number> = []
  let rest = ""
  for (let size = BLOCK; ; size += BLOCK) {
    const block = await reader.read(BLOCK)
    const lines = `${rest}${block.toString("latin1")}`.split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) {
      numbers.push(decimal(line))
      const [count = 0] = numbers
      if (numbers.length > 2 * count) return [numbers.slice(1), size]
    }
    if (block.length < BLOCK || numbers.length > MAX_NUMBERS) throw wrongMap()
  }
}

/** A sparse file as the records of a pax header tell of it; `undefined` for a file of another kind. */
export const paxSparse = async (pax: PaxRecords, reader: ByteReader): Promise<SparseFile | undefined> => {
  const size = pax.get("GNU.sparse.realsize") ?? pax.get("GNU.sparse.size")
  const map = pax.get("GNU.sparse.map")
  if (size === undefined) return undefined
  if (map !== undefined) return sparseFile(decimal(size), map === "" ? [] : map.split(",").map(decimal), 0)
  if (pax.get("GNU.sparse.major") !== "1")
    throw problem("the archive has a sparse file of a kind that is not supported")
  const [numbers, mapSize] = await mapBeforeData(reader)
  return sparseFile(decimal(size), numbers, mapSize)
}

/** Writes a sparse file; what is left out of it stays a hole. */
export const writeSparse = async (fd: number, { pieces, size }: SparseFile, reader: ByteReader): Promise<void> => {
  for (const { length, offset } of pieces) await reader.writeTo(fd, length, offset)
  ftruncateSync(fd, size)
}
