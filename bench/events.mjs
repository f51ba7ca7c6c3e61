// Times reading one event file of many scalars through the run index's own reader; prints one JSON document.
// Usage: node bench/events.mjs [POINTS]
import { buildSync } from "esbuild"
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { eventFile } from "./event-file.mjs"

const root = resolve(import.meta.dirname, "..")
const count = Number(process.argv[2] ?? 1_000_000)
const base = mkdtempSync(join(tmpdir(), "guild-bench-events-"))
const program = join(root, `node_modules/.cache/guild-bench/events-${process.pid}.cjs`)

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const round = (value) => Math.round(value * 10) / 10

/** Summarizes a run in a process of its own, whose peak memory is then its own too. */
const entry = `
import { Effect, Layer, Option } from "effect"
import { layer } from "./src/layers/ScalarLogTfevents.ts"
import { Host } from "./src/services/Host.ts"
import { ScalarLog } from "./src/services/ScalarLog.ts"
const host = Layer.succeed(Host, { hostName: "bench", pid: 1, which: () => Effect.succeed(Option.none()) })
const start = performance.now()
const summarize = Effect.flatMap(ScalarLog, (log) => log.summarize(process.argv[2]))
void Effect.runPromise(Effect.provide(summarize, Layer.provide(layer, host))).then(({ scalars }) =>
  console.log(JSON.stringify({
    ms: performance.now() - start,
    points: scalars.reduce((sum, { count }) => sum + count, 0),
    peakMB: process.resourceUsage().maxRSS / 1024
  }))
)
`

try {
  buildSync({
    absWorkingDir: root,
    stdin: { contents: entry, resolveDir: root, loader: "ts" },
    outfile: program,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "error"
  })
  const dir = join(base, "run")
  mkdirSync(dir)
  const tags = ["loss", "accuracy", "val/loss", "val/accuracy"]
  const points = Array.from({ length: count }, (_, i) => ({
    tag: tags[i % 4],
    value: 1 / (i + 1),
    step: i >> 2,
    wallTime: 1
  }))
  const bytes = eventFile(points)
  writeFileSync(join(dir, "events.out.tfevents.1600000000.bench.1.0"), bytes)
  const samples = Array.from({ length: 3 }, () => {
    const ran = spawnSync(process.execPath, [program, dir], { encoding: "utf8" })
    if (ran.status !== 0) throw new Error(ran.stderr)
    return JSON.parse(ran.stdout)
  })
  if (samples.some((sample) => sample.points !== count)) throw new Error("not every point was read")
  console.log(
    JSON.stringify({
      node: process.version,
      points: count,
      megabytes: round(bytes.length / 2 ** 20),
      ms: round(median(samples.map(({ ms }) => ms))),
      peakMB: round(median(samples.map(({ peakMB }) => peakMB)))
    })
  )
} finally {
  rmSync(base, { recursive: true, force: true })
  rmSync(program, { force: true })
}
