import { Float, float } from "../../Value.ts"
import { floatDigits } from "../../text/PyFloat.ts"
import type { Datum } from "./Datum.ts"
import { numberOf } from "./Datum.ts"
import { fault } from "./TemplateFault.ts"

/** An integer as Python keeps it, of any size. */
export const integer = (value: bigint): number | bigint => {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** The whole part of a number; `undefined` for what is none, infinity and NaN among it. */
export const wholeOf = (value: Datum): bigint | undefined => {
  if (typeof value === "bigint") return value
  const number = numberOf(value)
  return number === undefined || !Number.isFinite(number) ? undefined : BigInt(Math.trunc(number))
}

/** More digits than a report can show; a template that asks for more has a mistake. */
const MAX_BITS = 100_000n

const bits = (value: bigint): bigint => BigInt(value.toString(2).length)

const ofIntegers = (op: string, a: bigint, b: bigint): bigint => {
  switch (op) {
    case "+":
      return a + b
    case "-":
      return a - b
    case "*":
      return a * b
    case "**":
      return bits(a) * b > MAX_BITS ? fault("the number would be too big") : a ** b
  }
  if (b === 0n) return fault("integer division or modulo by zero")
  const rest = a % b
  // Python's division goes down, JavaScript's to zero.
  const down = rest !== 0n && rest < 0n !== b < 0n
  if (op === "%") return down ? rest + b : rest
  return a / b - (down ? 1n : 0n)
}

const ofFloats = (op: string, a: number, b: number): number => {
  switch (op) {
    case "+":
      return a + b
    case "-":
      return a - b
    case "*":
      return a * b
    case "**":
      return a ** b
  }
  if (b === 0)
    return fault(op === "/" ? "division by zero" : op === "%" ? "float modulo" : "float floor division by zero")
  return op === "/" ? a / b : op === "//" ? Math.floor(a / b) : a - b * Math.floor(a / b)
}

/** `a op b` for `+ - * / // % **` on numbers, as Python does it; `undefined` where one of them is none. */
export const arithmetic = (op: string, a: Datum, b: Datum): Datum | undefined => {
  const x = numberOf(a)
  const y = numberOf(b)
  if (x === undefined || y === undefined) return undefined
  const floats = a instanceof Float || b instanceof Float || op === "/" || (op === "**" && y < 0)
  return floats ? float(ofFloats(op, x, y)) : integer(ofIntegers(op, wholeOf(a) ?? 0n, wholeOf(b) ?? 0n))
}

/** `value` to so many decimals, or tens for negative ones; to the even one where it lies between two, as Python rounds. */
export const rounded = (value: number, places: number): number => {
  if (!Number.isFinite(value) || places > 15) return value
  if (places >= 0) return Math.sign(value) * Number(floatDigits(value, "f", places))
  const unit = 10 ** -places
  const rest = Math.abs(value) % unit
  const low = Math.abs(value) - rest
  const up = rest * 2 === unit ? (low / unit) % 2 === 1 : rest * 2 > unit
  return Math.sign(value) * (up ? low + unit : low)
}
