import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Distribution } from "../../domain/source/Distribution.ts"
import { canonicalName, readDistribution } from "../../domain/source/Distribution.ts"
import { entriesOf } from "./PythonPath.ts"

const textOf = (path: string): string => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}

const distributionsIn = (dir: string): ReadonlyArray<Distribution> =>
  entriesOf(dir)
    .filter((name) => name.endsWith(".dist-info") || name.endsWith(".egg-info"))
    .flatMap((name) => {
      const metadata = textOf(join(dir, name, "METADATA")) || textOf(join(dir, name, "PKG-INFO"))
      return readDistribution(metadata, textOf(join(dir, name, "entry_points.txt")), dir) ?? []
    })

/** The distributions that are installed in some places of Python's path, by name; of several with one name the first counts. */
export const distributionsOn = (path: ReadonlyArray<string>): ReadonlyArray<Distribution> => {
  const first = new Map<string, Distribution>()
  for (const each of path.flatMap(distributionsIn)) {
    const key = canonicalName(each.name)
    if (!first.has(key)) first.set(key, each)
  }
  return [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}
