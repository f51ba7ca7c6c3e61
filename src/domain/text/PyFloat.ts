/** Longer decimals than any reader needs are cut to this; a float's exact digits show in it. */
export const MAX_DECIMALS = 100

/**
 * `rounded`, unless `exact` (the same number with a hundred decimals) lies halfway between two texts and rounds to the even one,
 * as Python has it; JavaScript always rounds such a number up.
 */
const halfEven = (rounded: string, exact: string, decimals: number): string => {
  const cut = exact.indexOf(".") + 1 + decimals
  const kept = exact.slice(0, decimals === 0 ? cut - 1 : cut)
  return /^50*$/.test(exact.slice(cut)) && /[02468]$/.test(kept) ? kept : rounded
}

const fixed = (size: number, decimals: number): string =>
  size < 1e21
    ? halfEven(size.toFixed(decimals), size.toFixed(MAX_DECIMALS), decimals)
    : `${BigInt(size)}${decimals === 0 ? "" : `.${"0".repeat(decimals)}`}`

const exponential = (size: number, decimals: number): string => {
  const [rounded = "", exponent = ""] = size.toExponential(decimals).split("e")
  const [exact = ""] = size.toExponential(MAX_DECIMALS).split("e")
  return `${halfEven(rounded, exact, decimals)}e${exponent.replace(/^([+-])(\d)$/, "$10$2")}`
}

const general = (size: number, precision: number): string => {
  const digits = Math.max(1, precision)
  const exponent = size === 0 ? 0 : Number(size.toExponential(digits - 1).split("e")[1])
  const text = exponent < -4 || exponent >= digits ? exponential(size, digits - 1) : fixed(size, digits - 1 - exponent)
  return text.includes(".") ? text.replace(/\.?0+(e|$)/, "$1") : text
}

/**
 * A float without its sign as Python's `%e`, `%f` or `%g` writes it, in lower case.
 *
 * @param decimals digits behind the point; for `%g` all significant ones. At most `MAX_DECIMALS`.
 */
export const floatDigits = (value: number, conversion: "e" | "f" | "g", decimals: number): string => {
  const size = Math.abs(value)
  if (!Number.isFinite(size)) return Number.isNaN(size) ? "nan" : "inf"
  const places = Math.min(decimals, MAX_DECIMALS)
  return conversion === "e"
    ? exponential(size, places)
    : conversion === "g"
      ? general(size, places)
      : fixed(size, places)
}
