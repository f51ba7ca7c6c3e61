import { existsSync, readdirSync, readlinkSync, realpathSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { GUILD_DIR } from "../../domain/runs/RunLayout.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import { problem } from "./ResourceProblem.ts"

/** Where the links of a run lead that lead nowhere: absolute, one link followed. */
const deadEnds = (dir: string): ReadonlySet<string> => {
  const ends = new Set<string>()
  const own = join(dir, GUILD_DIR)
  const walk = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name)
      if (entry.isDirectory() && path !== own) walk(path)
      else if (entry.isSymbolicLink() && !existsSync(path)) ends.add(join(at, readlinkSync(path)))
    }
  }
  walk(dir)
  return ends
}

/** The run that a path was a file of, where that is gone as a whole. */
const deletedRun = (runsDir: string, path: string): string | undefined => {
  const [id = "..", ...rest] = relative(runsDir, path).split("/")
  return id === ".." || rest.length === 0 || existsSync(join(runsDir, id)) ? undefined : id
}

/**
 * Looks whether what a run has links to is still there, of paths as `resolved_deps` has them. What was copied may be gone. Throws a
 * ResourceProblem that names the first which is not.
 */
export const checkResolved = (runDir: string, paths: ReadonlyArray<string>): void => {
  const dir = realpathSync(runDir)
  const gone = paths.map((path) => join(dir, path)).filter((path) => !existsSync(path))
  if (gone.length === 0) return
  const ends = deadEnds(dir)
  const lost = gone.find((path) => ends.has(path))
  if (lost === undefined) return
  const id = deletedRun(dirname(dir), lost)
  throw problem(
    id === undefined
      ? `${lost}, which the run has a link to, is not there any more\nPut it back, or start a new run.`
      : `run ${shortId(id)}, whose files the run has links to, has been deleted\nUse 'guild runs restore ${shortId(id)}' to get it back, or start a new run.`
  )
}
