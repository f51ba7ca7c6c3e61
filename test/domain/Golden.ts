import type { Value } from "../../src/domain/Value.ts"
import { float, mapOf } from "../../src/domain/Value.ts"

const isRecord = (data: unknown): data is Record<string, unknown> =>
  typeof data === "object" && data !== null && !Array.isArray(data)

const floatOf = (repr: string): number =>
  repr === "inf" ? Infinity : repr === "-inf" ? -Infinity : repr === "nan" ? NaN : Number(repr)

/** A value as the golden files of `golden/` keep it: integers and floats marked, maps as pairs. */
export const goldenValue = (data: unknown): Value => {
  if (data === null || typeof data === "boolean" || typeof data === "string") return data
  if (Array.isArray(data)) return data.map(goldenValue)
  if (isRecord(data)) {
    const { int, float: real, map } = data
    if (typeof int === "string") return Number.isSafeInteger(Number(int)) ? Number(int) : BigInt(int)
    if (typeof real === "string") return float(floatOf(real))
    if (Array.isArray(map)) return mapOf(map.map(([key, item]) => [String(key), goldenValue(item)] as const))
  }
  throw new Error(`not a golden value: ${JSON.stringify(data)}`)
}
