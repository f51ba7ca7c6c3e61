/** A key that was pressed: a name such as `up` or `ctrl-a`, or the character that it types. */
export type Key = string

/** What terminals send for keys that type no character (ECMA-48 and xterm's control sequences, behind the escape). */
const SEQUENCES: ReadonlyMap<string, Key> = new Map([
  ["[A", "up"],
  ["[B", "down"],
  ["[C", "right"],
  ["[D", "left"],
  ["OA", "up"],
  ["OB", "down"],
  ["OC", "right"],
  ["OD", "left"],
  ["[H", "home"],
  ["[F", "end"],
  ["OH", "home"],
  ["OF", "end"],
  ["[1~", "home"],
  ["[7~", "home"],
  ["[4~", "end"],
  ["[8~", "end"],
  ["[2~", "insert"],
  ["[3~", "delete"],
  ["[5~", "page-up"],
  ["[6~", "page-down"],
  ["OP", "f1"],
  ["[11~", "f1"],
  ["[[A", "f1"],
  ["[1;5H", "ctrl-home"],
  ["[1;5F", "ctrl-end"],
  ["[Z", "back-tab"]
])

const NAMED: ReadonlyMap<string, Key> = new Map([
  ["\r", "enter"],
  ["\n", "enter"],
  ["\t", "tab"],
  ["\u007f", "backspace"],
  ["\b", "backspace"]
])

/** A whole escape sequence, or a key pressed together with Alt. */
const WHOLE = /^\u001b(?:\[\[?[\d;?<=>]*[ -/]*[@-~]|O.|[^[O\u001b])/u

const ESCAPE = "\u001b"

const keyOf = (character: string): Key => {
  const code = character.codePointAt(0) ?? 0
  return NAMED.get(character) ?? (code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x60)}` : character)
}

/** What was typed: the keys, and the beginning of a sequence of which more may come. */
export interface Typed {
  readonly keys: ReadonlyArray<Key>
  readonly rest: string
}

/**
 * Reads keys from what a terminal sends. Sequences of keys that are not known are left out whole.
 *
 * @param more whether more may come of a sequence that has only begun; without it an escape alone is the key itself
 */
export const readKeys = (text: string, more: boolean): Typed => {
  const keys: Array<Key> = []
  let rest = text
  while (rest !== "") {
    if (rest.startsWith(ESCAPE)) {
      const [sequence] = WHOLE.exec(rest) ?? []
      if (sequence === undefined && more && !rest.startsWith(ESCAPE + ESCAPE)) return { keys, rest }
      if (sequence === undefined) keys.push("escape")
      else keys.push(...[SEQUENCES.get(sequence.slice(1)) ?? []].flat())
      rest = rest.slice(sequence?.length ?? 1)
    } else {
      const [character = ""] = rest
      keys.push(keyOf(character))
      rest = rest.slice(character.length)
    }
  }
  return { keys, rest }
}
