import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64"
import { mersenne } from "pure-rand/generator/mersenne"

/** Numbers in [0, 1), each with 53 random bits, the same for the same seed. For choosing trials; not for secrets. */
export const seededRandom = (seed: number): (() => number) => {
  const generator = mersenne(Math.trunc(seed))
  return () => uniformFloat64(generator)
}

/**
 * `count` different whole numbers below `total`, ascending, the same for the same seed (Floyd's algorithm, so that `total` may
 * be far beyond what fits in memory). All of them where there are not more than `count`.
 */
export const sampleIndexes = (total: number, count: number, seed: number): ReadonlyArray<number> => {
  if (total <= count) return Array.from({ length: total }, (_, i) => i)
  const random = seededRandom(seed)
  const below = (bound: number) => Math.min(bound - 1, Math.floor(random() * bound))
  const chosen = new Set<number>()
  for (let top = total - count; top < total; top++) {
    const pick = below(top + 1)
    chosen.add(chosen.has(pick) ? top : pick)
  }
  return [...chosen].sort((a, b) => a - b)
}
