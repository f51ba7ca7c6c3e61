/** A function's value at a place, and its slope along each coordinate. */
export interface Sloped {
  readonly value: number
  readonly gradient: ReadonlyArray<number>
}

export type Bounds = ReadonlyArray<readonly [low: number, high: number]>

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/**
 * Goes downhill from a place within bounds: each coordinate has a step of its own, which grows while the slope keeps its sign and
 * shrinks where it turns (Rprop, Riedmiller & Braun 1993, without weight backtracking). Gives the best place that was seen.
 * A place where the function is not finite is turned away from.
 */
export const descend = (
  f: (at: ReadonlyArray<number>) => Sloped,
  from: ReadonlyArray<number>,
  bounds: Bounds,
  rounds: number
): { readonly at: ReadonlyArray<number>; readonly value: number } => {
  let at = from.map((x, i) => clamp(x, bounds[i]?.[0] ?? x, bounds[i]?.[1] ?? x))
  let best = { at, value: Infinity }
  let steps = at.map(() => 0.3)
  let before = at.map(() => 0)
  for (let round = 0; round < rounds; round++) {
    const { value, gradient } = f(at)
    if (value < best.value) best = { at, value }
    if (!Number.isFinite(value)) {
      at = at.map((x, i) => (x + (best.at[i] ?? x)) / 2)
      steps = steps.map((step) => step / 2)
      continue
    }
    const signs = gradient.map((slope) => (Number.isFinite(slope) ? Math.sign(slope) : 0))
    steps = steps.map((step, i) => {
      const turn = (signs[i] ?? 0) * (before[i] ?? 0)
      return turn > 0 ? Math.min(2, step * 1.2) : turn < 0 ? step * 0.5 : step
    })
    before = signs.map((sign, i) => (sign * (before[i] ?? 0) < 0 ? 0 : sign))
    at = at.map((x, i) => clamp(x - (before[i] ?? 0) * (steps[i] ?? 0), bounds[i]?.[0] ?? x, bounds[i]?.[1] ?? x))
    if (steps.every((step) => step < 1e-4)) break
  }
  return best
}
