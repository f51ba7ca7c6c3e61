import { Either } from "effect"
import type { Value } from "../Value.ts"
import { toNumber } from "../Value.ts"

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The time that a number of seconds or a text such as `90s`, `1.5h` or `250ms` means, in milliseconds. */
export const decodeDuration = (value: Value): Either.Either<number, string> => {
  const seconds = toNumber(value)
  const [, digits, unit] =
    typeof value === "string" ? (/^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(value.trim()) ?? []) : []
  const ms = seconds !== undefined ? seconds * 1_000 : Number(digits) * (UNITS[unit ?? ""] ?? NaN)
  return Number.isFinite(ms) && ms >= 0
    ? Either.right(Math.round(ms))
    : Either.left("a time such as 90s, 15m or 2h is needed")
}
