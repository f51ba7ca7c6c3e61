interface Interned {
  readonly bytes: Uint8Array
  readonly text: string
}

/** More different texts than this are forgotten and decoded anew, so that memory stays bounded. */
const MAX_TEXTS = 8192

/** Longer texts are decoded each time. */
const MAX_INTERNED_LENGTH = 1024

/** Makes text of UTF-8 bytes, and the same string of the same bytes: a log says the same few tags a million times. */
export class TextInterner {
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true })
  private readonly byHash = new Map<number, Interned>()

  text(bytes: Uint8Array, start: number, end: number): string {
    const length = end - start
    if (length > MAX_INTERNED_LENGTH) return this.decoder.decode(bytes.subarray(start, end))
    let hash = length
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0
    const known = this.byHash.get(hash)
    if (known !== undefined && same(known.bytes, bytes, start, length)) return known.text
    const copy = bytes.slice(start, end)
    const text = this.decoder.decode(copy)
    if (this.byHash.size >= MAX_TEXTS) this.byHash.clear()
    this.byHash.set(hash, { bytes: copy, text })
    return text
  }
}

const same = (known: Uint8Array, bytes: Uint8Array, start: number, length: number): boolean => {
  if (known.length !== length) return false
  for (let i = 0; i < length; i++) if (known[i] !== bytes[start + i]) return false
  return true
}
