// Makes synthetic run directories under a Guild home: node bench/make-runs.mjs HOME COUNT [SCALARS [POINTS]]
import { createHash } from "node:crypto"
import { mkdirSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"
import { eventFile } from "./event-file.mjs"

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

/** `loss`, then `scalar-1` and so on, with some points each. */
const pointsOf = (i, { points, scalars }) =>
  Array.from({ length: points }, (_, step) =>
    Array.from({ length: scalars }, (_, s) => ({
      tag: s === 0 ? "loss" : `scalar-${s}`,
      value: ((i * 7 + s * 13) % 1000) / 1000 + 1 / (step + 1),
      step,
      wallTime: START_US / 1e6 + i
    }))
  ).flat()

/**
 * Writes `count` finished runs of three operations, one second apart, with `scalars` captured scalars of `points` points each.
 * The same numbers give the same runs.
 */
export const makeRuns = (home, count, { points = 4, scalars = 0 } = {}) => {
  for (let i = 0; i < count; i++) {
    const id = createHash("md5").update(`run ${i}`).digest("hex")
    const guild = `${home}/runs/${id}/.guild`
    mkdirSync(`${guild}/attrs`, { recursive: true })
    writeFileSync(
      `${guild}/opref`,
      `guildfile:/home/bench/proj/guild.yml 0123456789abcdef0123456789abcdef '' op-${i % 3}`
    )
    for (const [name, value] of Object.entries(attrsOf(id, i))) writeFileSync(`${guild}/attrs/${name}`, `${value}\n`)
    if (scalars > 0)
      writeFileSync(
        `${guild}/events.out.tfevents.${1_600_000_000 + i}.bench.1.0`,
        eventFile(pointsOf(i, { points, scalars }))
      )
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [home, count, scalars = "0", points = "4"] = process.argv.slice(2)
  makeRuns(home, Number(count), { scalars: Number(scalars), points: Number(points) })
}
