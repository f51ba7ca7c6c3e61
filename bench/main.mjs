// Times guild against node, sh and python3 in one run and prints one JSON document: medians in milliseconds, and ratios.
// Usage: node bench/main.mjs [--runs N] [name ...]
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { cpus, tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { performance } from "node:perf_hooks"

const root = resolve(import.meta.dirname, "..")
const guild = join(root, "dist/guild.cjs")
const args = process.argv.slice(2)
const repeats = args[0] === "--runs" ? Number(args.splice(0, 2)[1]) : 10
const wanted = (name) => args.length === 0 || args.includes(name)

const base = mkdtempSync(join(tmpdir(), "guild-bench-"))
const project = join(base, "project")
const home = join(base, "home")
mkdirSync(project)
const env = { ...process.env, GUILD_HOME: home }

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const round = (value) => Math.round(value * 100) / 100

/** Runs a command once and gives its wall time in milliseconds and its peak memory in MB. */
const once = (argv, options = {}) => {
  const start = performance.now()
  const ran = spawnSync(argv[0], argv.slice(1), { cwd: project, env, stdio: ["ignore", "ignore", "pipe"], ...options })
  const ms = performance.now() - start
  if (ran.status !== 0) throw new Error(`${argv.join(" ")}: exit ${ran.status}\n${ran.stderr}`)
  return ms
}

/** Medians of several commands, their runs interleaved so that a busy moment hurts all alike. */
const compare = (commands, times = repeats) => {
  const taken = Object.fromEntries(Object.keys(commands).map((name) => [name, []]))
  for (const command of Object.values(commands)) command()
  for (let i = 0; i < times; i++) for (const [name, command] of Object.entries(commands)) taken[name].push(command())
  return Object.fromEntries(Object.entries(taken).map(([name, values]) => [name, round(median(values))]))
}

// Start-up is what a command takes that has nothing to do (`guild models` without a Guild file); `--version` loads even less.
const node = () => once([process.execPath, "-e", "0"])
const g = (...words) => once([process.execPath, guild, ...words])

const peakMemory = (argv) => {
  const ran = spawnSync(
    "/usr/bin/env",
    ["bash", "-c", 'TIMEFORMAT=; exec /usr/bin/time -f %M "$@" > /dev/null', "bash", ...argv],
    {
      cwd: project,
      env,
      encoding: "utf8"
    }
  )
  const kilobytes = Number(ran.stderr.trim().split("\n").at(-1))
  return Number.isFinite(kilobytes) ? round(kilobytes / 1024) : null
}

const benches = {
  start: () => {
    const times = compare({ node, version: () => g("--version"), help: () => g("--help") })
    return { times, versionRatio: round(times.version / times.node), helpRatio: round(times.help / times.node) }
  },
  "runs-1000": () => runsBench(1000),
  "runs-10000": () => runsBench(10000),
  "shell-run": () => {
    writeFileSync(join(project, "noop.sh"), "#!/bin/sh\ntrue\n", { mode: 0o755 })
    const times = compare({
      sh: () => once(["sh", "-c", "true"]),
      version: () => g("--version"),
      start: () => g("models"),
      run: () => g("run", "noop.sh", "-y")
    })
    return {
      times,
      overheadMs: round(times.run - times.sh - times.start),
      overheadToVersionMs: round(times.run - times.sh - times.version)
    }
  },
  "python-run": () => {
    writeFileSync(join(project, "noop.py"), "x = 1\nprint(x)\n")
    const times = compare({
      python: () => once(["python3", "noop.py"]),
      version: () => g("--version"),
      start: () => g("models"),
      run: () => g("run", "noop.py", "-y")
    })
    return {
      times,
      overheadMs: round(times.run - times.python - times.start),
      overheadToVersionMs: round(times.run - times.python - times.version)
    }
  },
  "scalar-lines": () => {
    writeFileSync(join(project, "lines.py"), "for i in range(200000):\n    print('loss: %f' % (1.0 / (i + 1)))\n")
    const times = compare(
      {
        alone: () => once(["bash", "-c", "python3 lines.py > out.txt"]),
        run: () => g("run", "lines.py", "-y", "--quiet")
      },
      3
    )
    return {
      times,
      ratio: round(times.run / times.alone),
      peakMB: peakMemory([process.execPath, guild, "run", "lines.py", "-y", "-q"])
    }
  }
}

const runsBench = (count) => {
  const many = join(base, `home-${count}`)
  const made = spawnSync(process.execPath, [join(root, "bench/make-runs.mjs"), many, String(count)], {
    encoding: "utf8"
  })
  if (made.status !== 0) throw new Error(made.stderr)
  const list = ["-H", many, "runs"]
  const first = once([process.execPath, guild, ...list])
  // Runs that changed in the last seconds are read again at every look; a warm index is one of runs that are older.
  const warm = performance.now() + 4000
  while (performance.now() < warm) g(...list)
  const times = compare({ node, list: () => g(...list) })
  return {
    firstMs: round(first),
    times,
    ratio: round(times.list / times.node),
    peakMB: peakMemory([process.execPath, guild, ...list])
  }
}

try {
  const results = {}
  for (const [name, bench] of Object.entries(benches)) if (wanted(name)) results[name] = bench()
  console.log(
    JSON.stringify({ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, repeats, results }, null, 2)
  )
} finally {
  rmSync(base, { recursive: true, force: true })
}
