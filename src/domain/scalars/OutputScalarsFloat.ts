const DECIMAL = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/
const SPECIAL = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i

/**
 * The number that Python's `float` makes of a text: decimal with an optional exponent, `_` between digits, `nan`, `inf` and
 * `infinity` in any case, blanks around it. `undefined` for every other text, such as `0x10` or an empty one.
 */
export const parsePythonFloat = (text: string): number | undefined => {
  const trimmed = text.trim()
  if (DECIMAL.test(trimmed)) return Number(trimmed.includes("_") ? trimmed.replaceAll("_", "") : trimmed)
  const special = SPECIAL.exec(trimmed)
  if (special === null) return undefined
  return special[2] !== undefined ? NaN : special[1] === "-" ? -Infinity : Infinity
}
