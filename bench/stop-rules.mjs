// Trains made networks for up to 81 epochs, with and without stop rules, in the same budget of epochs, and prints a table: how many
// trials a rule makes of the budget, and the best loss among those that it let come to their end. Seeds are fixed.
// Usage: node bench/stop-rules.mjs [--rules asha,hyperband,median] [--repeats N] [--budget EPOCHS] [--jobs N] [--json]
// The source is bundled first, as the build does it, into a directory that is removed again.
import { build } from "esbuild"
import { mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { mean, median } from "./statistics.mjs"

const root = resolve(import.meta.dirname, "..")
const { values: options } = parseArgs({
  options: {
    rules: { type: "string", default: "asha,hyperband,median" },
    repeats: { type: "string", default: "10" },
    budget: { type: "string", default: "4050" },
    jobs: { type: "string", default: "4" },
    json: { type: "boolean", default: false }
  }
})

const EPOCHS = 81
const entry = `
export { defaultStopRule, stopRule } from "./src/domain/stoprule/StopRule.ts"
export { seededRandom } from "./src/domain/flags/TrialsSample.ts"
export { gaussian } from "./src/domain/optimizer/Normal.ts"
`

const base = mkdtempSync(join(tmpdir(), "guild-bench-stop-rules-"))
try {
  const outfile = join(base, "stop-rules.cjs")
  await build({
    stdin: { contents: entry, resolveDir: root },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    logLevel: "warning"
  })
  const { defaultStopRule, gaussian, seededRandom, stopRule } = createRequire(import.meta.url)(outfile)

  /**
   * The losses of a network whose rate and width are drawn: the better they suit, the lower the last loss. A high rate comes down fast
   * and wavers, a low one slowly, so that curves cross and the first epochs may mislead.
   */
  const network = (random) => {
    const rate = -5 + 5 * random()
    const width = random()
    const last = 0.1 + 0.08 * (rate + 2.5) ** 2 + 0.5 * (width - 0.6) ** 2
    const speed = 0.4 * 10 ** ((rate + 2.5) / 10)
    const waver = 0.05 * 10 ** ((rate + 2.5) / 5)
    const noise = Array.from({ length: EPOCHS }, () => gaussian(random))
    return (epoch) => last + (2.3 - last) / (1 + speed * epoch) ** 2 + (waver * noise[epoch - 1]) / Math.sqrt(epoch)
  }

  /** Spends the budget, an epoch of each running trial after another, on trials that come in the same order under every rule. */
  const search = (name, seed, budget, jobs) => {
    const rule = name === undefined ? { report: () => false } : stopRule(defaultStopRule(name))
    let started = 0
    let best = Infinity
    let through = 0
    const start = () => {
      const trial = started++
      return { trial, epoch: 0, loss: network(seededRandom(seed * 100_003 + trial)) }
    }
    const running = Array.from({ length: jobs }, start)
    for (let spent = 0; spent < budget; spent++) {
      const at = spent % jobs
      const now = running[at]
      now.epoch += 1
      const value = now.loss(now.epoch)
      const hopeless = rule.report({ trial: now.trial, step: now.epoch, value })
      if (now.epoch === EPOCHS) {
        best = Math.min(best, value)
        through += 1
      }
      if (hopeless || now.epoch === EPOCHS) running[at] = start()
    }
    return { trials: started, through, best }
  }

  /** How far the order of networks by their first loss is that by their last one: 1 where it is the same (Spearman 1904). */
  const agreement = () => {
    const networks = Array.from({ length: 999 }, (_, i) => network(seededRandom(i)))
    const ranks = (epoch) => {
      const order = networks.map((loss, i) => [loss(epoch), i]).sort(([a], [b]) => a - b)
      const rank = []
      order.forEach(([, i], at) => (rank[i] = at))
      return rank
    }
    const first = ranks(1)
    const last = ranks(EPOCHS)
    const n = networks.length
    return 1 - (6 * first.reduce((sum, rank, i) => sum + (rank - last[i]) ** 2, 0)) / (n * (n * n - 1))
  }

  const budget = Number(options.budget)
  const jobs = Number(options.jobs)
  const repeats = Number(options.repeats)
  const plain = Array.from({ length: repeats }, (_, seed) => search(undefined, seed + 1, budget, jobs))
  const rows = ["none", ...options.rules.split(",")].map((rule) => {
    const runs = rule === "none" ? plain : plain.map((_, seed) => search(rule, seed + 1, budget, jobs))
    return {
      rule,
      trials: mean(runs.map(({ trials }) => trials)),
      timesThoseOfNone: median(runs.map(({ trials }, i) => trials / plain[i].trials)),
      through: mean(runs.map(({ through }) => through)),
      meanBest: mean(runs.map(({ best }) => best)),
      medianBest: median(runs.map(({ best }) => best)),
      noWorse: runs.filter(({ best }, i) => best <= plain[i].best).length
    }
  })
  if (options.json)
    console.log(JSON.stringify({ epochs: EPOCHS, budget, jobs, repeats, agreement: agreement(), rows }, null, 2))
  else {
    console.log(`rank correlation of first and last losses: ${agreement().toFixed(2)}`)
    const heads = ["trials", "times", "through", "mean best", "median best", `no worse of ${repeats}`]
    console.log(["rule".padEnd(10), ...heads.map((head) => head.padStart(15))].join(" "))
    for (const { rule, ...cells } of rows)
      console.log(
        [rule.padEnd(10), ...Object.values(cells).map((v) => String(+v.toPrecision(4)).padStart(15))].join(" ")
      )
  }
} finally {
  rmSync(base, { recursive: true, force: true })
}
