import { shortPath } from "../text/ShortPath.ts"
import { encodeFlagValue } from "./FlagValue.ts"
import { byCodePoint } from "../text/PathOrder.ts"
import type { Value, ValueMap } from "../Value.ts"
import { isFloat } from "../Value.ts"

export interface FlagFormat {
  /** Cut (never round) floats to this many decimals; `true` means five. */
  readonly truncateFloats?: boolean | number
  /** Which texts are paths to shorten. Whether a path exists is for the caller to know. */
  readonly shortenPaths?: (text: string) => boolean
}

const DEFAULT_DECIMALS = 5
/** Longer paths are shortened. */
const MAX_PATH = 20

/** Cuts the decimals of a float's text, exponent kept: `1.2345678e-06` becomes `1.23456e-06`. */
const truncate = (text: string, decimals: number): string =>
  text.replace(/\.[0-9]+/, (digits) => digits.slice(0, decimals + 1))

/** A text with spaces in quotes, in a way that reads back as YAML. */
const spaced = (text: string): string =>
  !text.includes("'") ? `'${text}'` : /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`

/** A value for a label, a preview or a command line: as encoded, with texts that hold spaces in quotes. */
export const formatFlagValue = (value: Value, format: FlagFormat = {}): string => {
  if (isFloat(value)) {
    const text = encodeFlagValue(value)
    if (format.truncateFloats === undefined || format.truncateFloats === false) return text
    return truncate(text, format.truncateFloats === true ? DEFAULT_DECIMALS : format.truncateFloats)
  }
  if (typeof value !== "string") return encodeFlagValue(value)
  const text = format.shortenPaths?.(value) === true ? shortPath(value, MAX_PATH) : value
  const encoded = encodeFlagValue(text)
  return encoded === text && /\s/.test(text) ? spaced(text) : encoded
}

/** `NAME=VALUE` for each flag, sorted by name. */
export const formatFlagAssigns = (flags: ValueMap, format: FlagFormat = {}): ReadonlyArray<string> =>
  Object.entries(flags)
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([name, value]) => `${name}=${formatFlagValue(value, format)}`)
