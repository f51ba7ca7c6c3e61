import { readFileSync } from "node:fs"
import { join } from "node:path"
import { entriesOf } from "./PythonPath.ts"

const textOf = (path: string): string => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}

/** What an installed project says of itself, each text read when it is asked for; empty where there is none. */
export interface InstalledMetadata {
  readonly metadata: () => string
  readonly entryPoints: () => string
}

/** The projects that are installed in one place of Python's path, by the names of their metadata directories. */
export const installedIn = (dir: string): ReadonlyArray<InstalledMetadata> =>
  entriesOf(dir)
    .filter((name) => name.endsWith(".dist-info") || name.endsWith(".egg-info"))
    .map((name) => ({
      metadata: () => textOf(join(dir, name, "METADATA")) || textOf(join(dir, name, "PKG-INFO")),
      entryPoints: () => textOf(join(dir, name, "entry_points.txt"))
    }))
