// Times graphs. Scheduling: no-op nodes in layers, all in memory. Steps: a run of shell no-ops as steps, against these processes
// started one after the other without guild. Prints one line of JSON; times are milliseconds, the least of some rounds.
// usage: node bench/graph.mjs [--rounds N] [--steps N]; `node scripts/build.mjs` comes first
import { build } from "esbuild"
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { performance } from "node:perf_hooks"
import { parseArgs } from "node:util"

const root = resolve(import.meta.dirname, "..")
const { values: options } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, steps: { type: "string", default: "20" } }
})
const ROUNDS = Number(options.rounds)
const STEPS = Number(options.steps)
const LAYER = 100
const JOBS = 8

const dir = mkdtempSync(join(tmpdir(), "guild-bench-"))
process.on("exit", () => rmSync(dir, { recursive: true, force: true }))

const entry = `
export { Effect } from "effect"
export { makeGraph } from ${JSON.stringify(join(root, "src/domain/graph/Graph.ts"))}
export { runGraph } from ${JSON.stringify(join(root, "src/workflows/graph/RunGraph.ts"))}
`
const bundle = join(dir, "graph.cjs")
await build({
  stdin: { contents: entry, resolveDir: root },
  bundle: true,
  platform: "node",
  format: "cjs",
  outfile: bundle,
  logLevel: "error"
})
const { Effect, makeGraph, runGraph } = createRequire(import.meta.url)(bundle)

const least = async (work) => {
  const times = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return Math.min(...times)
}

/** Layers of nodes, each of which needs two of the layer before. */
const layered = (count) =>
  Array.from({ length: count }, (_, at) => {
    const before = Math.floor(at / LAYER) - 1
    const inLayer = (n) => `n${before * LAYER + (n % LAYER)}`
    return { id: `n${at}`, needs: before < 0 ? [] : [inLayer(at), inLayer(at + 1)], run: () => Effect.void }
  })

const schedulingMs = async (count) => {
  const nodes = layered(count)
  return least(async () => {
    const graph = Effect.runSync(makeGraph(nodes))
    const outcomes = await Effect.runPromise(runGraph(graph, nodes, { jobs: JOBS, onFailure: "isolate" }))
    if (outcomes.size !== count) throw new Error("not all nodes were run")
  })
}

const guild = (cwd, ...argv) =>
  execFileSync(process.execPath, [join(root, "dist/guild.cjs"), ...argv], {
    cwd,
    env: { ...process.env, GUILD_HOME: join(dir, "home"), NO_VCS_COMMIT: "1" },
    stdio: "pipe"
  })

const steppedMs = async () => {
  const steps = (count) => Array.from({ length: count }, () => "      - noop").join("\n")
  const file = `noop:\n  exec: sh -c ":"\none:\n  steps:\n${steps(1)}\nall:\n  steps:\n${steps(STEPS + 1)}\n`
  writeFileSync(join(dir, "guild.yml"), file)
  guild(dir, "run", "one", "-y")
  const one = await least(() => guild(dir, "run", "one", "-y"))
  const all = await least(() => guild(dir, "run", "all", "-y"))
  const processes = await least(() => {
    for (let n = 0; n < STEPS; n++) spawnSync("sh", ["-c", ":"], { stdio: "pipe" })
  })
  return { one, all, perStep: (all - one) / STEPS, perProcess: processes / STEPS }
}

const round = (value) => Math.round(value * 100) / 100
const scheduling = {}
for (const count of [1_000, 10_000, 100_000]) scheduling[count] = round(await schedulingMs(count))
const stepped = await steppedMs()
console.log(
  JSON.stringify({
    jobs: JOBS,
    schedulingMs: scheduling,
    perNodeUs: Object.fromEntries(Object.entries(scheduling).map(([n, ms]) => [n, round((ms * 1000) / Number(n))])),
    steps: STEPS,
    steppedRunMs: round(stepped.all),
    stepMs: round(stepped.perStep),
    processMs: round(stepped.perProcess),
    beyondProcessMs: round(stepped.perStep - stepped.perProcess)
  })
)
