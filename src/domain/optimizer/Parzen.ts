import type { Dimension, Point } from "./Dimension.ts"
import { countPoints, pointAt, unitOf } from "./Dimension.ts"
import { gaussian, normalCdf } from "./Normal.ts"

/** An estimate of where points lie: it can be drawn from, and says how dense it is at places of the unit cube. */
export interface Parzen {
  /** A place of the unit cube. */
  readonly draw: (random: () => number) => ReadonlyArray<number>
  /** The logarithm of the density at a place. */
  readonly logDensity: (unit: ReadonlyArray<number>) => number
}

/** The widest kernel, of a single point in one dimension, as a share of the range. */
const WIDTH = 0.2

/** Up to this many values of a dimension each pair of two has a table entry; beyond it they are as good as real numbers. */
const TABLED = 64

/** How often a draw beyond the ends is drawn again before it is held to them. */
const REDRAWS = 100

const logSum = (values: Float64Array): number => {
  let top = -Infinity
  for (const value of values) top = Math.max(top, value)
  if (top === -Infinity) return top
  let sum = 0
  for (const value of values) sum += Math.exp(value - top)
  return top + Math.log(sum)
}

/** How one coordinate is spread around the points: a kernel for each of them and a last one over the whole range. */
interface Coordinate {
  readonly draw: (kernel: number, random: () => number) => number
  /** Adds the logarithm of each kernel's density at a coordinate to `sums`. */
  readonly addLogs: (at: number, sums: Float64Array) => void
}

/** The middle of the cell that a coordinate falls into where the range has `cells` of them. */
const cellOf = (at: number, cells: number): number => Math.min(cells - 1, Math.floor(at * cells))

const truncated = (mean: number, width: number, random: () => number): number => {
  for (let i = 0; i < REDRAWS; i++) {
    const at = mean + width * gaussian(random)
    if (at >= 0 && at < 1) return at
  }
  return Math.min(1 - Number.EPSILON, Math.max(0, mean))
}

/** Normal distributions cut off at the ends of the range (Bergstra et al. 2011). */
const realCoordinate = (means: Float64Array, widths: Float64Array): Coordinate => {
  const shifts = means.map((mean, i) => {
    const width = widths[i] ?? 1
    return -Math.log(Math.sqrt(2 * Math.PI) * width * (normalCdf((1 - mean) / width) - normalCdf(-mean / width)))
  })
  return {
    draw: (kernel, random) => truncated(means[kernel] ?? 0.5, widths[kernel] ?? 1, random),
    addLogs: (at, sums) => {
      for (let i = 0; i < sums.length; i++) {
        const z = (at - (means[i] ?? 0)) / (widths[i] ?? 1)
        sums[i] = (sums[i] ?? 0) + (shifts[i] ?? 0) - (z * z) / 2
      }
    }
  }
}

/** A coordinate of few cells, by a table of what each cell is given by a kernel at each cell; the last row is the flat kernel's. */
const cellCoordinate = (
  kernelCells: ReadonlyArray<number>,
  cells: number,
  share: (kernelCell: number, cell: number) => number
): Coordinate => {
  const rows = new Map<number, Float64Array>()
  const row = (kernelCell: number): Float64Array => {
    const found = rows.get(kernelCell)
    if (found !== undefined) return found
    const shares = Float64Array.from({ length: cells }, (_, cell) => share(kernelCell, cell))
    const total = shares.reduce((sum, each) => sum + each, 0)
    const logs = shares.map((each) => Math.log(each / total))
    rows.set(kernelCell, logs)
    return logs
  }
  return {
    draw: (kernel, random) => {
      const kernelCell = kernelCells[kernel]
      let left = random()
      if (kernelCell === undefined) return left
      const cell = row(kernelCell).findIndex((log) => (left -= Math.exp(log)) < 0)
      return ((cell < 0 ? kernelCell : cell) + 0.5) / cells
    },
    addLogs: (at, sums) => {
      const cell = cellOf(at, cells)
      const flat = -Math.log(cells)
      for (let i = 0; i < sums.length; i++) {
        const kernelCell = kernelCells[i]
        sums[i] = (sums[i] ?? 0) + (kernelCell === undefined ? flat : (row(kernelCell)[cell] ?? flat))
      }
    }
  }
}

/**
 * A mixture with a kernel for each of some points, which stretches over all dimensions at once, and a flat one: the multivariate
 * estimator of Falkner, Klein & Hutter (2018) with Scott's rule for the widths, that no kernel is narrower than the number of
 * points can tell (Bergstra et al. 2011). A category keeps the points' own value more, the more points there are.
 */
export const parzen = (
  dimensions: ReadonlyArray<Dimension>,
  points: ReadonlyArray<Point>,
  weights: ReadonlyArray<number>
): Parzen => {
  const n = points.length
  const units = points.map((point) => unitOf(dimensions, point))
  const width = Math.max(WIDTH * Math.max(1, n) ** (-1 / (dimensions.length + 4)), 1 / Math.min(100, n + 2))
  const coordinates = dimensions.map((dimension, d): Coordinate => {
    const column = units.map((unit) => unit[d] ?? 0)
    const cells = countPoints([dimension])
    if (dimension.space.kind === "choice") {
      const other = 1 / (n + 1)
      const own = column.map((at) => cellOf(at, cells))
      return cellCoordinate(own, cells, (kernelCell, cell) => (kernelCell === cell ? 1 + other : other))
    }
    if (cells <= TABLED) {
      const mass = (kernelCell: number, cell: number) => {
        const from = (cell - kernelCell - 0.5) / cells / width
        return Math.max(1e-300, normalCdf(from + 1 / cells / width) - normalCdf(from))
      }
      const own = column.map((at) => cellOf(at, cells))
      return cellCoordinate(own, cells, mass)
    }
    return realCoordinate(Float64Array.from([...column, 0.5]), Float64Array.from([...column.map(() => width), 1]))
  })
  const all = Float64Array.from([...weights, 1])
  const total = all.reduce((sum, weight) => sum + weight, 0)
  const logWeights = all.map((weight) => Math.log(weight / total))
  return {
    draw: (random) => {
      let left = random() * total
      const found = all.findIndex((weight) => (left -= weight) < 0)
      const kernel = found < 0 ? n : found
      const unit = coordinates.map((coordinate) => coordinate.draw(kernel, random))
      return unitOf(dimensions, pointAt(dimensions, unit))
    },
    logDensity: (unit) => {
      const sums = Float64Array.from(logWeights)
      coordinates.forEach((coordinate, d) => coordinate.addLogs(unit[d] ?? 0, sums))
      return logSum(sums)
    }
  }
}
