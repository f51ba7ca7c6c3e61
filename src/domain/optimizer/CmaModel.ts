import { seededRandom } from "../flags/TrialsSample.ts"
import { clamp } from "./BoundedSearch.ts"
import type { CmaRates, CmaState } from "./Cma.ts"
import { cmaNext, cmaPlace, cmaRates, cmaStart } from "./Cma.ts"
import type { Dimension } from "./Dimension.ts"
import { countPoints, pointAt, pointKey, unitOf } from "./Dimension.ts"
import { gaussian } from "./Normal.ts"
import type { Known, Model } from "./Sequential.ts"

export interface CmaSettings {
  /** How far the first points lie from the middle of their distribution, as a share of the range. */
  readonly sigma: number
  /** Points in the first generation, or `undefined` for what suits the number of dimensions. */
  readonly population: number | undefined
}

/** A dimension, by its place among all, and how many values it has. */
interface Axis {
  readonly index: number
  readonly cells: number
}

/** Ranges, which are searched by a normal distribution, and choices, whose values have probabilities. */
interface Axes {
  readonly ranges: ReadonlyArray<Axis>
  readonly choices: ReadonlyArray<Axis>
}

interface Strategy {
  readonly rates: CmaRates
  readonly state: CmaState
  /** For each choice the probabilities of its values. */
  readonly shares: ReadonlyArray<ReadonlyArray<number>>
  /** The best objective of each generation since the strategy began anew. */
  readonly bests: ReadonlyArray<number>
  readonly restarts: number
}

/** Below such steps, as a share of the range, a strategy has settled. */
const SETTLED = 1e-7
const ILL = 1e14
/** No value of a choice is less probable than this share of an even chance. */
const LEAST = 0.1
/** How fast the probabilities of a choice follow its good values. */
const CHOICE_RATE = 0.25
const REDRAWS = 10
const LOOKS = 50

const axesOf = (dimensions: ReadonlyArray<Dimension>): Axes => {
  const axes = dimensions.map((dimension, index) => ({ index, cells: countPoints([dimension]) }))
  const isChoice = ({ index }: Axis) => dimensions[index]?.space.kind === "choice"
  return { ranges: axes.filter((axis) => !isChoice(axis)), choices: axes.filter(isChoice) }
}

const even = ({ choices }: Axes) => choices.map(({ cells }) => Array.from({ length: cells }, () => 1 / cells))

/** A strategy that begins where chance has it, with a larger generation than the last (Auger & Hansen 2005). */
const restarted = (axes: Axes, { rates, restarts }: Strategy, sigma: number, seed: number): Strategy => {
  const random = seededRandom((seed ^ Math.imul(restarts + 1, 0x85ebca6b)) >>> 0)
  const mean = Float64Array.from(axes.ranges, () => random())
  return {
    rates: cmaRates(rates.n, rates.population * 2),
    state: cmaStart(mean, sigma),
    shares: even(axes),
    bests: [],
    restarts: restarts + 1
  }
}

/** Nothing more is to be had from where a strategy is: it has settled, has lost its shape, or sees no difference. */
const isSpent = ({ rates, state, bests }: Strategy, generation: ReadonlyArray<Known>): boolean => {
  const values = state.eigen.values
  const widest = Math.max(0, ...values)
  const patience = 10 + Math.ceil((30 * rates.n) / rates.population)
  const recent = bests.slice(-patience)
  const first = generation[0]?.objective
  return (
    state.sigma * Math.sqrt(widest) < SETTLED ||
    widest > ILL * Math.min(...values) ||
    (recent.length === patience && Math.max(...recent) === Math.min(...recent)) ||
    generation.every(({ objective }) => objective === first)
  )
}

/** The probabilities of a choice's values after a generation, from the best to the worst (Baluja 1994, by rank). */
const followed = (shares: ReadonlyArray<number>, chosen: ReadonlyArray<number>, weights: ReadonlyArray<number>) => {
  const moved = shares.map((share, value) => {
    const good = chosen.reduce((sum, each, rank) => sum + (each === value ? Math.max(0, weights[rank] ?? 0) : 0), 0)
    return Math.max(LEAST / shares.length, share + CHOICE_RATE * (good - share))
  })
  const total = moved.reduce((sum, share) => sum + share, 0)
  return moved.map((share) => share / total)
}

const cellAt = (unit: ReadonlyArray<number>, { index, cells }: Axis): number =>
  Math.min(cells - 1, Math.floor((unit[index] ?? 0) * cells))

/** The strategy after a generation. */
const learned = (
  dimensions: ReadonlyArray<Dimension>,
  axes: Axes,
  strategy: Strategy,
  generation: ReadonlyArray<Known>
): Strategy => {
  const { rates, state } = strategy
  const ranked = generation.toSorted((a, b) => a.objective - b.objective)
  const units = ranked.map(({ point }) => unitOf(dimensions, point))
  const places = units.map((unit) =>
    Float64Array.from(axes.ranges, ({ index, cells }, i) => {
      const middle = state.mean[i] ?? 0
      const step = (unit[index] ?? 0) - middle
      // Of an integer only the cell is known: within its own cell the mean stays where it is.
      return Number.isFinite(cells) && Math.abs(step) < 0.5 / cells ? middle : middle + step
    })
  )
  return {
    ...strategy,
    state: rates.n === 0 ? state : cmaNext(rates, state, places),
    shares: strategy.shares.map((shares, i) => {
      const axis = axes.choices[i]
      const chosen = axis === undefined ? [] : units.map((unit) => cellAt(unit, axis))
      return followed(shares, chosen, rates.weights)
    }),
    bests: [...strategy.bests, ranked[0]?.objective ?? Infinity]
  }
}

/** A place of the unit cube drawn from a strategy; one beyond the ends is drawn again, and held to them at last. */
const drawn = (axes: Axes, { state, shares }: Strategy, random: () => number): ReadonlyArray<number> => {
  const unit: Array<number> = []
  const place = () =>
    cmaPlace(
      state,
      Float64Array.from(state.mean, () => gaussian(random))
    )
  let at = place()
  for (let i = 0; i < REDRAWS && at.some((x) => x < 0 || x >= 1); i++) at = place()
  const n = state.mean.length
  axes.ranges.forEach(({ index, cells }, i) => {
    const width = state.sigma * Math.sqrt(state.covariance[i * n + i] ?? 1)
    // An integer must be able to leave its cell however narrow the distribution has become.
    const more = Number.isFinite(cells) ? Math.sqrt(Math.max(0, (0.4 / cells) ** 2 - width * width)) : 0
    unit[index] = clamp((at[i] ?? 0) + (more > 0 ? more * gaussian(random) : 0), 0, 1 - Number.EPSILON)
  })
  axes.choices.forEach(({ index, cells }, i) => {
    let left = random()
    const cell = (shares[i] ?? []).findIndex((share) => (left -= share) < 0)
    unit[index] = ((cell < 0 ? cells - 1 : cell) + 0.5) / cells
  })
  return unit
}

/**
 * Evolves a normal distribution over the ranges, and probabilities for the values of choices, generation by generation (CMA-ES,
 * Hansen & Ostermeier 2001). It begins at the best of the points that no model chose; each further generation is as many
 * trials as it has points, in the order in which they ended. Where it is spent it begins elsewhere.
 */
export const cmaModel =
  ({ sigma, population }: CmaSettings): Model =>
  ({ dimensions, reports, ended, seen, seed, random }) => {
    const axes = axesOf(dimensions)
    const n = axes.ranges.length
    const known = reports.slice(0, ended)
    const first = known.findIndex(({ modelled }) => modelled)
    const given = first < 0 ? known : known.slice(0, first)
    const best = given.reduce<Known | undefined>(
      (low, each) => (low && low.objective <= each.objective ? low : each),
      undefined
    )
    const start = best === undefined ? dimensions.map(() => 0.5) : unitOf(dimensions, best.point)
    const size = Math.max(2, Math.round(population ?? 4 + Math.floor(3 * Math.log(Math.max(1, dimensions.length)))))
    let strategy: Strategy = {
      rates: cmaRates(n, size),
      state: cmaStart(
        Float64Array.from(axes.ranges, ({ index }) => start[index] ?? 0.5),
        sigma
      ),
      shares: even(axes),
      bests: [],
      restarts: 0
    }
    for (let at = given.length; at + strategy.rates.population <= known.length;) {
      const generation = known.slice(at, at + strategy.rates.population)
      at += generation.length
      strategy = learned(dimensions, axes, strategy, generation)
      if (isSpent(strategy, generation)) strategy = restarted(axes, strategy, sigma, seed)
    }
    for (let i = 0; i < LOOKS; i++) {
      const point = pointAt(dimensions, drawn(axes, strategy, random))
      if (!seen.has(pointKey(dimensions, point))) return { point, rivals: [] }
    }
    return { point: undefined, rivals: [] }
  }
