// Times finding scalars in output, and writing and summarizing event files, and prints one JSON document.
// Usage: node bench/scalars.mjs [--points N] [--lines N]
// The source is bundled first, as the build does it, into a directory that is removed again.
import { build } from "esbuild"
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { cpus, tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { performance } from "node:perf_hooks"
import { parseArgs } from "node:util"

const root = resolve(import.meta.dirname, "..")
const { values: options } = parseArgs({
  options: { points: { type: "string", default: "1000000" }, lines: { type: "string", default: "500000" } }
})
const pointCount = Number(options.points)
const lineCount = Number(options.lines)

const base = mkdtempSync(join(tmpdir(), "guild-bench-scalars-"))
const round = (value) => Math.round(value * 100) / 100
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

const entry = `
export { Effect, Either, Layer, Option } from "effect"
export { compileOutputScalars } from "./src/domain/scalars/OutputScalars.ts"
export { ScalarScanner } from "./src/domain/scalars/OutputScalarsScanner.ts"
export { LineFeeder } from "./src/domain/scalars/OutputScalarsLines.ts"
export { layer } from "./src/layers/ScalarLogTfevents.ts"
export { Host } from "./src/services/Host.ts"
export { ScalarLog } from "./src/services/ScalarLog.ts"
`

const load = async () => {
  const outfile = join(base, "scalars.cjs")
  await build({
    stdin: { contents: entry, resolveDir: root },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    logLevel: "warning"
  })
  return (await import(outfile)).default
}

/** The median time of some runs in milliseconds. */
const time = async (run, times = 3) => {
  const taken = []
  for (let i = 0; i < times; i++) {
    const start = performance.now()
    await run(i)
    taken.push(performance.now() - start)
  }
  return round(median(taken))
}

const configs = {
  default: null,
  keras: ["Epoch (?P<step>[0-9]+)", " - ([a-z_]+): (\\value)"],
  map: { step: "step: (\\step)", loss: "loss: (\\value)", accuracy: "accuracy: (\\value)" }
}

const outputLine = (i) => {
  switch (i % 4) {
    case 0:
      return `step: ${i}`
    case 1:
      return `loss: ${1 / (i + 1)}`
    case 2:
      return `${i}/1000 [======>.......] - ETA: 3s - loss: 0.5 - accuracy: 0.25`
    default:
      return "some text that has nothing to do with scalars at all"
  }
}

const scanBench = async ({ Either, LineFeeder, ScalarScanner, compileOutputScalars }) => {
  const output = Buffer.from(`${Array.from({ length: lineCount }, (_, i) => outputLine(i)).join("\n")}\n`)
  const result = {}
  for (const [name, config] of Object.entries(configs)) {
    const patterns = Either.getOrThrow(compileOutputScalars(config))
    let found = 0
    const ms = await time(() => {
      found = 0
      const scanner = new ScalarScanner(patterns, () => found++)
      const feeder = new LineFeeder((text, wallTime) => scanner.line(text, wallTime))
      for (let at = 0; at < output.length; at += 65536) feeder.push(output.subarray(at, at + 65536), 1)
      feeder.end(1)
    })
    result[name] = { ms, found, linesPerSecond: Math.round((lineCount / ms) * 1000) }
  }
  return { lines: lineCount, ...result }
}

const logBench = async ({ Effect, Host, Layer, Option, ScalarLog, layer }) => {
  const host = Layer.succeed(Host, { hostName: "bench", pid: 1, which: () => Effect.succeed(Option.none()) })
  const run = (use) =>
    Effect.runPromise(Effect.flatMap(ScalarLog, use).pipe(Effect.scoped, Effect.provide(Layer.provide(layer, host))))
  const tags = ["loss", "accuracy", "val/loss", "val/accuracy"]
  const write = (dir, count) =>
    run((log) =>
      Effect.map(log.writer(dir), (writer) => {
        for (let i = 0; i < count; i++)
          writer.add({ tag: tags[i % 4], value: 1 / (i + 1), step: i >> 2, wallTime: 1.6e9 })
      })
    )
  const write200kMs = await time(() => write(mkdtempSync(join(base, "write-")), 200_000))
  const dir = mkdtempSync(join(base, "read-"))
  await write(dir, pointCount)
  const megabytes = round(readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0) / 2 ** 20)
  const before = process.memoryUsage().rss
  let counted = 0
  const summarizeMs = await time(async () => {
    const { scalars } = await run((log) => log.summarize(dir))
    counted = scalars.reduce((sum, { count }) => sum + count, 0)
  })
  if (counted !== pointCount) throw new Error(`read ${counted} of ${pointCount} points`)
  const grownMegabytes = round(Math.max(0, process.memoryUsage().rss - before) / 2 ** 20)
  return { write200kMs, points: pointCount, megabytes, summarizeMs, grownMegabytes }
}

try {
  const source = await load()
  const result = { scan: await scanBench(source), log: await logBench(source) }
  console.log(JSON.stringify({ node: process.version, cpus: cpus().length, ...result }, null, 2))
} finally {
  rmSync(base, { recursive: true, force: true })
}
