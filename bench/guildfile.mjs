// How long reading a Guild file takes beyond the start of guild itself, and how that grows: warm, as every command but the first
// finds it after a change, and cold, where nothing is remembered of the file. Prints one line of JSON.
// usage: node bench/guildfile.mjs [--runs N]; `node scripts/build.mjs` comes first
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const guild = fileURLToPath(new URL("../dist/guild.cjs", import.meta.url))
const at = process.argv.indexOf("--runs")
const RUNS = at < 0 ? 7 : Number(process.argv[at + 1])
const FLAGS = 10
const LEVELS = 3

const flags = (indent, from) =>
  Array.from(
    { length: FLAGS },
    (_, i) => `${indent}flag-${i}:\n${indent}  description: Flag ${i}\n${indent}  default: ${(from + i) / 10}\n`
  ).join("")

/** A model of so many operations, inherited over three levels of configs, each of which says the same flags anew. */
const guildFile = (operations) => {
  const level = (head, exec, n) =>
    `- ${head}\n  operations:\n${Array.from(
      { length: operations },
      (_, i) => `    op-${i}:\n${exec ? `      exec: echo op-${i}\n` : ""}      flags:\n${flags("        ", n + i)}`
    ).join("")}`
  return [
    level("config: base-0", true, 0),
    ...Array.from({ length: LEVELS - 1 }, (_, n) => level(`config: base-${n + 1}\n  extends: base-${n}`, false, n)),
    `- model: net\n  extends: base-${LEVELS - 1}\n`
  ].join("")
}

const dir = mkdtempSync(join(tmpdir(), "guild-bench-"))
const env = { ...process.env, GUILD_HOME: join(dir, "home") }

const remembered = join(env.GUILD_HOME, "cache", "guild-files")

/** Milliseconds of the fastest of some starts: what others do on the machine only ever adds. */
const milliseconds = (text, cold) => {
  writeFileSync(join(dir, "guild.yml"), text)
  const times = Array.from({ length: cold ? RUNS : RUNS + 1 }, () => {
    if (cold) rmSync(remembered, { recursive: true, force: true })
    const start = process.hrtime.bigint()
    execFileSync(process.execPath, [guild, "-C", dir, "operations"], { env, stdio: "pipe" })
    return Number(process.hrtime.bigint() - start) / 1e6
  })
  return Math.min(...times)
}

try {
  const smallest = milliseconds("op:\n  exec: echo\n", false)
  const beyondStart = (text, cold) => milliseconds(text, cold) - smallest
  const result = {
    flags: FLAGS,
    levels: LEVELS,
    startMs: Math.round(smallest),
    // A file as people write them, of about a hundred lines.
    hundredLinesColdMs: Math.round(beyondStart(guildFile(1), true))
  }
  for (const operations of [200, 500, 1000, 2000]) {
    const text = guildFile(operations)
    const ms = beyondStart(text, false)
    result[`operations${operations}`] = {
      kilobytes: Math.round(text.length / 1024),
      coldMs: Math.round(beyondStart(text, true)),
      ms: Math.round(ms),
      // Falls, as what is compiled at first is used on: the growth is linear, and no worse.
      msPerHundred: Number(((ms / operations) * 100).toFixed(1))
    }
  }
  console.log(JSON.stringify(result))
} finally {
  rmSync(dir, { recursive: true, force: true })
}
