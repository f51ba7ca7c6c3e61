// Minimises well-known functions with the optimizers and prints a table: the mean, deviation and best of the least values found,
// the median number of calls to come near enough to the optimum, and the time of a suggestion. Seeds are fixed.
// Usage: node bench/optimizers.mjs [--tasks branin,hartmann6,rosenbrock5,ackley5,mixed,speed] [--optimizers gp,forest,...]
//          [--calls N] [--repeats N] [--seed N] [--set FLAG=VALUE,...] [--json]
// Seeds are counted from --seed on, 1 unless told otherwise: what an optimizer is made better by has to be chosen on others.
// The source is bundled first, as the build does it, into a directory that is removed again.
import { build } from "esbuild"
import { mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { performance } from "node:perf_hooks"
import { parseArgs } from "node:util"
import { mean, median } from "./statistics.mjs"

const root = resolve(import.meta.dirname, "..")
const { values: options } = parseArgs({
  options: {
    tasks: { type: "string", default: "branin,hartmann6,rosenbrock5,ackley5,mixed,speed" },
    optimizers: { type: "string", default: "gp,forest,gbrt,tpe,cma-es,sobol,random" },
    calls: { type: "string" },
    repeats: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
    set: { type: "string", default: "" },
    json: { type: "boolean", default: false }
  }
})

const entry = `
export { float, toNumber } from "./src/domain/Value.ts"
export { optimizer } from "./src/domain/optimizer/Optimizers.ts"
export { seededRandom } from "./src/domain/flags/TrialsSample.ts"
export { pointAt } from "./src/domain/optimizer/Dimension.ts"
`

const range = (name, low, high, more = {}) => ({
  name,
  space: { kind: "uniform", low, high, integer: false, initial: undefined, ...more }
})
const cube = (n, low, high) => Array.from({ length: n }, (_, i) => range(`x${i}`, low, high))

const branin = ([x, y]) =>
  (y - (5.1 / (4 * Math.PI ** 2)) * x ** 2 + (5 / Math.PI) * x - 6) ** 2 +
  10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
  10

const H_ALPHA = [1, 1.2, 3, 3.2]
const H_A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14]
]
const H_P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381]
]
const hartmann6 = (x) =>
  -H_ALPHA.reduce(
    (sum, alpha, i) => sum + alpha * Math.exp(-H_A[i].reduce((s, a, j) => s + a * (x[j] - H_P[i][j] * 1e-4) ** 2, 0)),
    0
  )

const rosenbrock = (x) => x.slice(1).reduce((sum, next, i) => sum + 100 * (next - x[i] ** 2) ** 2 + (1 - x[i]) ** 2, 0)

const ackley = (x) =>
  -20 * Math.exp(-0.2 * Math.sqrt(x.reduce((s, v) => s + v * v, 0) / x.length)) -
  Math.exp(x.reduce((s, v) => s + Math.cos(2 * Math.PI * v), 0) / x.length) +
  20 +
  Math.E

/** A made training: the best rate hangs on the method, and depth and width on one another. */
const mixed = ([method, layers, units, rate, dropout]) => {
  const bestRate = { sgd: -1, adam: -3, rmsprop: -2.5 }[method]
  const floor = { sgd: 0.3, adam: 0, rmsprop: 0.15 }[method]
  return (
    floor +
    (Math.log10(rate) - bestRate) ** 2 +
    0.05 * (layers - 4) ** 2 +
    ((units * layers) / 800 - 1) ** 2 +
    2 * (dropout - 0.25) ** 2
  )
}

const TASKS = {
  branin: {
    calls: 200,
    optimum: 0.397887,
    near: 0.001,
    f: branin,
    dimensions: [range("x", -5, 10), range("y", 0, 15)]
  },
  hartmann6: { calls: 200, optimum: -3.32237, near: 0.05, f: hartmann6, dimensions: cube(6, 0, 1) },
  rosenbrock5: { calls: 100, optimum: 0, near: 10, f: rosenbrock, dimensions: cube(5, -2, 2) },
  ackley5: { calls: 100, optimum: 0, near: 3, f: ackley, dimensions: cube(5, -20, 32) },
  mixed: {
    calls: 100,
    optimum: 0,
    near: 0.1,
    f: mixed,
    dimensions: [
      { name: "method", space: { kind: "choice", values: ["sgd", "adam", "rmsprop"] } },
      range("layers", 1, 8, { integer: true }),
      range("units", 16, 512, { integer: true }),
      range("rate", 1e-6, 1, { kind: "loguniform" }),
      range("dropout", 0, 0.9)
    ]
  }
}

const deviation = (values) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)))

const base = mkdtempSync(join(tmpdir(), "guild-bench-optimizers-"))
try {
  const outfile = join(base, "optimizers.cjs")
  await build({
    stdin: { contents: entry, resolveDir: root },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    logLevel: "warning"
  })
  const { optimizer, seededRandom, pointAt, float, toNumber } = createRequire(import.meta.url)(outfile)
  const settings = Object.fromEntries(
    options.set
      .split(",")
      .filter((assign) => assign !== "")
      .map((assign) => {
        const [name, value] = assign.split("=")
        return [name, Number.isNaN(Number(value)) ? value : float(Number(value))]
      })
  )
  const firstSeed = Number(options.seed)
  const plain = (value) => toNumber(value) ?? value
  const minimise = (name, { f, dimensions, optimum, near }, calls, seed) => {
    let current = optimizer(name, dimensions, settings, { seed, reports: [] })
    let best = Infinity
    let reached = Infinity
    const start = performance.now()
    for (let call = 1; call <= calls; call++) {
      const suggestion = current.suggest()
      const objective = f(suggestion.point.map(plain))
      best = Math.min(best, objective)
      if (best <= optimum + near) reached = Math.min(reached, call)
      current = current.report({ ...suggestion, objective, seconds: 1 })
    }
    return { best, reached, ms: (performance.now() - start) / calls }
  }
  const rows = []
  const row = (task, name) => {
    const calls = Number(options.calls ?? TASKS[task].calls)
    const runs = Array.from({ length: Number(options.repeats) }, (_, i) =>
      minimise(name, TASKS[task], calls, i + firstSeed)
    )
    const bests = runs.map(({ best }) => best)
    return {
      task,
      calls,
      optimizer: name,
      mean: mean(bests),
      deviation: deviation(bests),
      best: Math.min(...bests),
      median: median(bests),
      medianCalls: median(runs.map(({ reached }) => reached)),
      msPerSuggestion: mean(runs.map(({ ms }) => ms))
    }
  }
  /** The median time of one suggestion after `n` reports in `d` dimensions. */
  const speed = (name, n, d) => {
    const dimensions = cube(d, 0, 1)
    const random = seededRandom(5)
    const reports = Array.from({ length: n }, () => {
      const unit = dimensions.map(() => random())
      const objective = unit.reduce((sum, x, i) => sum + (x - i / d) ** 2 * (1 + i), 0) + 0.1 * random()
      return { point: pointAt(dimensions, unit), modelled: true, rivals: [], objective, seconds: 1 }
    })
    const times = Array.from({ length: 7 }, (_, seed) => {
      const start = performance.now()
      optimizer(name, dimensions, settings, { seed, reports }).suggest()
      return performance.now() - start
    })
    return { task: `${n} reports, ${d} dimensions`, optimizer: name, msPerSuggestion: median(times) }
  }
  const digits = (value) =>
    value === undefined ? "" : Number.isFinite(value) ? String(+value.toPrecision(6)) : "never"
  const print = (found) => {
    rows.push(found)
    if (options.json) return
    const { task, optimizer: name, mean: m, deviation: d, best, median: mid, medianCalls, msPerSuggestion } = found
    const cells = [
      task.padEnd(25),
      name.padEnd(8),
      ...[m, d, best, mid, medianCalls].map((v) => digits(v).padStart(12))
    ]
    console.log([...cells, msPerSuggestion.toFixed(1).padStart(9)].join(" "))
  }
  if (!options.json)
    console.log(
      `${"task".padEnd(25)} ${"by".padEnd(8)} ${["mean", "deviation", "best", "median", "calls"].map((h) => h.padStart(12)).join(" ")} ${"ms".padStart(9)}`
    )
  for (const task of options.tasks.split(","))
    for (const name of options.optimizers.split(","))
      if (task !== "speed") print(row(task, name))
      else if (name === "gp") print(speed("gp", 200, 10))
      else print(speed(name, 1000, 10))
  if (options.json) console.log(JSON.stringify({ repeats: Number(options.repeats), rows }, null, 2))
} finally {
  rmSync(base, { recursive: true, force: true })
}
