import { Effect } from "effect"
import { stampsUnder } from "./StampsUnder.ts"

/** Files of runs under one directory, and the stamp that each has to have; NaN where there has to be none. */
export interface Checks {
  /** For whom a file is checked: a position in a list of the asker's. */
  readonly owners: Array<number>
  /** The directory of the run, and the file in it. Paths are made of them one at a time: they are many. */
  readonly dirs: Array<string>
  readonly files: Array<string>
  readonly stamps: Array<number>
}

export const noChecks = (): Checks => ({ owners: [], dirs: [], files: [], stamps: [] })

export const addCheck = (checks: Checks, owner: number, dir: string, file: string, stamp: number | null): void => {
  checks.owners.push(owner)
  checks.dirs.push(dir)
  checks.files.push(file)
  checks.stamps.push(stamp ?? NaN)
}

/** The owners of files that are not as they have to be. */
export const failing = (root: string, checks: Checks): Effect.Effect<ReadonlySet<number>> =>
  Effect.map(stampsUnder(root, checks), (now) => {
    const failed = new Set<number>()
    checks.owners.forEach((owner, i) => {
      if (!Object.is(now[i], checks.stamps[i])) failed.add(owner)
    })
    return failed
  })
