/** Bytes of a file's beginning that are enough to tell text from anything else. */
export const TEXT_SAMPLE_SIZE = 1024

const TEXT_EXTENSIONS = new Set([".csv", ".md", ".py", ".sh", ".txt"])

const BINARY_EXTENSIONS = new Set(
  (
    ".7z .ai .aif .avi .bin .bmp .deb .doc .docx .gif .gz .ico .jpeg .jpg .key .mid .midi .mov .mp3 .mp4 .mpa .mpeg .ogg " +
    ".pdf .pickle .pkg .pkl .png .ppt .pptx .ps .psd .pyc .rar .rpm .svg .swf .tar .tif .tiff .wav .wma .wmv .xlr .xls " +
    ".xlsx .xz .z .zip"
  ).split(" ")
)

/** The extension of a name as Python's `splitext` finds it, in lower case; leading dots are part of the name. */
const extension = (path: string): string => {
  const name = path.slice(path.lastIndexOf("/") + 1)
  const dot = name.lastIndexOf(".")
  return dot <= 0 || /^\.*$/.test(name.slice(0, dot)) ? "" : name.slice(dot).toLowerCase()
}

/** What the name alone says of a file: text, not text, or nothing. */
export const textByName = (path: string): boolean | undefined => {
  const ext = extension(path)
  return TEXT_EXTENSIONS.has(ext) ? true : BINARY_EXTENSIONS.has(ext) ? false : undefined
}

const decodes = (sample: Uint8Array, encoding: string): string | undefined => {
  try {
    // Streaming: a character that the sample cuts in two is no error.
    return new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true })
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof RangeError) return undefined
    throw cause
  }
}

const isUtf16 = (sample: Uint8Array): boolean => {
  const encoding =
    sample[0] === 0xff && sample[1] === 0xfe ? "utf-16le" : sample[0] === 0xfe && sample[1] === 0xff ? "utf-16be" : ""
  return encoding !== "" && decodes(sample, encoding)?.includes("\0") === false
}

const isControlOfText = (byte: number): boolean =>
  byte === 0x08 || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d

/**
 * Whether a file that starts with these bytes (at most `TEXT_SAMPLE_SIZE` of them) is text. An empty one is. Beyond ASCII, UTF-8
 * and UTF-16 with its mark are text; other bytes are weighed by how many are printable, as the binaryornot heuristic does.
 */
export const looksLikeText = (sample: Uint8Array): boolean => {
  if (sample.length === 0 || isUtf16(sample)) return true
  let notAscii = 0
  let notHigh = 0
  let high = 0
  for (const byte of sample) {
    if (byte === 0) return false
    if (byte >= 0x80) high += 1
    if (isControlOfText(byte)) continue
    if (byte < 0x20 || byte > 0x7e) notAscii += 1
    if (byte < 0x7f) notHigh += 1
  }
  if (high > 0 && decodes(sample, "utf-8") !== undefined) return true
  const ascii = notAscii / sample.length
  const upper = notHigh / sample.length
  const likelyBinary = (ascii > 0.3 && upper < 0.05) || (ascii > 0.8 && upper > 0.8)
  return !likelyBinary && !sample.includes(0xff)
}
