import { isBreak } from "./YamlCursor.ts"

/** `name: value` or `name:` alone on the rest of a line, with nothing in it that could be anything else. */
export interface SimpleLine {
  readonly key: string
  /** `undefined` where only a name is there. */
  readonly value: string | undefined
  /** How far after the name's first character the value begins. */
  readonly valueOffset: number
  /** Characters, the line break included. */
  readonly length: number
}

/** No quotes, signs of YAML, colons, tabs or breaks but `\n`: nine in ten lines that people write are of this form. */
const KEY = "([\\w$][\\w.$-]*):"
const WORD = "[^\\s:#\\x85]+"
const VALUE = `((?:[\\w./$(+~^\\\\<;=]|-(?=[^\\s:#\\x85]))[^\\s:#\\x85]*(?: +${WORD})*)`
const SIMPLE = new RegExp(`${KEY}(?:( +)${VALUE})? *\\n`, "y")

/** Whether a line goes on with a value that began at a smaller column than its own, or may do so. */
const mayContinue = (text: string, start: number, column: number): boolean => {
  let at = start
  while (text.charCodeAt(at) === 32) at++
  return at - start > column || at === text.length || isBreak(text.charCodeAt(at))
}

/**
 * The simple line that begins at an offset and a column; `undefined` where there is none, and it takes a closer look. It saves
 * most of the time that a text takes: one native search stands for a step for every character.
 */
export const simpleLine = (text: string, pos: number, column: number): SimpleLine | undefined => {
  SIMPLE.lastIndex = pos
  const match = SIMPLE.exec(text)
  if (match === null) return undefined
  const [{ length }, key = "", blanks = "", value] = match
  if (value !== undefined && mayContinue(text, pos + length, column)) return undefined
  return { key, value, valueOffset: key.length + 1 + blanks.length, length }
}
