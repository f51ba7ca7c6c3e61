import { rmSync } from "node:fs"
import { hostname } from "node:os"
import { basename, dirname, join } from "node:path"
import { namesIn } from "../NamesIn.ts"
import { isGone } from "../process/ProcessTable.ts"

/** What this process works on now. */
const active = new Set<string>()
let count = 0

/** A cache may be shared by machines, whose processes say nothing of one another's. */
const machine = (): string => hostname().replace(/[^\w.-]/g, "_")

/** A name beside a place for what is not whole yet; it says which process of which machine works there, until `disown`. */
export const own = (path: string, kind: string): string => {
  const owned = `${path}.${machine()}-${process.pid}-${(count += 1)}.${kind}`
  active.add(owned)
  return owned
}

export const disown = (owned: string): void => void active.delete(owned)

const pidIn = (rest: string, kind: string): number | undefined => {
  const [, pid, suffix] = /^(\d+)-\d+\.(\w+)$/.exec(rest) ?? []
  return pid === undefined || suffix !== kind ? undefined : Number(pid)
}

/** What processes of this machine that are gone have left beside a place, or beside any place in its directory. */
export const abandoned = (path: string, kind: string, beside: "all" | "own" = "own"): ReadonlyArray<string> => {
  const mark = `.${machine()}-`
  return namesIn(dirname(path)).flatMap((name) => {
    const at = name.lastIndexOf(mark)
    const pid = at < 0 ? undefined : pidIn(name.slice(at + mark.length), kind)
    const left = join(dirname(path), name)
    if (pid === undefined || active.has(left) || (beside === "own" && name.slice(0, at) !== basename(path))) return []
    return pid === process.pid || isGone(pid) ? [left] : []
  })
}

/** Takes away what was abandoned in the directory of a place. What cannot be removed stays: it is in nobody's way. */
export const sweep = (path: string, kind: string): void => {
  for (const left of abandoned(path, kind, "all")) {
    try {
      rmSync(left, { recursive: true, force: true })
    } catch {
      continue
    }
  }
}
