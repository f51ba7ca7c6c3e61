// Times batches and prints one JSON document: what the engine takes for a trial beyond its process, whether a large grid keeps to
// its memory and grows in a straight line, and what two jobs make of two processors. CPU times tell the same on a busy machine.
// Usage: node bench/batch.mjs [--trials N] [--repeats N]
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { cpus, loadavg, tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { performance } from "node:perf_hooks"

const option = (name, otherwise) => {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}
const trials = option("--trials", 1000)
const repeats = option("--repeats", 3)

const guild = process.env.GUILD_BENCH_PROGRAM ?? resolve(import.meta.dirname, "../dist/guild.cjs")
const base = mkdtempSync(join(tmpdir(), "guild-bench-batch-"))
const project = join(base, "project")
mkdirSync(project)
writeFileSync(
  join(project, "guild.yml"),
  'noop:\n  exec: "true"\n  flags:\n    x: 1\nspin:\n  exec: node .guild/sourcecode/spin.cjs\n  flags:\n    x: 1\n'
)
// 0.2 s of a processor's own time, however busy the machine is.
writeFileSync(
  join(project, "spin.cjs"),
  "const spent = () => { const { user, system } = process.cpuUsage(); return user + system }\nwhile (spent() < 200000);\n"
)

const round = (value, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** What guild has found out about this machine once, as in the home of everyone who has run something before. */
const known = join(base, "cache")

/** One batch in a home of its own: wall and CPU time in milliseconds with those of its trials, and its peak memory in MB. */
const batch = (...words) => {
  const home = mkdtempSync(join(base, "home-"))
  if (existsSync(known)) cpSync(known, join(home, "cache"), { recursive: true })
  const begun = performance.now()
  const ran = spawnSync("/usr/bin/time", ["-f", "%U %S %M", process.execPath, guild, "run", "-y", "-q", ...words], {
    cwd: project,
    env: { ...process.env, GUILD_HOME: home },
    encoding: "utf8"
  })
  const ms = performance.now() - begun
  if (!existsSync(known)) cpSync(join(home, "cache"), known, { recursive: true })
  rmSync(home, { recursive: true })
  if (ran.status !== 0) throw new Error(`${words.join(" ")}: exit ${ran.status}\n${ran.stderr}`)
  const [user, system, kilobytes] = ran.stderr.trim().split("\n").at(-1).split(" ").map(Number)
  return { ms, cpuMs: (user + system) * 1000, mb: kilobytes / 1024 }
}

/** What starting the process alone takes. */
const alone = (times) => {
  const begun = performance.now()
  const before = process.resourceUsage()
  for (let i = 0; i < times; i++) spawnSync("true", { cwd: project })
  const after = process.resourceUsage()
  return {
    ms: (performance.now() - begun) / times,
    cpuMs: (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1000 / times
  }
}

const middle = (act) => {
  const runs = Array.from({ length: repeats }, act)
  return Object.fromEntries(["ms", "cpuMs", "mb"].map((name) => [name, median(runs.map((run) => run[name]))]))
}

const perTrial = () => {
  const one = middle(() => batch("noop", "x=[1]"))
  const many = middle(() => batch("noop", "x=range[1:101]"))
  const bare = alone(100)
  return {
    wallMs: round((many.ms - one.ms) / 100 - bare.ms),
    cpuMs: round((many.cpuMs - one.cpuMs) / 100),
    processAloneMs: round(bare.ms),
    batchOfOneMs: round(one.ms)
  }
}

const large = () => {
  const quarter = batch("noop", `x=range[1:${Math.round(trials / 4)}]`)
  const half = batch("noop", `x=range[1:${Math.round(trials / 2)}]`)
  const whole = batch("noop", `x=range[1:${trials}]`)
  return {
    trials,
    wallMs: [quarter, half, whole].map(({ ms }) => round(ms)),
    cpuMs: [quarter, half, whole].map(({ cpuMs }) => round(cpuMs)),
    peakMb: [quarter, half, whole].map(({ mb }) => round(mb)),
    // 1 is a straight line.
    timeOfSecondHalfToFirst: round((whole.cpuMs - half.cpuMs) / half.cpuMs)
  }
}

const jobs = () => {
  const one = middle(() => batch("spin", "x=range[1:12]", "-j", "1"))
  const two = middle(() => batch("spin", "x=range[1:12]", "-j", "2"))
  return {
    oneMs: round(one.ms),
    twoMs: round(two.ms),
    speedup: round(one.ms / two.ms),
    cpuMs: [round(one.cpuMs), round(two.cpuMs)]
  }
}

batch("noop", "x=[1]")
console.log(
  JSON.stringify(
    {
      node: process.version,
      cpus: cpus().length,
      loadAverage: loadavg().map((load) => round(load)),
      perTrial: perTrial(),
      large: large(),
      jobs: jobs()
    },
    null,
    2
  )
)
rmSync(base, { recursive: true })
