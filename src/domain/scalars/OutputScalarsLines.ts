/** A line that is longer than this, in UTF-16 units, is not scanned for scalars. */
export const MAX_LINE_LENGTH = 64 * 1024

/**
 * Makes lines of the bytes of one stream, which may be cut anywhere, also within a character. Text is UTF-8; what is not becomes
 * U+FFFD. A line ends with a newline, which is not part of it, nor is a carriage return before it. Keeps at most one line of
 * `MAX_LINE_LENGTH`: of a longer one only the drawings after its last carriage return within the limit remain, or nothing.
 */
export class LineFeeder {
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true })
  private readonly onLine: (text: string, wallTime: number) => void
  private pending = ""
  private overlong = false

  constructor(onLine: (text: string, wallTime: number) => void) {
    this.onLine = onLine
  }

  /** Takes the next bytes; `wallTime` is given to every line that ends in them. */
  push(chunk: Uint8Array, wallTime: number): void {
    this.text(this.decoder.decode(chunk, { stream: true }), wallTime)
  }

  /** The stream is over: a last line without its newline is a line. */
  end(wallTime: number): void {
    this.text(this.decoder.decode(), wallTime)
    if (this.pending !== "") this.finish(wallTime)
  }

  private text(text: string, wallTime: number): void {
    let start = 0
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      this.append(text, start, end)
      start = end + 1
      this.finish(wallTime)
    }
    if (start < text.length) this.append(text, start, text.length)
  }

  private append(text: string, start: number, end: number): void {
    const part = text.slice(start, end)
    if (this.overlong) {
      const redrawn = part.lastIndexOf("\r")
      if (redrawn < 0) return
      this.overlong = false
      this.pending = part.slice(redrawn + 1)
      return
    }
    const whole = this.pending === "" ? part : this.pending + part
    if (whole.length <= MAX_LINE_LENGTH) this.pending = whole
    else this.shorten(whole)
  }

  /** A carriage return at the very end may belong to the newline, so the drawing before it is still the one that counts. */
  private shorten(line: string): void {
    const redrawn = line.lastIndexOf("\r", line.length - 2)
    const drawing = line.slice(redrawn + 1)
    this.overlong = redrawn < 0 || drawing.length > MAX_LINE_LENGTH
    this.pending = this.overlong ? "" : drawing
  }

  private finish(wallTime: number): void {
    const line = this.pending.endsWith("\r") ? this.pending.slice(0, -1) : this.pending
    this.pending = ""
    if (this.overlong) this.overlong = false
    else this.onLine(line, wallTime)
  }
}
