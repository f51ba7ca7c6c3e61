import type { EventFile } from "../../services/ScalarLog.ts"
import { findEventFiles } from "../tfevents/EventFiles.ts"
import { settledStampAt, stampAt } from "./Stamps.ts"

/**
 * The event files of a run, and what has to be unchanged for their summaries to be true, as JSON: `[path, stamp]` of every
 * directory that was searched for event files and of every event file, relative to the run. Take them before the files are
 * read. The checks are empty, and hold never, where one was changed so recently that its next change might not show. Throws
 * what the disk says.
 */
export const takeChecks = (
  runDir: string,
  nowMs: number
): { readonly files: ReadonlyArray<EventFile>; readonly checks: string } => {
  const checks: Array<readonly [string, number]> = []
  let settled = true
  const take = (path: string): void => {
    const stamp = settledStampAt(path === "" ? runDir : `${runDir}/${path}`, nowMs)
    if (stamp === undefined) settled = false
    else checks.push([path, stamp])
  }
  const files = findEventFiles(runDir, take)
  for (const { path } of files) take(path.slice(runDir.length + 1))
  return { files, checks: settled ? JSON.stringify(checks) : "" }
}

/** Whether everything that was checked is as it was. */
export const stillHold = (runDir: string, checks: string): boolean => {
  if (checks === "") return false
  try {
    const found: unknown = JSON.parse(checks)
    return (
      Array.isArray(found) &&
      found.every((check: unknown) => {
        const [path, stamp]: ReadonlyArray<unknown> = Array.isArray(check) ? check : []
        return typeof path === "string" && stampAt(path === "" ? runDir : `${runDir}/${path}`) === stamp
      })
    )
  } catch {
    return false
  }
}
