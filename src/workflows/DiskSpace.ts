import { Effect } from "effect"
import { Host } from "../services/Host.ts"
import { Processes } from "../services/Processes.ts"

/** What a part of the Guild home takes on the disk. */
export interface DiskUse {
  readonly name: string
  readonly path: string
  /** `undefined` where it cannot be told. A directory that is not there takes nothing. */
  readonly bytes: number | undefined
}

const TIMEOUT_MS = 120_000

/** The parts of a Guild home, as `guild check --space` names them. */
const partsOf = (guildHome: string): ReadonlyArray<readonly [name: string, path: string]> => [
  ["guild_home", guildHome],
  ["runs", `${guildHome}/runs`],
  ["deleted_runs", `${guildHome}/trash/runs`],
  ["remote_state", `${guildHome}/remotes`],
  ["cache", `${guildHome}/cache`]
]

/** Kibibytes by path, of lines as `du -k` prints them. */
const sizesIn = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text.split("\n").flatMap((line) => {
      const [, size, path] = /^(\d+)\s+(.+)$/.exec(line) ?? []
      return size === undefined || path === undefined ? [] : [[path, Number(size)] as const]
    })
  )

/** What the parts of the Guild home take; the system's own `du` counts, one part after the other. */
export const diskSpace = Effect.gen(function* () {
  const host = yield* Host
  const processes = yield* Processes
  return yield* Effect.forEach(partsOf(host.guildHome), ([name, path]) =>
    processes
      .capture({ argv: ["du", "-sk", path], cwd: host.cwd, env: host.env, stdin: "ignore", timeoutMs: TIMEOUT_MS })
      .pipe(
        Effect.map(({ stdout }): DiskUse => ({ name, path, bytes: (sizesIn(stdout).get(path) ?? 0) * 1024 })),
        Effect.orElseSucceed((): DiskUse => ({ name, path, bytes: undefined }))
      )
  )
})
