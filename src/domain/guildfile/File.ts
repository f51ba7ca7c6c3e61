import { MAX_TEXT } from "./Bounds.ts"
import { coerceItem } from "./Coerce.ts"
import type { Findings } from "./Findings.ts"
import { topLevelItems } from "./Items.ts"
import type { MapNode, Node, Place, Source } from "./Node.ts"
import { get } from "./Node.ts"
import { nodeFromJson, nodeToJson } from "./NodeJson.ts"
import { readTexts } from "./Read.ts"
import { readYaml } from "./ReadYaml.ts"

/**
 * Remembers what texts of Guild files read as, in the words of `NodeJson`: YAML takes long to read. Where things stand in a text
 * is not remembered.
 */
export interface Readings {
  readonly recall: (source: Source) => string | undefined
  readonly remember: (source: Source, reading: string) => void
}

/** How a Guild file finds the other files that it names. Reading happens outside; what is not there is `undefined`. */
export interface Finder {
  /** A file by its path relative to the directory of the file that names it. */
  readonly local: (path: string, from: Source) => Source | undefined
  /** The Guild file of a Python package (`pkg`, `pkg.sub`) on the system path. */
  readonly package: (name: string) => Source | undefined
  readonly readings?: Readings
}

/** One Guild file with its includes read and put in their place, before anything is inherited. */
export interface File {
  readonly source: Source
  readonly items: ReadonlyArray<MapNode>
  /** Paths of the file and of everything that it includes. */
  readonly paths: ReadonlySet<string>
}

/** Includes may lead over this many files. */
const MAX_INCLUDES = 100

const readRoot = (source: Source, readings: Readings | undefined, findings: Findings): Node | undefined => {
  if (source.text.length > MAX_TEXT) {
    findings.errorInFile(source.path, `the file is too big: expected at most ${MAX_TEXT / 1024 / 1024} MiB`)
    return undefined
  }
  const known = readings?.recall(source)
  const recalled = known === undefined ? undefined : nodeFromJson(known, source)
  if (recalled !== undefined) return recalled
  const root = readYaml(source, findings)
  if (findings.broken) return undefined
  const reading = readings === undefined || !findings.isEmpty ? undefined : nodeToJson(root)
  if (reading !== undefined) readings?.remember(source, reading)
  return root
}

/** Reads a file and, in the place of each `include`, what that names. */
export const readFile = (source: Source, finder: Finder, findings: Findings): File => {
  const paths = new Set<string>()

  const itemsOf = (file: Source, chain: ReadonlyArray<string>): ReadonlyArray<MapNode> => {
    paths.add(file.path)
    const root = findings.broken ? undefined : readRoot(file, finder.readings, findings)
    const items = root === undefined ? [] : topLevelItems(root, findings)
    return items.flatMap((item) =>
      item.entries.has("include") ? included(item, file, chain) : [coerceItem(item, findings)]
    )
  }

  const included = (item: MapNode, file: Source, chain: ReadonlyArray<string>): ReadonlyArray<MapNode> =>
    (readTexts(item, "include", findings) ?? []).flatMap((name) => {
      const place: Place = get(item, "include") ?? item
      const found = finder.local(name, file) ?? finder.package(name)
      if (found === undefined) {
        findings.error(
          place,
          `cannot find include '${name}' (includes must be local to including Guild file or a Guild package on the system path)`
        )
        return []
      }
      if (chain.includes(found.path)) {
        const cycle = [...chain, found.path].slice(chain.indexOf(found.path)).join(" -> ")
        // The sentence is the original's, which names the cycle where other errors name the file.
        findings.errorInFile("cycle in 'includes'", `${found.path} (${cycle})`)
        return []
      }
      if (chain.length >= MAX_INCLUDES) {
        findings.error(place, `includes go deeper than ${MAX_INCLUDES} files`)
        return []
      }
      // What several files include is there once.
      return paths.has(found.path) ? [] : itemsOf(found, [...chain, found.path])
    })

  const items = itemsOf(source, [source.path])
  return { source, items, paths }
}
