import { ByteReader } from "./ByteReader.ts"
import { damaged, problem } from "./ResourceProblem.ts"
import type { PaxRecords } from "./TarHeader.ts"
import { BLOCK, checkHeader, decimal, numberField, padding, paxRecords, textField } from "./TarHeader.ts"
import type { SparseFile } from "./TarSparse.ts"
import { gnuSparse, paxSparse, writeSparse } from "./TarSparse.ts"
import type { UnpackTree } from "./UnpackTree.ts"

/** Headers of this size at most are read into memory: names, not content. */
const MAX_HEADER = 1024 * 1024

/** What the headers before an entry say of it. */
interface Told {
  readonly pax: PaxRecords
  readonly name: string | undefined
  readonly link: string | undefined
}

const NOTHING_TOLD: Told = { pax: new Map(), name: undefined, link: undefined }

/** `x` and `g` are pax headers, `L` and `K` GNU's long names. */
const withHeader = (told: Told, type: string, data: Buffer): Told => {
  const name = textField(data, 0, data.length)
  return type === "x"
    ? { ...told, pax: paxRecords(data) }
    : type === "L"
      ? { ...told, name }
      : type === "K"
        ? { ...told, link: name }
        : told
}

const typeOf = (block: Buffer): string => String.fromCharCode(block[156] ?? 0)

/** How many bytes of data an entry has. */
const sizeOf = (block: Buffer, { pax }: Told): number => {
  const size = pax.get("size")
  return size === undefined ? numberField(block, 124, 12) : decimal(size)
}

const nameOf = (block: Buffer, { name, pax }: Told): string => {
  const known = pax.get("GNU.sparse.name") ?? pax.get("path") ?? name
  if (known !== undefined) return known
  const prefix = textField(block, 257, 6) === "ustar" ? textField(block, 345, 155) : ""
  return `${prefix === "" ? "" : `${prefix}/`}${textField(block, 0, 100)}`
}

/** Puts a file into the tree; gives how many bytes of its data are left. */
const unpackFile = async (
  reader: ByteReader,
  tree: UnpackTree,
  name: string,
  { mode, size, sparse }: { readonly mode: number; readonly size: number; readonly sparse: SparseFile | undefined }
): Promise<number> => {
  const taken = sparse === undefined ? size : sparse.pieces.reduce((sum, { length }) => sum + length, sparse.mapSize)
  if (taken > size) throw damaged(`${JSON.stringify(name)} is larger than it says`)
  tree.grow(sparse?.size ?? size)
  await tree.file(name, mode, (fd) =>
    sparse === undefined ? reader.writeTo(fd, size) : writeSparse(fd, sparse, reader)
  )
  return size - taken
}

/** Puts what a header announces into the tree; gives how many bytes of its data are left. */
const unpackEntry = async (
  reader: ByteReader,
  tree: UnpackTree,
  block: Buffer,
  told: Told,
  size: number
): Promise<number> => {
  const type = typeOf(block)
  const name = nameOf(block, told)
  const link = told.pax.get("linkpath") ?? told.link ?? textField(block, 157, 100)
  switch (type) {
    case "0":
    case "\0":
    case "7":
    case "S": {
      // Old archives mark a directory by the slash at the end of its name.
      if (name.endsWith("/")) {
        tree.directory(name)
        return size
      }
      const sparse = type === "S" ? await gnuSparse(block, reader) : await paxSparse(told.pax, reader)
      return unpackFile(reader, tree, name, { mode: numberField(block, 100, 8), size, sparse })
    }
    case "5":
    case "D":
      tree.directory(name)
      return size
    case "2":
      tree.link(name, link)
      return size
    case "1":
      tree.hardLink(name, link)
      return size
    // Devices and pipes are no data; a label is none of the files.
    case "3":
    case "4":
    case "6":
    case "V":
      return size
    default:
      throw problem(`the archive has ${JSON.stringify(name)} in a way that is not supported (type '${type}')`)
  }
}

/**
 * Unpacks a tar archive (POSIX ustar and pax, GNU long names and sparse files) as it is read. Devices and pipes are left out. Fails on
 * damage, and on entries that would leave the tree.
 */
export const unpackTar = async (stream: AsyncIterable<Uint8Array>, tree: UnpackTree): Promise<void> => {
  const reader = new ByteReader(stream)
  let told = NOTHING_TOLD

  const readData = async (size: number): Promise<Buffer> => {
    if (size > MAX_HEADER) throw damaged("a name is too long")
    const data = await reader.read(size)
    await reader.skip(padding(size))
    return data
  }

  try {
    for (let count = 0; ; count++) {
      const block = await reader.read(BLOCK)
      if (block.length === 0 && count === 0) throw damaged("there is nothing in it")
      if (block.length === 0) return
      // What is packed around the archive ends behind it, and may be damaged there.
      if (block.every((byte) => byte === 0)) return await reader.drain()
      checkHeader(block)
      const type = typeOf(block)
      if ("xgLK".includes(type)) told = withHeader(told, type, await readData(numberField(block, 124, 12)))
      else {
        const size = sizeOf(block, told)
        await reader.skip((await unpackEntry(reader, tree, block, told, size)) + padding(size))
        told = NOTHING_TOLD
      }
    }
  } finally {
    await reader.close()
  }
}
