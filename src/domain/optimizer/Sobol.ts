import { pointAt, pointKey } from "./Dimension.ts"
import type { Draw } from "./Draw.ts"
import { drawRandom } from "./Draw.ts"
import { DIRECTIONS } from "./SobolTable.ts"

const BITS = 32
const SCALE = 2 ** -BITS

/** The direction numbers of a dimension after the first, from its polynomial and first numbers, each left in 32 bits. */
const directions = (polynomial: number, first: ReadonlyArray<number>): Uint32Array => {
  const degree = first.length
  const v = new Uint32Array(BITS)
  for (let i = 0; i < BITS; i++) {
    if (i < degree) {
      v[i] = (first[i] ?? 1) << (BITS - 1 - i)
      continue
    }
    const back = v[i - degree] ?? 0
    let next = back ^ (back >>> degree)
    for (let k = 1; k < degree; k++) if (((polynomial >>> (degree - k)) & 1) === 1) next ^= v[i - k] ?? 0
    v[i] = next
  }
  return v
}

let tables: ReadonlyArray<Uint32Array> | undefined

/** The direction numbers of all dimensions there are; they are read from text once. */
const allDirections = (): ReadonlyArray<Uint32Array> =>
  (tables ??= [
    Uint32Array.from({ length: BITS }, (_, i) => 1 << (BITS - 1 - i)),
    ...DIRECTIONS.split(" ").map((row) => {
      const [polynomial = "", first = ""] = row.split(":")
      return directions(Number(polynomial), first.split(",").map(Number))
    })
  ])

/** How many dimensions have direction numbers of their own. */
export const sobolDimensions = (): number => allDirections().length

/** A coordinate of a point of the Sobol sequence, as 32 bits after the binary point (Antonov & Saleev 1979: in Gray order). */
export const sobolBits = (index: number, dimension: number): number => {
  const v = allDirections()[dimension] ?? new Uint32Array(BITS)
  let gray = (index ^ (index >>> 1)) >>> 0
  let bits = 0
  for (let i = 0; gray !== 0; i++, gray >>>= 1) if ((gray & 1) === 1) bits ^= v[i] ?? 0
  return bits >>> 0
}

const reverseBits = (x: number): number => {
  let y = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1)
  y = ((y >>> 2) & 0x33333333) | ((y & 0x33333333) << 2)
  y = ((y >>> 4) & 0x0f0f0f0f) | ((y & 0x0f0f0f0f) << 4)
  y = ((y >>> 8) & 0x00ff00ff) | ((y & 0x00ff00ff) << 8)
  return ((y >>> 16) | (y << 16)) >>> 0
}

/** An integer that has nothing to do with two others (the finalizer of MurmurHash3, Appleby 2011). */
const mix = (a: number, b: number): number => {
  let h = Math.imul(a ^ Math.imul(b + 1, 0x9e3779b1), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * Each bit is turned or not by a hash of those before it, so that the sequence keeps its evenness and the seed its say (Owen 1995, by
 * the hash of Laine & Karras 2011 with Burley's constants of 2020).
 */
const scramble = (bits: number, seed: number): number => {
  let x = reverseBits(bits)
  x ^= Math.imul(x, 0x3d20adea)
  x = (x + seed) >>> 0
  x = Math.imul(x, (seed >>> 16) | 1)
  x ^= Math.imul(x, 0x05526c56)
  x ^= Math.imul(x, 0x53a22864)
  return reverseBits(x >>> 0)
}

/**
 * A point of the scrambled Sobol sequence: `count` coordinates in [0, 1). Beyond the dimensions that have direction numbers the
 * sequence is taken again in another order.
 */
export const sobolPoint = (index: number, count: number, seed: number): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, d) => {
    const known = sobolDimensions()
    const round = Math.floor(d / known)
    const at = round === 0 ? index : scramble(index, mix(seed, -round))
    return scramble(sobolBits(at, d % known), mix(seed, d)) * SCALE
  })

/** How many points of the sequence are looked at for one that was not tried. */
const LOOKS = 200

/** The points of a sequence that fills the space evenly, in its order; those that were tried are left out. */
export const drawSobol: Draw = (context) => {
  const { dimensions, seen, seed, trial } = context
  for (let i = 0; i < LOOKS; i++) {
    const point = pointAt(dimensions, sobolPoint(trial + i, dimensions.length, seed))
    if (!seen.has(pointKey(dimensions, point))) return point
  }
  return drawRandom(context)
}
