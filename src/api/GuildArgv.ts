import { decodeFlagValue, encodeFlagValue } from "../domain/flags/FlagValue.ts"
import { RunId } from "../domain/runs/RunId.ts"
import type { ValueMap } from "../domain/Value.ts"
import { mapOf } from "../domain/Value.ts"

/** An operation as a guild of its own is asked to run it. */
export interface GuildRun {
  readonly spec: string
  readonly id: RunId
  readonly label: string | undefined
  readonly tags: ReadonlyArray<string>
  readonly flags: ValueMap
}

/** The words behind the program. */
export const guildArgv = ({ flags, id, label, spec, tags }: GuildRun): ReadonlyArray<string> => [
  "run",
  spec,
  "--yes",
  // What it gives is read from its run, now and by a pipeline that is restarted.
  "--keep-run",
  "--run-id",
  id,
  ...(label === undefined ? [] : ["--label", label]),
  ...tags.flatMap((tag) => ["--tag", tag]),
  ...Object.entries(flags).map(([name, value]) => `${name}=${encodeFlagValue(value)}`)
]

/** Reads what `guildArgv` says; `undefined` where the words are others. */
export const readGuildArgv = (words: ReadonlyArray<string>): GuildRun | undefined => {
  const [run, spec, yes, keep, runId, id, ...rest] = words
  if (run !== "run" || spec === undefined || id === undefined) return undefined
  if (yes !== "--yes" || keep !== "--keep-run" || runId !== "--run-id") return undefined
  const label = rest[0] === "--label" ? rest.splice(0, 2)[1] : undefined
  const tags: Array<string> = []
  while (rest[0] === "--tag") tags.push(...rest.splice(0, 2).slice(1))
  const flags = rest.map((word) => {
    const at = word.indexOf("=")
    return [word.slice(0, at), decodeFlagValue(word.slice(at + 1)).value] as const
  })
  return { spec, id: RunId.make(id), label, tags, flags: mapOf(flags) }
}
