import { readFileSync, utimesSync } from "node:fs"
import { ownerPath } from "./Liveness.ts"

/** How often the marks of locks that are held are touched. */
const TOUCH_MS = 20_000

const readMark = (lock: string): string | undefined => {
  try {
    return readFileSync(ownerPath(lock), "utf8")
  } catch {
    return undefined
  }
}

/** Touches the mark of a lock, if it is still this one. */
const touch = (lock: string, mark: string): boolean => {
  try {
    if (readMark(lock) !== mark) return false
    const now = new Date()
    utimesSync(ownerPath(lock), now, now)
    return true
  } catch {
    return false
  }
}

/**
 * Keeps locks: touches their marks, for those who share the files and cannot see the process that holds them. It keeps no process
 * alive. A lock that is given up, or was taken by another, is kept no longer.
 */
export const lockKeeper = (everyMs = TOUCH_MS) => {
  const kept = new Map<string, string>()
  let timer: NodeJS.Timeout | undefined

  const close = (): void => {
    clearInterval(timer)
    timer = undefined
  }
  const touchAll = (): void => {
    for (const [lock, mark] of kept) if (!touch(lock, mark)) kept.delete(lock)
    if (kept.size === 0) close()
  }
  return {
    /** From now on, as its mark is now. */
    keep: (lock: string): void => {
      const mark = readMark(lock)
      if (mark === undefined) return
      kept.set(lock, mark)
      timer ??= setInterval(touchAll, everyMs).unref()
    },
    close
  }
}
