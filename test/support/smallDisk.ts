import { execFileSync } from "node:child_process"

const mount = (...args: ReadonlyArray<string>): boolean => {
  try {
    execFileSync("mount", args, { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

/** A disk of its own at a directory. */
export interface SmallDisk {
  /** Mounting takes a privilege that tests do not have everywhere: without it there is no disk, and nothing else to call. */
  readonly isThere: boolean
  readonly resize: (size: string) => boolean
  readonly makeReadOnly: () => boolean
  readonly remove: () => void
}

/** @param size as mount(8) takes it: `1m` */
export const smallDisk = (dir: string, size: string): SmallDisk => {
  const isThere = mount("-t", "tmpfs", "-o", `size=${size}`, "tmpfs", dir)
  return {
    isThere,
    resize: (now) => mount("-o", `remount,size=${now}`, dir),
    makeReadOnly: () => mount("-o", "remount,ro", dir),
    // What is ending may have a file of it open for a moment yet.
    remove: () => void (isThere && execFileSync("umount", ["-l", dir], { stdio: "ignore" }))
  }
}
