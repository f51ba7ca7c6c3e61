// Times the run index alone, in a process of its own, over homes of several sizes; prints one JSON document.
// Usage: node bench/runs.mjs [COUNT ...]
// firstMs builds the index, warmMs opens it and answers, againMs answers again; a process and its start count for processMs.
import { buildSync } from "esbuild"
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { makeRuns } from "./make-runs.mjs"

const root = resolve(import.meta.dirname, "..")
const counts = process.argv.slice(2).map(Number)
const base = mkdtempSync(join(tmpdir(), "guild-bench-"))
const program = join(root, `node_modules/.cache/guild-bench/query-runs-${process.pid}.cjs`)

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const round = (value) => Math.round(value * 10) / 10

const time = (argv) => {
  const start = performance.now()
  const ran = spawnSync(process.execPath, argv, { encoding: "utf8" })
  if (ran.status !== 0) throw new Error(ran.stderr)
  return { ms: performance.now() - start, stdout: ran.stdout }
}

const query = (home, limit, times) => {
  const { ms, stdout } = time([program, home, limit, String(times)])
  return { ...JSON.parse(stdout), processMs: ms }
}

const bench = (count) => {
  const home = join(base, `home-${count}`)
  makeRuns(home, count)
  // Files that were made just now are not believed: the second answer has to read them again.
  const first = query(home, "20", 1)
  spawnSync("sleep", ["3"])
  query(home, "20", 1)
  const asked = (limit) => {
    const samples = Array.from({ length: 5 }, () => query(home, limit, 2))
    return {
      warmMs: round(median(samples.map(({ ms }) => ms[0]))),
      againMs: round(median(samples.map(({ ms }) => ms[1]))),
      processMs: round(median(samples.map(({ processMs }) => processMs))),
      peakMB: round(median(samples.map(({ rss }) => rss)) / 1e6)
    }
  }
  const node = median(Array.from({ length: 5 }, () => time(["-e", "0"]).ms))
  return { count, nodeMs: round(node), firstMs: round(first.ms[0]), latest20: asked("20"), all: asked("all") }
}

try {
  buildSync({
    absWorkingDir: root,
    entryPoints: ["test/support/queryRunsMain.ts"],
    outfile: program,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["better-sqlite3", "esbuild"],
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "error"
  })
  const results = (counts.length === 0 ? [100, 1_000, 10_000] : counts).map(bench)
  console.log(JSON.stringify({ node: process.version, results }, null, 2))
} finally {
  rmSync(base, { recursive: true, force: true })
  rmSync(program, { force: true })
}
