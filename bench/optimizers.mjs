// Minimises Branin's function (least value 0.397887) with the optimizers and prints one JSON document.
// Usage: node bench/optimizers.mjs [--calls N] [--repeats N] [--optimizers gp,forest,gbrt,random]
// The source is bundled first, as the build does it, into a directory that is removed again.
import { build } from "esbuild"
import { mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { performance } from "node:perf_hooks"
import { parseArgs } from "node:util"

const root = resolve(import.meta.dirname, "..")
const { values: options } = parseArgs({
  options: {
    calls: { type: "string", default: "200" },
    repeats: { type: "string", default: "2" },
    optimizers: { type: "string", default: "gp,forest,gbrt,random" }
  }
})

const entry = `
export { float } from "./src/domain/Value.ts"
export { optimizer } from "./src/domain/optimizer/Optimizers.ts"
`

const branin = (x, y) =>
  (y - (5.1 / (4 * Math.PI ** 2)) * x ** 2 + (5 / Math.PI) * x - 6) ** 2 +
  10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
  10

const range = (name, low, high) => ({
  name,
  space: { kind: "uniform", low, high, integer: false, initial: undefined }
})

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
  const { optimizer } = createRequire(import.meta.url)(outfile)
  const dimensions = [range("x", -5, 10), range("y", 0, 15)]
  const minimise = (name, seed) => {
    let current = optimizer(name, dimensions, {}, { seed, reports: [] })
    const bests = []
    const start = performance.now()
    for (let call = 0; call < Number(options.calls); call++) {
      const suggestion = current.suggest()
      const [x, y] = suggestion.point.map(({ value }) => value)
      const objective = branin(x, y)
      bests.push(Math.min(objective, bests.at(-1) ?? Infinity))
      current = current.report({ ...suggestion, objective, seconds: 1 })
    }
    return { best: bests.at(-1), at50: bests[49], seconds: (performance.now() - start) / 1000 }
  }
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
  const result = {}
  for (const name of options.optimizers.split(",")) {
    const runs = Array.from({ length: Number(options.repeats) }, (_, seed) => minimise(name, seed + 1))
    result[name] = {
      meanBest: mean(runs.map(({ best }) => best)),
      worst: Math.max(...runs.map(({ best }) => best)),
      meanBestAt50: mean(runs.map(({ at50 }) => at50 ?? Number.NaN)),
      secondsPerRun: mean(runs.map(({ seconds }) => seconds))
    }
  }
  console.log(
    JSON.stringify({ calls: Number(options.calls), repeats: Number(options.repeats), branin: result }, null, 2)
  )
} finally {
  rmSync(base, { recursive: true, force: true })
}
