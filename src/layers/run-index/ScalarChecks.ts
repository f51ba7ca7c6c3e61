import type { EventFile } from "../../services/ScalarLog.ts"
import { findEventFiles } from "../tfevents/EventFiles.ts"
import { GUILD_DIR } from "../../domain/runs/RunLayout.ts"
import type { CheckList } from "./Checks.ts"
import { settledStampAt } from "./Stamps.ts"

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

/** The list that checks are; nothing where there are none, or the index says what guild never wrote. */
const listIn = (text: string): ReadonlyArray<unknown> | undefined => {
  if (text === "") return undefined
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list : undefined
  } catch {
    return undefined
  }
}

/**
 * Adds the files of a run that were checked.
 *
 * @param guildStamp the stamp of the run's `.guild`, where it was just looked at
 * @returns false where what was checked is known not to hold
 */
export const addScalarChecks = (
  checks: CheckList,
  owner: number,
  text: string | undefined,
  guildStamp: number | undefined
): boolean => {
  const kept = text === undefined ? undefined : listIn(text)
  if (kept === undefined) return false
  for (const check of kept) {
    const [path, stamp]: ReadonlyArray<unknown> = Array.isArray(check) ? check : []
    if (typeof path !== "string" || typeof stamp !== "number") return false
    if (path !== GUILD_DIR || guildStamp === undefined) checks.add(owner, checks.file(path === "" ? "." : path), stamp)
    else if (stamp !== guildStamp) return false
  }
  return true
}
