import { constants } from "node:os"

export type StopSignal = "SIGINT" | "SIGTERM" | "SIGKILL"

/** Sends a signal to a process, or to a group where `pid` is negative. What is gone already is no error. */
export const send = (pid: number, signal: StopSignal | 0): boolean => {
  try {
    return process.kill(pid, signal)
  } catch (cause) {
    // Not permitted means that it is there: a process of another user.
    return cause instanceof Error && "code" in cause && cause.code === "EPERM"
  }
}

/** A process's end as one number: its exit code, or the negative number of the signal that ended it. */
export const exitStatusOf = (code: number | null, signal: NodeJS.Signals | null): number =>
  code ?? (signal === null ? 1 : -constants.signals[signal])
