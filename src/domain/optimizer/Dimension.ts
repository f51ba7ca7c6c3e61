import { Either } from "effect"
import { byCodePoint } from "../text/PathOrder.ts"
import type { InvalidSearchSpace, SearchSpace } from "../flags/SearchSpace.ts"
import { sampleSpace, searchSpace } from "../flags/SearchSpace.ts"
import type { Value, ValueMap } from "../Value.ts"
import { equals, float, isNumber, toNumber } from "../Value.ts"

/** A flag that is searched, and where. */
export interface Dimension {
  readonly name: string
  readonly space: SearchSpace
}

/** One value for each dimension, in their order. */
export type Point = ReadonlyArray<Value>

/** The flags that are a search space or a list, by name. All other flags are fixed. */
export const dimensionsOf = (flags: ValueMap): Either.Either<ReadonlyArray<Dimension>, InvalidSearchSpace> =>
  Either.gen(function* () {
    const dimensions: Array<Dimension> = []
    for (const name of Object.keys(flags).sort(byCodePoint)) {
      const space = yield* searchSpace(name, flags[name] ?? null)
      if (space !== undefined) dimensions.push({ name, space })
    }
    return dimensions
  })

/** The point that lies at a place of the unit cube: one coordinate in [0, 1) for each dimension. */
export const pointAt = (dimensions: ReadonlyArray<Dimension>, unit: ReadonlyArray<number>): Point =>
  dimensions.map(({ space }, i) => sampleSpace(space, unit[i] ?? 0))

/** Where a value lies between the ends of its space: 0 to 1, in the exponent for a logarithmic space, held to the ends. */
const fraction = (space: Exclude<SearchSpace, { kind: "choice" }>, value: Value): number => {
  const scale = space.kind === "loguniform" ? Math.log : (x: number) => x
  const at = Math.min(space.high, Math.max(space.low, toNumber(value) ?? space.low))
  return (scale(at) - scale(space.low)) / (scale(space.high) - scale(space.low))
}

const indexIn = (values: ReadonlyArray<Value>, value: Value): number => values.findIndex((item) => equals(item, value))

/** A place of the unit cube whose point is the given one. */
export const unitOf = (dimensions: ReadonlyArray<Dimension>, point: Point): ReadonlyArray<number> =>
  dimensions.map(({ space }, i) => {
    const value = point[i] ?? null
    if (space.kind === "choice") return (Math.max(0, indexIn(space.values, value)) + 0.5) / space.values.length
    if (!space.integer) return Math.min(fraction(space, value), 1 - Number.EPSILON)
    return (
      (Math.min(space.high, Math.max(space.low, toNumber(value) ?? space.low)) - space.low + 0.5) /
      (space.high - space.low + 1)
    )
  })

/** A point as a model sees it: a number in [0, 1] for each range, and one 0 or 1 for each value of a choice of several. */
export const featuresOf = (dimensions: ReadonlyArray<Dimension>, point: Point): ReadonlyArray<number> =>
  dimensions.flatMap(({ space }, i) => {
    const value = point[i] ?? null
    if (space.kind !== "choice") return [fraction(space, value)]
    if (space.values.length < 2) return []
    const chosen = indexIn(space.values, value)
    return space.values.map((_, index) => (index === chosen ? 1 : 0))
  })

/** How many points there are: infinity where a dimension is a range of real numbers. */
export const countPoints = (dimensions: ReadonlyArray<Dimension>): number =>
  dimensions.reduce(
    (count, { space }) =>
      count * (space.kind === "choice" ? space.values.length : space.integer ? space.high - space.low + 1 : Infinity),
    1
  )

/** The point of a finite space that has a number, from 0 to one less than `countPoints`; the last dimension turns fastest. */
export const pointNumbered = (dimensions: ReadonlyArray<Dimension>, number: number): Point => {
  let rest = number
  const point = dimensions.toReversed().map(({ space }): Value => {
    const size = space.kind === "choice" ? space.values.length : space.high - space.low + 1
    const index = rest % size
    rest = Math.floor(rest / size)
    return space.kind === "choice" ? (space.values[index] ?? null) : space.low + index
  })
  return point.reverse()
}

/** A point as text that is the same for points that are equal: what was tried is remembered by it. */
export const pointKey = (dimensions: ReadonlyArray<Dimension>, point: Point): string =>
  dimensions
    .map(({ space }, i) => {
      const value = point[i] ?? null
      return space.kind === "choice" ? indexIn(space.values, value) : toNumber(value)
    })
    .join(" ")

/** A point with the initial values of those dimensions that have one; `undefined` where none has. */
export const initialPoint = (dimensions: ReadonlyArray<Dimension>, otherwise: Point): Point | undefined => {
  const initial = ({ space }: Dimension): Value | undefined => {
    if (space.kind === "choice" || space.initial === undefined) return undefined
    return space.integer ? Math.round(space.initial) : float(space.initial)
  }
  return dimensions.some((dimension) => initial(dimension) !== undefined)
    ? dimensions.map((dimension, i) => initial(dimension) ?? otherwise[i] ?? null)
    : undefined
}

/** Whether a value may come from a space: one of its values, or a number of its type between its ends. */
export const isWithin = ({ space }: Dimension, value: Value): boolean => {
  if (space.kind === "choice") return indexIn(space.values, value) >= 0
  const number = toNumber(value)
  if (number === undefined || number < space.low || number > space.high) return false
  return isNumber(value) && (typeof value === "number") === space.integer
}
