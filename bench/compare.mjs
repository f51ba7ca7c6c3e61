// Times what users do with many runs of five scalars each, as whole commands; prints a table of growth, or JSON with --json.
// Usage: node scripts/build.mjs && node bench/compare.mjs [--json] [COUNT ...]
// Milliseconds are medians; `cold` begins without an index, all else goes by one that is warm. Peak memory in MB.
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { performance } from "node:perf_hooks"
import { makeRuns } from "./make-runs.mjs"

const guild = join(resolve(import.meta.dirname, ".."), "dist/guild.cjs")
const args = process.argv.slice(2)
const asJson = args[0] === "--json" && args.shift() !== undefined
const counts = args.length === 0 ? [1_000, 5_000, 10_000, 50_000] : args.map(Number)
const base = mkdtempSync(join(tmpdir(), "guild-bench-compare-"))

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** Runs guild once: its wall time in milliseconds and its peak memory in MB. */
const once = (home, words) => {
  const start = performance.now()
  const ran = spawnSync("/usr/bin/time", ["-f", "%M", process.execPath, guild, "-H", home, ...words], {
    encoding: "utf8",
    maxBuffer: 2 ** 30
  })
  const ms = performance.now() - start
  if (ran.status !== 0) throw new Error(`guild ${words.join(" ")}: ${ran.stderr}`)
  return { ms, peakMB: Number(ran.stderr.trim().split("\n").at(-1)) / 1024 }
}

const COMMANDS = {
  list: ["runs", "-n", "20"],
  filter: ["runs", "-F", "loss < 0.3", "-n", "20"],
  compare: ["compare", "--csv", "-"],
  sql: ["sql", "select name, count(*), min(last) from scalars group by name"]
}

const bench = (count) => {
  const home = join(base, `home-${count}`)
  makeRuns(home, count, { scalars: 5 })
  // The times of files that were made just now are not believed: a cold index would stay one.
  spawnSync("sleep", ["3"])
  const cold = once(home, COMMANDS.compare)
  const times = count > 10_000 ? 3 : 5
  const warm = Object.entries(COMMANDS).map(([name, words]) => {
    const samples = Array.from({ length: times }, () => once(home, words))
    return [name, { ms: median(samples.map(({ ms }) => ms)), peakMB: median(samples.map(({ peakMB }) => peakMB)) }]
  })
  rmSync(home, { recursive: true, force: true })
  return { runs: count, cold, ...Object.fromEntries(warm) }
}

const cell = ({ ms, peakMB }) => `${Math.round(ms)} ms, ${Math.round(peakMB)} MB`

try {
  const results = counts.map(bench)
  if (asJson) console.log(JSON.stringify({ node: process.version, results }, null, 2))
  else {
    const columns = ["runs", "cold", ...Object.keys(COMMANDS)]
    const rows = [
      ["runs", "compare cold", "runs -n 20", "-F 'loss < 0.3'", "compare", "sql"],
      ...results.map((result) =>
        columns.map((column) => (column === "runs" ? String(result.runs) : cell(result[column])))
      )
    ]
    const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i].length)))
    for (const row of rows)
      console.log(
        row
          .map((text, i) => text.padEnd(widths[i]))
          .join("  ")
          .trimEnd()
      )
  }
} finally {
  rmSync(base, { recursive: true, force: true })
}
