/**
 * Numbers in [0, 1) from a seed: Mulberry32, a 32-bit state advanced by a constant and mixed by multiplications (Tommy Ettinger,
 * 2017, public domain). Good for choosing trials; not for secrets.
 */
export const seededRandom = (seed: number): (() => number) => {
  let state = Math.trunc(seed) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/**
 * `count` different whole numbers below `total`, ascending, the same for the same seed (Floyd's algorithm, so that `total` may
 * be far beyond what fits in memory). All of them where there are not more than `count`.
 */
export const sampleIndexes = (total: number, count: number, seed: number): ReadonlyArray<number> => {
  if (total <= count) return Array.from({ length: total }, (_, i) => i)
  const random = seededRandom(seed)
  const below = (bound: number) => {
    const fraction = (Math.floor(random() * 0x20_0000) * 0x1_0000_0000 + Math.floor(random() * 0x1_0000_0000)) / 2 ** 53
    return Math.min(bound - 1, Math.floor(fraction * bound))
  }
  const chosen = new Set<number>()
  for (let top = total - count; top < total; top++) {
    const pick = below(top + 1)
    chosen.add(chosen.has(pick) ? top : pick)
  }
  return [...chosen].sort((a, b) => a - b)
}
