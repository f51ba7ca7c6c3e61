import type { Matrix } from "./Cholesky.ts"
import type { Eigen } from "./Eigen.ts"
import { symmetricEigen } from "./Eigen.ts"

/** What does not change while a strategy lives: how much each of a generation's points counts, and how fast it learns (Hansen 2016). */
export interface CmaRates {
  readonly n: number
  /** Points in a generation. */
  readonly population: number
  /** By rank; those of the better half are positive and sum up to 1, the others negative. */
  readonly weights: ReadonlyArray<number>
  readonly mueff: number
  readonly cc: number
  readonly cs: number
  readonly c1: number
  readonly cmu: number
  readonly damps: number
  /** The length that a vector of n normal numbers is expected to have. */
  readonly chi: number
}

/** A normal distribution over n coordinates, and the paths by which it learns. */
export interface CmaState {
  readonly mean: Float64Array
  readonly sigma: number
  readonly covariance: Matrix
  readonly eigen: Eigen
  readonly pathSigma: Float64Array
  readonly pathC: Float64Array
  readonly generation: number
}

const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)

/** The default rates of "The CMA Evolution Strategy: A Tutorial" (Hansen 2016, table 1). */
export const cmaRates = (n: number, population: number): CmaRates => {
  const raw = Array.from({ length: population }, (_, i) => Math.log((population + 1) / 2) - Math.log(i + 1))
  const good = raw.slice(0, Math.floor(population / 2))
  const bad = raw.slice(good.length)
  const mueff = sum(good) ** 2 / sum(good.map((w) => w * w))
  const mueffBad = sum(bad) ** 2 / Math.max(1e-300, sum(bad.map((w) => w * w)))
  const cc = (4 + mueff / n) / (n + 4 + (2 * mueff) / n)
  const cs = (mueff + 2) / (n + mueff + 5)
  const c1 = 2 / ((n + 1.3) ** 2 + mueff)
  const cmu = Math.min(1 - c1, (2 * (1 / 4 + mueff + 1 / mueff - 2)) / ((n + 2) ** 2 + mueff))
  const damps = 1 + 2 * Math.max(0, Math.sqrt((mueff - 1) / (n + 1)) - 1) + cs
  const badTotal = Math.min(1 + c1 / cmu, 1 + (2 * mueffBad) / (mueff + 2), (1 - c1 - cmu) / (n * cmu))
  const weights = [
    ...good.map((w) => w / sum(good)),
    ...bad.map((w) => (badTotal * w) / Math.max(1e-300, -sum(bad.map((each) => Math.min(0, each)))))
  ]
  const chi = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n))
  return { n, population, weights, mueff, cc, cs, c1, cmu, damps, chi }
}

const identity = (n: number): Matrix =>
  Float64Array.from({ length: n * n }, (_, i) => (Math.floor(i / n) === i % n ? 1 : 0))

/** A round distribution about a mean. */
export const cmaStart = (mean: Float64Array, sigma: number): CmaState => {
  const n = mean.length
  const covariance = identity(n)
  const eigen = { values: new Float64Array(n).fill(1), vectors: identity(n) }
  return {
    mean,
    sigma,
    covariance,
    eigen,
    pathSigma: new Float64Array(n),
    pathC: new Float64Array(n),
    generation: 0
  }
}

/** B f(D) Bᵀ x, for the eigenvectors B and the roots D of the eigenvalues. */
const scaled = ({ values, vectors }: Eigen, x: Float64Array, f: (root: number) => number): Float64Array => {
  const n = x.length
  const result = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    let along = 0
    for (let i = 0; i < n; i++) along += (vectors[i * n + k] ?? 0) * (x[i] ?? 0)
    along *= f(Math.sqrt(values[k] ?? 1))
    for (let i = 0; i < n; i++) result[i] = (result[i] ?? 0) + (vectors[i * n + k] ?? 0) * along
  }
  return result
}

/** A place drawn from the distribution, from n normal numbers. */
export const cmaPlace = ({ mean, sigma, eigen }: CmaState, normals: Float64Array): Float64Array => {
  const n = mean.length
  const result = Float64Array.from(mean)
  for (let k = 0; k < n; k++) {
    const along = sigma * Math.sqrt(eigen.values[k] ?? 1) * (normals[k] ?? 0)
    for (let i = 0; i < n; i++) result[i] = (result[i] ?? 0) + (eigen.vectors[i * n + k] ?? 0) * along
  }
  return result
}

const norm = (x: Float64Array): number => Math.hypot(...x)

/**
 * The distribution after a generation, whose places are given from the best to the worst. A place that the distribution would not
 * have drawn counts as if it were as far away as its farthest ones (Hansen 2011, on injected solutions). Bad places are unlearned
 * (active CMA, Jastrebski & Arnold 2006).
 */
export const cmaNext = (rates: CmaRates, state: CmaState, places: ReadonlyArray<Float64Array>): CmaState => {
  const { n, weights, mueff, cc, cs, c1, cmu, damps, chi } = rates
  const { sigma, eigen } = state
  const farthest = Math.sqrt(n) + (2 * n) / (n + 2)
  const whiten = (y: Float64Array) => scaled(eigen, y, (root) => 1 / root)
  const steps = places.map((place) => {
    const y = place.map((x, i) => (x - (state.mean[i] ?? 0)) / sigma)
    const length = norm(whiten(y))
    const held = length > farthest ? farthest / length : 1
    return { y: y.map((x) => x * held), length: length * held }
  })
  const move = new Float64Array(n)
  steps.forEach(({ y }, rank) => {
    const weight = Math.max(0, weights[rank] ?? 0)
    for (let i = 0; i < n; i++) move[i] = (move[i] ?? 0) + weight * (y[i] ?? 0)
  })
  const white = whiten(move)
  const pathSigma = state.pathSigma.map((p, i) => (1 - cs) * p + Math.sqrt(cs * (2 - cs) * mueff) * (white[i] ?? 0))
  const generation = state.generation + 1
  const calm = norm(pathSigma) / Math.sqrt(1 - (1 - cs) ** (2 * generation)) < (1.4 + 2 / (n + 1)) * chi
  const pathC = state.pathC.map((p, i) => (1 - cc) * p + (calm ? Math.sqrt(cc * (2 - cc) * mueff) * (move[i] ?? 0) : 0))
  const kept = 1 - c1 - cmu * sum(weights) + (calm ? 0 : c1 * cc * (2 - cc))
  const covariance = state.covariance.map((c, at) => {
    const i = Math.floor(at / n)
    const j = at % n
    let learned = 0
    steps.forEach(({ y, length }, rank) => {
      const weight = weights[rank] ?? 0
      const share = weight >= 0 ? weight : (weight * n) / Math.max(1e-12, length * length)
      learned += share * (y[i] ?? 0) * (y[j] ?? 0)
    })
    return kept * c + c1 * (pathC[i] ?? 0) * (pathC[j] ?? 0) + cmu * learned
  })
  const next = symmetricEigen(covariance, n)
  return {
    mean: state.mean.map((m, i) => m + sigma * (move[i] ?? 0)),
    sigma: sigma * Math.exp(Math.min(1, (cs / damps) * (norm(pathSigma) / chi - 1))),
    covariance,
    eigen: { ...next, values: next.values.map((value) => Math.max(1e-14, value)) },
    pathSigma,
    pathC,
    generation
  }
}
