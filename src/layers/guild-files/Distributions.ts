import type { Distribution } from "../../domain/source/Distribution.ts"
import { canonicalName, readDistribution } from "../../domain/source/Distribution.ts"
import { installedIn } from "./InstalledMetadata.ts"

const distributionsIn = (dir: string): ReadonlyArray<Distribution> =>
  installedIn(dir).flatMap(({ entryPoints, metadata }) => readDistribution(metadata(), entryPoints(), dir) ?? [])

/** The distributions that are installed in some places of Python's path, by name; of several with one name the first counts. */
export const distributionsOn = (path: ReadonlyArray<string>): ReadonlyArray<Distribution> => {
  const first = new Map<string, Distribution>()
  for (const each of path.flatMap(distributionsIn)) {
    const key = canonicalName(each.name)
    if (!first.has(key)) first.set(key, each)
  }
  return [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}
