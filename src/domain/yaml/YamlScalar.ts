import type { Value } from "../Value.ts"
import { float } from "../Value.ts"

/**
 * What a bare exponent such as `1e-3` or `1.2e3` says. YAML 1.1 wants a point and a signed exponent in a float, so to it both
 * are strings; Guild reads them as the floats that their writers mean.
 */
export type BareExponents = "float" | "string"

/** The longest text that is null or a boolean. */
const LONGEST_WORD = "False".length

const BOOL = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/
const TRUE = /^(?:yes|true|on)$/i
const NULL = /^(?:~|null|Null|NULL|)$/
const INT = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const EXPONENT_FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?)$/
const TIMESTAMP =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/

/** What scalars without quotes look like that are no texts. */
export const PLAIN = {
  nothing: NULL,
  bool: BOOL,
  int: INT,
  float: FLOAT,
  /** With bare exponents. */
  anyFloat: new RegExp(`${FLOAT.source}|${EXPONENT_FLOAT.source}`)
}

/** Base sixty, most significant part first: `1:30` is 90. */
const sexagesimal = (text: string): number => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0)

const narrow = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value

/** The integer that an integer scalar writes: binary, octal (`017`), hexadecimal, base sixty or decimal; `undefined` for none. */
export const parseInteger = (text: string): number | bigint | undefined => {
  const bare = text.replaceAll("_", "")
  const negative = bare.startsWith("-")
  const digits = /^[-+]/.test(bare) ? bare.slice(1) : bare
  if (/^0[bx]?$/.test(digits)) return digits === "0" ? 0 : undefined
  if (digits.includes(":")) return negative ? -sexagesimal(digits) : sexagesimal(digits)
  const literal = /^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits
  if (!/^(?:0b[01]+|0o[0-7]+|0x[0-9a-fA-F]+|[0-9]+)$/.test(literal)) return undefined
  const magnitude = BigInt(literal)
  return narrow(negative ? -magnitude : magnitude)
}

/** The double that a float scalar writes; `undefined` for none. */
export const parseFloatText = (text: string): number | undefined => {
  const bare = text.replaceAll("_", "").toLowerCase()
  const negative = bare.startsWith("-")
  const body = /^[-+]/.test(bare) ? bare.slice(1) : bare
  const magnitude =
    body === ".inf" ? Infinity : body === ".nan" ? NaN : body.includes(":") ? sexagesimal(body) : Number(body)
  if (Number.isNaN(magnitude) && body !== ".nan") return undefined
  return negative ? -magnitude : magnitude
}

/** Whether a text reads as a float once bare exponents count as floats: `1e3`, `12E-2`, `1.2e3`. */
export const isExponentFloat = (text: string): boolean => EXPONENT_FLOAT.test(text)

/** What a plain scalar stands for. Timestamps stay the text that they are. */
export const resolvePlain = (text: string, bareExponents: BareExponents): Value => {
  const first = text.charAt(0)
  if ("0123456789+-.".includes(first) && first !== "") {
    if (INT.test(text)) return parseInteger(text) ?? text
    if (FLOAT.test(text) || (bareExponents === "float" && EXPONENT_FLOAT.test(text))) {
      const value = parseFloatText(text)
      return value === undefined ? text : float(value)
    }
    return text
  }
  if (text.length > LONGEST_WORD) return text
  if (NULL.test(text)) return null
  if (BOOL.test(text)) return TRUE.test(text)
  return text
}

/** Whether a string, written plain, would be read back as a string by a YAML 1.1 reader: no number, date, word or sign. */
export const readsAsString = (text: string): boolean =>
  !(
    text === "" ||
    text === "<<" ||
    text === "=" ||
    BOOL.test(text) ||
    NULL.test(text) ||
    ("0123456789+-.".includes(text.charAt(0)) && (INT.test(text) || FLOAT.test(text) || TIMESTAMP.test(text)))
  )
