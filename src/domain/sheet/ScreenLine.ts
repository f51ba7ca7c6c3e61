/** What a piece of a line is; how that looks is the screen's business. */
export type Paint = "plain" | "heading" | "cursor" | "row" | "marked" | "status" | "faint"

/** A piece of a line, without control characters. */
export interface Span {
  readonly text: string
  readonly paint: Paint
}

export type ScreenLine = ReadonlyArray<Span>

/** What is on a screen: a line for each of its rows, and the column in the last line where something is being typed. */
export interface Frame {
  readonly lines: ReadonlyArray<ScreenLine>
  readonly typing: number | undefined
}
