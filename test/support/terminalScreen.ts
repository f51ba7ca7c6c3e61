/**
 * As much of a terminal as guild draws with: text, cursor moves, clearing, the alternate screen and reverse video. What it is not
 * told of is an error, so that nothing slips through unseen.
 */
export class TerminalScreen {
  private cells: Array<Array<string>> = []
  /** What the alternate screen hides: the cells and the place of the cursor. */
  private main: { readonly cells: Array<Array<string>>; readonly row: number; readonly column: number } | undefined
  private reversed: Array<Array<boolean>> = []
  private row = 0
  private column = 0
  private reverse = false
  private pending = ""
  private size: readonly [number, number]
  /** Private modes that are on. */
  readonly modes = new Set<string>(["7", "25"])
  /** Select Graphic Rendition parameters that were seen. */
  readonly looks = new Set<string>()

  constructor(rows: number, columns: number) {
    this.size = [rows, columns]
    this.cells = this.blank()
    this.reversed = this.cells.map((line) => line.map(() => false))
  }

  private blank(): Array<Array<string>> {
    return Array.from({ length: this.size[0] }, () => Array.from({ length: this.size[1] }, () => " "))
  }

  resize(rows: number, columns: number): void {
    this.size = [rows, columns]
    this.cells = this.blank()
    this.reversed = this.cells.map((line) => line.map(() => false))
  }

  /** The lines on the screen, without the blanks at their ends. */
  lines(): ReadonlyArray<string> {
    return this.cells.map((line) => line.join("").trimEnd())
  }

  text(): string {
    return this.lines().join("\n")
  }

  /** What stands in reverse video, but for the last line. */
  cursorText(): string {
    return this.cells
      .slice(0, -1)
      .map((line, row) => line.filter((_, column) => this.reversed[row]?.[column] === true).join(""))
      .join("")
      .trim()
  }

  isAlternate(): boolean {
    return this.main !== undefined
  }

  /** Takes what a program sends. */
  feed(text: string): void {
    let rest = this.pending + text
    this.pending = ""
    while (rest !== "") {
      const [sequence, ...parts] = /^\u001b\[([?>=]?)([\d;]*)([A-Za-z])/.exec(rest) ?? []
      if (sequence !== undefined) {
        this.control(parts[0] ?? "", parts[1] ?? "", parts[2] ?? "")
        rest = rest.slice(sequence.length)
      } else if (/^\u001b(\[[?>=]?[\d;]*)?$/.test(rest)) {
        this.pending = rest
        return
      } else {
        const grapheme = segmenter.segment(rest).containing(0)?.segment ?? ""
        this.put(grapheme)
        rest = rest.slice(grapheme.length)
      }
    }
  }

  private put(character: string): void {
    if (character === "\r\n" || character === "\n") {
      this.column = 0
      if (this.row < this.size[0] - 1) this.row += 1
      else this.scroll()
    } else if (character === "\r") this.column = 0
    else if (/[\u0000-\u001f\u007f-\u009f]/.test(character))
      throw new Error(`control character ${JSON.stringify(character)} reached the terminal`)
    else {
      const line = this.cells[this.row]
      const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]|\p{Emoji_Presentation}/u.test(
        character
      )
      if (line !== undefined && this.column < this.size[1]) {
        line[this.column] = character
        this.mark(this.column)
        if (wide && this.column + 1 < this.size[1]) {
          line[this.column + 1] = ""
          this.mark(this.column + 1)
        }
      }
      this.column += wide ? 2 : 1
    }
  }

  private scroll(): void {
    this.cells = [...this.cells.slice(1), Array.from({ length: this.size[1] }, () => " ")]
    this.reversed = [...this.reversed.slice(1), Array.from({ length: this.size[1] }, () => false)]
  }

  private mark(column: number): void {
    const line = this.reversed[this.row]
    if (line !== undefined) line[column] = this.reverse
  }

  private control(prefix: string, parameters: string, final: string): void {
    if (prefix === "?" && (final === "h" || final === "l")) return this.mode(parameters, final === "h")
    if (final === "m") {
      this.looks.add(parameters)
      this.reverse = parameters.split(";").includes("7")
    } else if (final === "H") {
      const [row = 1, column = 1] = parameters.split(";").map(Number)
      this.row = Math.min(row, this.size[0]) - 1
      this.column = Math.min(column, this.size[1]) - 1
    } else if (final === "J" && parameters === "2") {
      this.cells = this.blank()
    } else throw new Error(`sequence ESC [ ${prefix}${parameters}${final} reached the terminal`)
  }

  private mode(name: string, on: boolean): void {
    if (on) this.modes.add(name)
    else this.modes.delete(name)
    if (name !== "1049") return
    if (on) {
      this.main = { cells: this.cells, row: this.row, column: this.column }
      this.cells = this.blank()
    } else if (this.main !== undefined) {
      this.cells = this.main.cells
      this.row = this.main.row
      this.column = this.main.column
      this.main = undefined
    }
  }
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" })
