import { existsSync, readFileSync } from "node:fs"

/** The pid that a file names; `undefined` until it is there whole, for 0 and less would name whole groups, the tests' own among them. */
export const pidIn = (path: string): number | undefined => {
  const pid = existsSync(path) ? Number(readFileSync(path, "utf8")) : 0
  return pid > 1 ? pid : undefined
}

const send = (pid: number, target: number): void => {
  if (!(pid > 1)) throw new Error(`${pid} is no process of a test`)
  try {
    process.kill(target, "SIGKILL")
  } catch {
    // It was faster.
  }
}

/** Ends a process at once, as the system may do. */
export const killAtOnce = (pid: number): void => send(pid, pid)

/** Ends the group of a leader at once. */
export const killGroup = (leader: number): void => send(leader, -leader)
