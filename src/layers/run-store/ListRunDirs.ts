import { readdirSync, statSync } from "node:fs"
import type { RunRef } from "../../domain/runs/Run.ts"
import { RunId } from "../../domain/runs/RunId.ts"
import { OPREF_FILE } from "../../domain/runs/RunLayout.ts"
import type { RunScope } from "../../services/RunStore.ts"
import { runsDirOf, trashDirOf, trashedId } from "./Paths.ts"

/** Where the runs of a scope stand. */
export const scopeDir = (guildHome: string, scope: RunScope): string =>
  scope === "live" ? runsDirOf(guildHome) : scope === "trash" ? trashDirOf(guildHome) : scope.archive

/** Names the run that a directory of a scope holds; no look is taken at the disk. */
export const refIn = (root: string, scope: RunScope, name: string): RunRef => ({
  id: RunId.make(scope === "trash" ? trashedId(name) : name),
  dir: `${root}/${name}`
})

/** Names in a directory, without hidden ones; none where there is no such directory. Throws where it cannot be read. */
export const namesUnder = (root: string): ReadonlyArray<string> => {
  try {
    return readdirSync(root).filter((name) => !name.startsWith("."))
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return []
    throw cause
  }
}

const holdsOperation = (dir: string): boolean => {
  try {
    return statSync(`${dir}/${OPREF_FILE}`, { throwIfNoEntry: false })?.isFile() === true
  } catch {
    return false
  }
}

/** Every directory of a scope with an operation in it; files, broken links and unreadable directories are passed over. */
export const listRunDirs = (guildHome: string, scope: RunScope): ReadonlyArray<RunRef> => {
  const root = scopeDir(guildHome, scope)
  return namesUnder(root)
    .map((name) => refIn(root, scope, name))
    .filter((ref) => holdsOperation(ref.dir))
}
