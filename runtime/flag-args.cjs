"use strict"
// Flags as they stand on a command line, and the values that they mean: each is one line of YAML in flow style.
// The same reading as python/guild/flag_values.py, without integers that differ from floats.

const WORDS = new Map([
  ...["~", "null", "Null", "NULL"].map((word) => [word, null]),
  ...["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true]),
  ...["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false]),
  [".nan", NaN],
  [".inf", Infinity],
  ["+.inf", Infinity],
  ["-.inf", -Infinity]
])
const RUN_ID = /^(?=.{3,8}$)[0-9]+e[0-9]+$/
const NUMBER = /^[-+]?(?:0x[0-9a-fA-F]+|0b[01]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)$/
const OCTAL = /^[-+]?0[0-7]+$/
const SEARCH_SPACE = /^\[[^,'"{}\]]*:[^,'"{}\]]*\]$/
const PLAIN = /(?:[^,[\]{}:]|:(?![\s,[\]{}]|$))+/y
const SINGLE = /'((?:[^']|'')*)'/y
const DOUBLE = /"((?:[^"\\]|\\[\s\S])*)"/y
const ESCAPES = {
  0: "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  N: "\x85",
  _: "\xa0"
}

class Unreadable extends Error {}

const plain = (word) => {
  if (WORDS.has(word)) return WORDS.get(word)
  if (!NUMBER.test(word)) return word
  const negative = word.startsWith("-")
  const digits = word.replace(/^[-+]/, "")
  const size = OCTAL.test(word) ? Number.parseInt(digits, 8) : Number(digits)
  return Number.isNaN(size) ? word : negative ? -size : size
}

const unescape = (body) =>
  body.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g, (_, two, four, eight, char) => {
    const hex = two ?? four ?? eight
    if (hex === undefined) return Object.hasOwn(ESCAPES, char) ? ESCAPES[char] : char
    const code = Number.parseInt(hex, 16)
    if (code > 0x10ffff) throw new Unreadable()
    return String.fromCodePoint(code)
  })

/** Reads one value in flow style from the start of a text; throws Unreadable. */
class Reader {
  constructor(text) {
    this.text = text
    this.at = 0
  }

  peek() {
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1
    return this.text[this.at]
  }

  take(pattern) {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found === null) throw new Unreadable()
    this.at += found[0].length
    return found
  }

  scalar() {
    const char = this.peek()
    if (char === "'") return this.take(SINGLE)[1].replaceAll("''", "'")
    if (char === '"') return unescape(this.take(DOUBLE)[1])
    return plain(this.take(PLAIN)[0].trim())
  }

  separator(close) {
    if (this.peek() === ",") this.at += 1
    else if (this.peek() !== close) throw new Unreadable()
  }

  value() {
    const char = this.peek()
    if (char === "[") return this.list()
    if (char === "{") return this.map()
    return this.scalar()
  }

  list() {
    this.at += 1
    const items = []
    while (this.peek() !== "]") {
      items.push(this.value())
      this.separator("]")
    }
    this.at += 1
    return items
  }

  map() {
    this.at += 1
    const entries = []
    while (this.peek() !== "}") {
      const key = String(this.scalar())
      let value = null
      if (this.peek() === ":") {
        this.at += 1
        if (this.peek() !== "," && this.peek() !== "}") value = this.value()
      }
      entries.push([key, value])
      this.separator("}")
    }
    this.at += 1
    return Object.fromEntries(entries)
  }
}

/** The value that a flag's text stands for. */
const decode = (text) => {
  const trimmed = text.trim()
  if (!/^['"[{]/.test(trimmed)) return trimmed === "" ? text : RUN_ID.test(trimmed) ? trimmed : plain(trimmed)
  if (SEARCH_SPACE.test(trimmed)) return trimmed
  try {
    const reader = new Reader(trimmed)
    const value = reader.value()
    return reader.peek() === undefined ? value : text
  } catch (error) {
    if (error instanceof Unreadable || error instanceof RangeError) return text
    throw error
  }
}

/** The arguments before and after the last `--`; without one, all of them may be flags. */
const splitArgs = (args) => {
  const at = args.lastIndexOf("--")
  return at < 0 ? [[], args] : [args.slice(0, at), args.slice(at + 1)]
}

/** Flags by name, and the arguments that are none; an option without a value is true. */
const argsToFlags = (args) => {
  const [other, rest] = splitArgs(args)
  const flags = new Map()
  let name
  for (const arg of rest) {
    if (arg.startsWith("--")) {
      if (name !== undefined) flags.set(name, true)
      name = arg.slice(2)
    } else if (arg.length > 1 && arg.startsWith("-") && typeof plain(arg) !== "number") {
      if (name !== undefined) flags.set(name, true)
      name = arg[1]
      if (arg.length > 2) {
        flags.set(name, decode(arg.slice(2)))
        name = undefined
      }
    } else if (name !== undefined) {
      flags.set(name, decode(arg))
      name = undefined
    } else other.push(arg)
  }
  if (name !== undefined) flags.set(name, true)
  return { flags, other }
}

module.exports = { argsToFlags, decode, splitArgs }
