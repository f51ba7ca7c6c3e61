import { byCodePoint } from "../../domain/text/PathOrder.ts"
import type { ScalarSummary } from "../../domain/scalars/Scalar.ts"
import { scalarName } from "../../domain/scalars/Scalar.ts"
import { float } from "../../domain/Value.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"

const isSystem = (scalar: ScalarSummary): boolean => scalar.tag.startsWith("sys/")

/** A number as C's `%f` prints it. */
const fixed = (value: number): string => {
  if (Number.isNaN(value)) return "nan"
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf"
  return Math.abs(value) < 1e21 ? value.toFixed(6) : `${BigInt(value)}.000000`
}

/** Scalars of the run itself come first, then those of its directories; both by name. */
const byName = (a: string, b: string): number => Number(a.includes("#")) - Number(b.includes("#")) || byCodePoint(a, b)

const point = (value: number, step: number) => [float(value), step]

const allPoints = (scalar: ScalarSummary) => ({
  first: point(scalar.firstVal, scalar.firstStep),
  last: point(scalar.lastVal, scalar.lastStep),
  min: point(scalar.minVal, scalar.minStep),
  max: point(scalar.maxVal, scalar.maxStep),
  avg: float(scalar.avgVal),
  total: float(scalar.total),
  count: scalar.count
})

/**
 * The `scalars` of a run: the last value of each with its step. System scalars come only with `all`, which also gives JSON
 * every number there is.
 */
export const scalarEntries = (scalars: ReadonlyArray<ScalarSummary>, all: boolean) => {
  const shown = scalars
    .filter((scalar) => all || !isSystem(scalar))
    .map((scalar) => [scalarName(scalar), scalar] as const)
    .sort(([a], [b]) => byName(a, b))
  return {
    name: "scalars",
    lines: [
      "scalars:",
      ...shown.map(([name, scalar]) => `  ${visibleText(name)}: ${fixed(scalar.lastVal)} (step ${scalar.lastStep})`)
    ],
    json: Object.fromEntries(
      shown.map(([name, scalar]) => [name, all ? allPoints(scalar) : point(scalar.lastVal, scalar.lastStep)])
    )
  }
}
