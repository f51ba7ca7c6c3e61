import { readdirSync, readFileSync, rmSync } from "node:fs"
import { isGone } from "../../src/layers/process/ProcessTable.ts"
import { killAtOnce } from "./kill.ts"

/** The environment that a process was started with; empty where it is gone. */
export const environOf = (pid: number): ReadonlyArray<string> => {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0")
  } catch {
    return []
  }
}

/** Pids of all living processes that were started with this `NAME=VALUE` in their environment. */
export const workersWith = (entry: string): ReadonlyArray<number> =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => environOf(pid).includes(entry) && !isGone(pid))

/** Takes a throw-away directory away, and ends what a test that failed has left running with this in its environment. */
export const removeWorld = (dir: string, entry: string): void => {
  workersWith(entry).forEach(killAtOnce)
  // What is killed may write for a moment yet.
  rmSync(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 })
}
