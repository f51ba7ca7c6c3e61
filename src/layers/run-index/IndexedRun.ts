import { statSync } from "node:fs"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import { isTerminal } from "../../domain/runs/RunStatus.ts"
import { isAttrName } from "../../domain/runs/RunAttrs.ts"
import { readRunDir } from "../run-store/ReadRunDir.ts"
import { RACY_MS, STAMPED, takeStamps } from "./Stamps.ts"

/** One directory of a scope as the index keeps it. */
export interface IndexedRun {
  /** Name of the directory in its scope. */
  readonly name: string
  /** Microseconds since the epoch when reading began. */
  readonly readAt: number
  /** Equal stamps mean an equal run. Not so while a run is underway, or was changed just before it was read. */
  readonly settled: boolean
  readonly stamps: ReadonlyArray<number | null>
  /** The attributes that have a file, whatever it says. */
  readonly attrNames: ReadonlyArray<string>
  /** Nothing for a directory without an operation. */
  readonly run: Run | undefined
}

const isLocked = (dir: string): boolean => {
  try {
    return statSync(`${dir}/.guild/LOCK`, { throwIfNoEntry: false }) !== undefined
  } catch {
    return true
  }
}

/** Whether a status can change while no file does: that of a run whose LOCK has the last word. */
const isFinal = (run: Run): boolean => isTerminal(run.status) && (run.exitStatus !== undefined || !isLocked(run.dir))

/** Reads a directory for the index. `nowMs` is the time before the read, milliseconds since the epoch. Synchronous. */
export const readIndexed = (ref: RunRef, name: string, nowMs: number): IndexedRun => {
  const { newestMs, stamps } = takeStamps(ref.dir)
  let attrNames: ReadonlyArray<string> = []
  const run = readRunDir(ref, (names) => {
    attrNames = [...names].filter(isAttrName)
  })
  // What stands in place of an operation may be written over.
  const hasOpRef = stamps[STAMPED.indexOf("opref")] !== null
  return {
    name,
    readAt: Math.trunc(nowMs * 1_000),
    settled:
      newestMs < nowMs - RACY_MS && (run === undefined ? !hasOpRef : run.status._tag === "Staged" || isFinal(run)),
    stamps,
    attrNames,
    run
  }
}
