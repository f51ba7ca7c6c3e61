import { Effect } from "effect"
import { stampsUnder } from "./StampsUnder.ts"

/** Files under one directory, and the stamp that each has to have; null where there has to be none. */
export interface Checks {
  /** For whom a file is checked: a position in a list of the asker's. */
  readonly owners: Array<number>
  readonly paths: Array<string>
  readonly stamps: Array<number | null>
}

export const noChecks = (): Checks => ({ owners: [], paths: [], stamps: [] })

export const addCheck = (
  { owners, paths, stamps }: Checks,
  owner: number,
  path: string,
  stamp: number | null
): void => {
  owners.push(owner)
  paths.push(path)
  stamps.push(stamp)
}

/** The owners of files that are not as they have to be. */
export const failing = (root: string, { owners, paths, stamps }: Checks): Effect.Effect<ReadonlySet<number>> =>
  Effect.map(stampsUnder(root, paths), (now) => {
    const failed = new Set<number>()
    for (const [i, owner] of owners.entries()) if (!Object.is(now[i], stamps[i] ?? NaN)) failed.add(owner)
    return failed
  })
