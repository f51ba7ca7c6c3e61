import { readFileSync, rmSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { isGone } from "../process/ProcessTable.ts"
import { isTaken } from "../run-store/MoveRun.ts"
import { writeWhole } from "../run-store/WriteWhole.ts"
import { namesIn } from "../NamesIn.ts"

/** Work that is under way in a directory of runs: no listing shows it as a run. */
const WORK = ".carried-"
/** Tells of a copy that is there while its original is still to go. */
const MOVE = ".move-of-"

const count = { next: 0 }

/** A hidden name that says which process of which machine works there. */
export const workName = (dir: string, hostName: string): string =>
  join(dir, `${WORK}${hostName}-${process.pid}-${count.next++}`)

/** Where the unfinished move of what is at `to` is told of. */
const movePath = (to: string): string => join(dirname(to), `${MOVE}${basename(to)}`)

/** Says that what is about to be at `to` is to replace `sources`. The file is there before `to` is. */
export const beginMove = (to: string, sources: ReadonlyArray<string>): void =>
  writeWhole(movePath(to), sources.map((source) => `${source}\n`).join(""), dirname(to))

/** The originals that a move of which `to` is the copy has still to take away. */
export const unfinishedMove = (to: string): ReadonlyArray<string> => {
  try {
    const sources = readFileSync(movePath(to), "utf8").split("\n")
    return sources.filter((source) => source !== "" && isTaken(source))
  } catch {
    return []
  }
}

/** Nothing is left to be done of a move to this place. */
export const endMove = (to: string): void => rmSync(movePath(to), { force: true })

/** Whether a name in a directory of runs is there only while runs are carried. */
export const isWork = (name: string): boolean => name.startsWith(WORK) || name.startsWith(MOVE)

/**
 * Takes away what a guild that was killed on this machine left in a directory: copies that never became whole, originals whose
 * copies did, and word of moves that are complete. What cannot be removed stays: it is in nobody's way.
 */
export const sweep = (dir: string, hostName: string): void => {
  for (const name of namesIn(dir)) {
    const pid = name.startsWith(`${WORK}${hostName}-`)
      ? /^(\d+)-/.exec(name.slice(WORK.length + hostName.length + 1))?.[1]
      : undefined
    const stale =
      (pid !== undefined && isGone(Number(pid))) ||
      (name.startsWith(MOVE) && unfinishedMove(join(dir, name.slice(MOVE.length))).length === 0)
    if (!stale) continue
    try {
      rmSync(join(dir, name), { recursive: true, force: true })
    } catch {
      continue
    }
  }
}
