import { fstatSync } from "node:fs"
import { isatty } from "node:tty"

/** Whether a file descriptor is a terminal. What is no device is told from one sooner than Node's module for terminals is loaded. */
export const isTerminalFd = (fd: number): boolean => {
  try {
    return fstatSync(fd).isCharacterDevice() && isatty(fd)
  } catch {
    return false
  }
}
