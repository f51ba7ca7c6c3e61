import { readFileSync, statSync } from "node:fs"
import { namesIn } from "../NamesIn.ts"
import type { ProcessMark } from "./ProcessFacts.ts"
import { bootMs, ownPlace, procStat, readLink } from "./ProcessFacts.ts"

/** How old the file of a holder's mark may be whose process cannot be seen from here: six times what it takes to be touched again. */
const SILENT_MS = 120_000

/** The namespace that every process of a machine can be seen from, by the number that Linux gives it. */
const FIRST_SPACE = "pid:[4026531836]"

/** The pid that a process has in its own namespace, of which it may have several. */
const innerPid = (pid: string): number | undefined => {
  try {
    const pids = /^NSpid:\s+(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]
    return pids === undefined ? undefined : Number(pids.split(/\s+/).at(-1))
  } catch {
    return undefined
  }
}

/**
 * Looks for the process of a mark of another pid namespace of this machine: its pid here, `gone` where it would be seen if it lived,
 * nothing where it may live unseen.
 */
const findHere = (mark: ProcessMark): number | "gone" | undefined => {
  let unreadable = ownPlace().space !== FIRST_SPACE
  for (const name of namesIn("/proc").filter((each) => /^\d+$/.test(each))) {
    const stat = procStat(Number(name))
    // Threads of the kernel and what has ended in the meantime are in no namespace of anybody's.
    if (stat === undefined || (mark.ticks !== undefined && stat.ticks !== mark.ticks)) continue
    const space = readLink(`/proc/${name}/ns/pid`)
    if (space === undefined) unreadable = true
    else if (space === mark.space && innerPid(name) === mark.pid) return stat.state === "Z" ? "gone" : Number(name)
  }
  return unreadable ? undefined : "gone"
}

/** Whether a holder shows signs of life, for one whose process is nothing to this machine: it touches its mark. */
const isTouched = (file: string, sinceMs: number): boolean => {
  const touchedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return touchedMs > Math.max(sinceMs, Date.now() - SILENT_MS)
}

/**
 * Whether a process of another place lives, which shares its files with this one: another container, or another machine. `pid` is
 * what it is called here, and 0 where it cannot be seen from here.
 *
 * @param file where its mark is, which it touches now and then
 */
export const elsewhere = (mark: ProcessMark, file: string): { readonly pid: number; readonly alive: boolean } => {
  // This machine itself, before it was started anew, touched nothing since.
  if (mark.boot !== ownPlace().boot) return { pid: 0, alive: isTouched(file, bootMs() || 0) }
  const found = findHere(mark)
  if (found === undefined) return { pid: 0, alive: isTouched(file, 0) }
  return found === "gone" ? { pid: 0, alive: false } : { pid: found, alive: true }
}
