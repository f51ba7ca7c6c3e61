import { spawnSync } from "node:child_process"

/** The pid of a process that has ended and been waited for. */
export const deadPid = (): number => spawnSync(process.execPath, ["--version"]).pid
