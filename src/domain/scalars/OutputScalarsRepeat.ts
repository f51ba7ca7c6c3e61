import type { PatternCursor } from "./OutputScalarsCursor.ts"
import { reject } from "./OutputScalarsCursor.ts"

export interface Repeat {
  /** As JavaScript writes it. */
  readonly source: string
  /** No turn at all is enough. */
  readonly optional: boolean
}

const REPEAT = /^(?:[*+?]|\{(\d*)(?:(,)(\d*))?\})/

const nextRepeat = (cursor: PatternCursor): RegExpExecArray | undefined => {
  const match = REPEAT.exec(cursor.ahead(24))
  // Empty braces are text.
  return match === null || match[0] === "{}" ? undefined : match
}

/** Whether a repeat comes next: `*`, `+`, `?`, `{2}`, `{2,}`, `{,3}` or `{2,3}`. */
export const isRepeatNext = (cursor: PatternCursor): boolean => nextRepeat(cursor) !== undefined

/** Takes the repeat that comes next, with the `?` that makes it lazy. Python lets no repeat stand behind another. */
export const takeRepeat = (cursor: PatternCursor, repeatable: boolean, verbose: boolean): Repeat | undefined => {
  cursor.skipIgnored(verbose)
  const match = nextRepeat(cursor)
  if (match === undefined) return undefined
  if (!repeatable) return reject("nothing to repeat")
  const [text, low = "", comma = "", high = ""] = match
  if (low !== "" && high !== "" && Number(low) > Number(high)) reject("min repeat greater than max repeat")
  cursor.skip(text.length)
  const source = text.startsWith("{") ? `{${low === "" ? "0" : low}${comma}${high}}` : text
  const lazy = cursor.take("?") ? "?" : ""
  if (lazy === "" && cursor.peek() === "+") reject("possessive repeats are not supported")
  cursor.skipIgnored(verbose)
  if (isRepeatNext(cursor)) reject("multiple repeat")
  return { source: source + lazy, optional: /^(?:[*?]|\{0*[,}])/.test(source) }
}
