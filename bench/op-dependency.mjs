// Times how the run of a required operation is found among many runs: `find` in a process that has the index open, again and again,
// and what the same requirement adds to a whole `guild run`, against a home with two runs. Prints one JSON document; medians in ms.
// usage: node bench/op-dependency.mjs [COUNT]; `node scripts/build.mjs` comes first
import { buildSync } from "esbuild"
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { makeRuns } from "./make-runs.mjs"

const root = resolve(import.meta.dirname, "..")
const COUNT = Number(process.argv[2] ?? 10_000)
const TIMES = 9
const base = mkdtempSync(join(tmpdir(), "guild-bench-"))
const bundle = join(root, `node_modules/.cache/guild-bench/op-dependency-${process.pid}.cjs`)

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const round = (value) => Math.round(value * 10) / 10

/** Wall time, and the time that a processor was busy, which says more on a machine that does much else. */
const medians = (taken) => ({
  ms: round(median(taken.map(({ ms }) => ms))),
  cpuMs: round(median(taken.map(({ cpuMs }) => cpuMs)))
})

const src = (path) => JSON.stringify(join(root, "src", path))
const entry = `
import { Effect, Layer } from "effect"
import { findOpRun } from ${src("steps/FindOpRun.ts")}
import { live } from ${src("layers/Live.ts")}
exports.time = (guildHome, operations, times) => {
  const find = findOpRun({ operations, modelName: "", idPrefix: undefined, includeStaged: false })
  return Effect.runPromise(Effect.provide(Effect.gen(function* () {
    const taken = []
    for (let n = 0; n < times; n++) {
      const [start, cpu] = [performance.now(), process.cpuUsage()]
      const found = yield* find
      const { system, user } = process.cpuUsage(cpu)
      taken.push({ ms: performance.now() - start, cpuMs: (system + user) / 1000 })
      if (found._tag === "None") throw new Error("no run was found")
    }
    return taken
  }), live({ guildHome })))
}
`

const guild = (home, ...argv) => {
  const start = performance.now()
  execFileSync(process.execPath, [join(root, "dist/guild.cjs"), ...argv], {
    cwd: base,
    env: { ...process.env, GUILD_HOME: home, NO_VCS_COMMIT: "1" },
    stdio: ["ignore", "ignore", "inherit"]
  })
  return performance.now() - start
}

const GUILD_FILE = `
rare: {exec: "true", sourcecode: no}
alone: {exec: "true", sourcecode: no}
needs: {exec: "true", sourcecode: no, requires: [{operation: rare}]}
`

/** What the requirement adds to a run, its runs interleaved with those of an operation without. */
const added = (home) => {
  const taken = { alone: [], needs: [] }
  for (let n = 0; n < TIMES; n++)
    for (const name of ["alone", "needs"]) taken[name].push(guild(home, "run", name, "-y"))
  return { alone: round(median(taken.alone)), needs: round(median(taken.needs)) }
}

try {
  buildSync({
    stdin: { contents: entry, resolveDir: root },
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["better-sqlite3", "esbuild"],
    logLevel: "error"
  })
  writeFileSync(join(base, "guild.yml"), GUILD_FILE)
  const [few, many] = [join(base, "few"), join(base, "many")]
  guild(few, "run", "rare", "-y")
  guild(many, "run", "rare", "-y")
  makeRuns(many, COUNT)
  guild(many, "runs")
  // Files that were made just now are not believed.
  execFileSync("sleep", ["3"])
  guild(many, "runs", "--all")
  const { time } = createRequire(import.meta.url)(bundle)
  // One run of its operation among all, and a third of all.
  const [first, ...rare] = await time(many, "rare", TIMES)
  const common = await time(many, "op-1", TIMES)
  const whole = { few: added(few), many: added(many) }
  console.log(
    JSON.stringify({
      runs: COUNT,
      findFirst: medians([first]),
      find: { rare: medians(rare), common: medians(common) },
      runMs: whole,
      addedMs: { few: round(whole.few.needs - whole.few.alone), many: round(whole.many.needs - whole.many.alone) }
    })
  )
} finally {
  rmSync(base, { recursive: true, force: true })
  rmSync(bundle, { force: true })
}
