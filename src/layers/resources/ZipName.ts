/** What the bytes from 0x80 on stand for in code page 437, which old zip files are in. */
const CP437 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0"

const isUtf8 = (bytes: Buffer): boolean => {
  try {
    new TextDecoder("utf8", { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** The name of an entry: UTF-8 where the archive says so, or where it can be nothing else; code page 437 otherwise. */
export const zipName = (bytes: Buffer, saysUtf8: boolean): string =>
  saysUtf8 || isUtf8(bytes)
    ? bytes.toString("utf8")
    : Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : CP437.charAt(byte - 0x80))).join("")
