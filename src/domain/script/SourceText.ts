/** The coding that a Python script names in one of its first two lines (PEP 263). */
const CODING = /^(?:[ \t\f]*(?:#[^\n]*)?\r?\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)/

/** Python's names for codings that the Encoding Standard has otherwise: its `latin1` is Windows' with other control characters. */
const LATIN_1 = /^(?:latin[-_]?1|iso[-_]?8859[-_]?1|l1|8859|cp819)$/i

const WINDOWS_1252 = /^(?:windows|cp)[-_]?1252$/i

/** What Windows-1252 has from 0x80 to 0x9f. The decoder of Node 20 takes it for latin-1. */
const WINDOWS_1252_SIGNS = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"

/** The text in a coding that the Encoding Standard knows; in UTF-8 where it does not. */
const decoded = (bytes: Uint8Array, coding: string): string => {
  try {
    return new TextDecoder(coding.replaceAll("_", "-").replace(/^cp(\d+)$/i, "windows-$1")).decode(bytes)
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder().decode(bytes)
    throw error
  }
}

/** Each byte as the character of that number. */
const fromLatin1 = (bytes: Uint8Array): string => {
  const chunks: Array<string> = []
  for (let at = 0; at < bytes.length; at += 8192) chunks.push(String.fromCharCode(...bytes.subarray(at, at + 8192)))
  return chunks.join("")
}

/** How many bytes the first two lines of a script may have, as far as a coding is looked for. */
const HEAD = 400

/**
 * The text of a script: in UTF-8, or for Python in the coding that it names. A coding that is not known reads as UTF-8, and so
 * does one that is named behind a byte order mark.
 */
export const sourceText = (bytes: Uint8Array, language: string): string => {
  const named = language === "python" ? CODING.exec(fromLatin1(bytes.subarray(0, HEAD)))?.[1] : undefined
  if (named === undefined) return new TextDecoder().decode(bytes)
  if (LATIN_1.test(named)) return fromLatin1(bytes)
  if (WINDOWS_1252.test(named))
    return fromLatin1(bytes).replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252_SIGNS.charAt(char.charCodeAt(0) - 0x80))
  return decoded(bytes, named)
}
