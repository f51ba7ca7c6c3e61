/** A function's value at a place, and its slope along each coordinate. */
export interface Sloped {
  readonly value: number
  readonly gradient: Float64Array
}

export type Bounds = ReadonlyArray<readonly [low: number, high: number]>

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** By how much of what the slope promises a step must go down (Armijo 1966). */
const ARMIJO = 1e-4
const BACKTRACKS = 20
/** The first step changes no coordinate by more. */
const FIRST_STEP = 0.3

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

const within = (x: Float64Array, bounds: Bounds): Float64Array =>
  x.map((each, i) => clamp(each, bounds[i]?.[0] ?? each, bounds[i]?.[1] ?? each))

/** The inverse curvature after a step `s` that changed the slope by `y` (Broyden, Fletcher, Goldfarb & Shanno 1970). */
const updated = (h: Float64Array, s: Float64Array, y: Float64Array): Float64Array => {
  const n = s.length
  const sy = dot(s, y)
  if (!(sy > 1e-12 * Math.sqrt(dot(s, s) * dot(y, y)))) return h
  const hy = y.map((_, i) => {
    let sum = 0
    for (let j = 0; j < n; j++) sum += (h[i * n + j] ?? 0) * (y[j] ?? 0)
    return sum
  })
  const factor = (1 + dot(y, hy) / sy) / sy
  return h.map((value, at) => {
    const i = Math.floor(at / n)
    const j = at % n
    const cross = (hy[i] ?? 0) * (s[j] ?? 0) + (s[i] ?? 0) * (hy[j] ?? 0)
    return value + factor * (s[i] ?? 0) * (s[j] ?? 0) - cross / sy
  })
}

const diagonal = (n: number, value: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => (Math.floor(at / n) === at % n ? value : 0))

/** The way down by slope and inverse curvature, over the coordinates that are free to move; none where a bound is in the way. */
const direction = (h: Float64Array, slope: Float64Array, free: ReadonlyArray<boolean>): Float64Array =>
  slope.map((_, i) => {
    if (free[i] !== true) return 0
    let sum = 0
    for (let j = 0; j < slope.length; j++) if (free[j] === true) sum -= (h[i * slope.length + j] ?? 0) * (slope[j] ?? 0)
    return sum
  })

/**
 * Goes downhill from a place within bounds, with steps that learn the function's curvature on the way: a projected quasi-Newton
 * search (Bertsekas 1982). Gives the best place that was seen; at most `rounds` steps are made. A place where the function is not
 * finite is turned away from.
 */
export const descend = (
  f: (at: Float64Array) => Sloped,
  from: ArrayLike<number>,
  bounds: Bounds,
  rounds: number
): { readonly at: Float64Array; readonly value: number } => {
  let at = within(Float64Array.from(from), bounds)
  const n = at.length
  let { value, gradient } = f(at)
  if (!Number.isFinite(value)) return { at, value: Infinity }
  let h: Float64Array | undefined
  for (let round = 0; round < rounds; round++) {
    const free = Array.from(at, (x, i) => {
      const [low = -Infinity, high = Infinity] = bounds[i] ?? []
      const slope = gradient[i] ?? 0
      return Number.isFinite(slope) && low < high && !(x <= low && slope > 0) && !(x >= high && slope < 0)
    })
    const steepest = gradient.reduce((most, slope, i) => (free[i] === true ? Math.max(most, Math.abs(slope)) : most), 0)
    if (steepest < 1e-9) break
    h ??= diagonal(n, FIRST_STEP / steepest)
    let step = direction(h, gradient, free)
    if (dot(step, gradient) >= 0) {
      h = diagonal(n, FIRST_STEP / steepest)
      step = direction(h, gradient, free)
    }
    let next: { readonly at: Float64Array; readonly sloped: Sloped } | undefined
    let length = 1
    for (let i = 0; i < BACKTRACKS && next === undefined; i++, length /= i < 3 ? 2 : 5) {
      const there = within(
        at.map((x, j) => x + length * (step[j] ?? 0)),
        bounds
      )
      const moved = there.map((x, j) => x - (at[j] ?? 0))
      const sloped = f(there)
      if (sloped.value <= value + ARMIJO * dot(gradient, moved)) next = { at: there, sloped }
    }
    if (next === undefined) break
    const { at: there, sloped } = next
    const moved = there.map((x, i) => x - (at[i] ?? 0))
    const turned = sloped.gradient.map((slope, i) => slope - (gradient[i] ?? 0))
    const curved = dot(moved, turned)
    if (curved <= 0) h = h.map((each) => 2 * each)
    else if (round === 0) h = diagonal(n, Math.max(1e-6, curved / dot(turned, turned)))
    h = updated(h, moved, turned)
    const gained = value - sloped.value
    at = there
    value = sloped.value
    gradient = sloped.gradient
    if (gained < 1e-9 * (1 + Math.abs(value))) break
  }
  return { at, value }
}
