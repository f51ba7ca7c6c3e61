// Makes synthetic run directories under a Guild home: node bench/make-runs.mjs HOME COUNT [SCALARS-FREE]
import { createHash } from "node:crypto"
import { mkdirSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const START_US = 1_600_000_000_000_000

const attrsOf = (id, i) => ({
  id,
  initialized: START_US + i * 1_000_000,
  started: START_US + i * 1_000_000 + 1_000,
  stopped: START_US + i * 1_000_000 + 900_000,
  exit_status: i % 10 === 0 ? 1 : 0,
  label: `lr=${(i % 100) / 100} batch-size=${i % 7} name=run-${i}`,
  flags: `\n  batch-size: ${i % 7}\n  lr: ${((i % 100) / 100).toFixed(2)}\n  name: run-${i}`
    .replace(/\n {2}/g, "\n")
    .trimStart(),
  cmd: "- python\n- -um\n- guild.op_main\n- train",
  host: "bench",
  user: "bench",
  random_seed: i,
  sourcecode_digest: createHash("md5")
    .update(String(i % 3))
    .digest("hex")
})

/** Writes `count` finished runs of three operations, one second apart. The same count gives the same runs. */
export const makeRuns = (home, count) => {
  for (let i = 0; i < count; i++) {
    const id = createHash("md5").update(`run ${i}`).digest("hex")
    const guild = `${home}/runs/${id}/.guild`
    mkdirSync(`${guild}/attrs`, { recursive: true })
    writeFileSync(
      `${guild}/opref`,
      `guildfile:/home/bench/proj/guild.yml 0123456789abcdef0123456789abcdef '' op-${i % 3}`
    )
    for (const [name, value] of Object.entries(attrsOf(id, i))) writeFileSync(`${guild}/attrs/${name}`, `${value}\n`)
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [home, count] = process.argv.slice(2)
  makeRuns(home, Number(count))
}
