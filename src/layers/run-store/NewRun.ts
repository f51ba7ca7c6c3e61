import { lstatSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import type { RunRef } from "../../domain/runs/Run.ts"
import { RunId } from "../../domain/runs/RunId.ts"
import { ATTRS_DIR, GUILD_DIR } from "../../domain/runs/RunLayout.ts"
import { namesIn } from "../NamesIn.ts"
import { isGone } from "../process/ProcessTable.ts"
import { makeDirs } from "../SafeDirs.ts"
import { isTaken } from "./MoveRun.ts"

/**
 * Where new runs are made, out of sight of every listing and on the file system on which they are to stand. It is there only while one is
 * made, for whoever lists the directory of runs by other means expects runs alone.
 */
const MAKING = ".making"

const makingDirOf = (runsDir: string): string => `${runsDir}/${MAKING}`

/** Names the guild that makes a run, and the run. */
const NAME = /^(\d+)-(.+)$/

/** So old is nothing that is still being made: in another container the process may be there that is not seen here. */
const LEFT_AFTER_MS = 60_000

/** The hidden place of a run of this process that is not yet one. */
export const hiddenPlace = (runsDir: string, id: RunId): RunRef => ({
  id,
  dir: `${makingDirOf(runsDir)}/${process.pid}-${id}`
})

/** Whether a directory is that of a run which this process makes in hiding, or a part of it. */
export const isHidden = (dir: string): boolean => dir.includes(`/${MAKING}/${process.pid}-`)

/** How often others may take the hidden place away, each of them with a run of its own, before it is given up. */
const MAX_TRIES = 100

/** Makes a hidden directory for a run whose name is free. Throws what the disk says. */
export const makeHidden = (runsDir: string, { dir, id }: RunRef): void => {
  if (isTaken(`${runsDir}/${id}`)) throw new Error(`there is a run with this id in ${runsDir}`)
  for (let tries = 1; ; tries++) {
    try {
      makeDirs(dirname(dir))
      mkdirSync(dir)
      return
    } catch (cause) {
      // It was there, and then it was not, or the other way round.
      const isAway =
        !isTaken(dir) && cause instanceof Error && "code" in cause && /^(ENOENT|EEXIST)$/.test(`${cause.code}`)
      if (!isAway || tries === MAX_TRIES) throw cause
    }
  }
}

/** Takes the hidden place away where nothing is made in it any more. */
export const leaveHidden = (runsDir: string): void => {
  try {
    rmdirSync(makingDirOf(runsDir))
  } catch {
    return
  }
}

/** What makes a directory one that a run is made in, without what is in every run's attributes. Throws what the disk says. */
export const markPending = (dir: string): void => {
  makeDirs(`${dir}/${ATTRS_DIR}`)
  writeFileSync(`${dir}/${GUILD_DIR}/PENDING`, "")
}

/** Where a run is to stand that is made in hiding; any other stays where it is. */
export const placeOf = (runsDir: string, run: RunRef): RunRef =>
  run.dir === hiddenPlace(runsDir, run.id).dir ? { id: run.id, dir: `${runsDir}/${run.id}` } : run

/** Gives a run its place. Throws what the disk says. */
export const bringOut = (runsDir: string, run: RunRef): RunRef => {
  const place = placeOf(runsDir, run)
  if (place !== run) {
    renameSync(run.dir, place.dir)
    leaveHidden(runsDir)
  }
  return place
}

const hidden = (runsDir: string): ReadonlyArray<RunRef & { readonly pid: number }> =>
  namesIn(makingDirOf(runsDir)).flatMap((name) => {
    const [, pid, id] = NAME.exec(name) ?? []
    return pid === undefined || id === undefined
      ? []
      : [{ pid: Number(pid), id: RunId.make(id), dir: `${makingDirOf(runsDir)}/${name}` }]
  })

/** Removes what guilds that were killed have left of runs that they were making. What cannot go stays. */
export const sweepHidden = (runsDir: string, nowMs: number): void => {
  for (const { dir, pid } of hidden(runsDir)) {
    const madeMs = lstatSync(dir, { throwIfNoEntry: false })?.mtimeMs ?? nowMs
    if (!isGone(pid) || nowMs - madeMs < LEFT_AFTER_MS) continue
    try {
      rmSync(dir, { recursive: true, force: true })
    } catch {
      continue
    }
  }
}

/** Hidden directories of runs that another run links to by their ids. */
export const hiddenFrom = (runsDir: string, from: RunRef): ReadonlyArray<RunRef> =>
  hidden(runsDir)
    .filter(({ id }) => lstatSync(`${from.dir}/${id}`, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    .map(({ dir, id }) => ({ id, dir }))
