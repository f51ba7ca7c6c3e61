import { INHERITED } from "./Attributes.ts"
import { itemName } from "./Coerce.ts"
import type { File, Finder } from "./File.ts"
import { readFile } from "./File.ts"
import type { Findings } from "./Findings.ts"
import { mergeParent } from "./Merge.ts"
import { nearest } from "../text/Nearest.ts"
import type { Entry, MapNode, Place } from "./Node.ts"
import { get, withEntries } from "./Node.ts"
import { readTexts } from "./Read.ts"

const MAX_EXTENDS = 100

/** Configs and models of a Guild file and of the packages that it names, each with what it inherits. */
export interface Family {
  readonly file: File
  /** The items of the file, expanded, each with the Guild files of packages that it inherits from, the remotest first. */
  readonly items: ReadonlyArray<readonly [item: MapNode, parents: ReadonlyArray<string>]>
  /** An item by its name in the first of these files that has it, or by `package/name`. */
  readonly find: (name: string, files: ReadonlyArray<File>) => MapNode | undefined
  /** The Guild files of packages that are there under these paths. */
  readonly packages: (paths: ReadonlyArray<string>) => ReadonlyArray<File>
  /** A package's Guild file with its items, as `items` has them; `undefined` where there is no such package. */
  readonly package: (name: string) => Pick<Family, "file" | "items"> | undefined
}

const inherit = (parent: MapNode, child: MapNode): MapNode => {
  const changed: Array<readonly [string, Entry]> = []
  for (const name of INHERITED) {
    const inherited = parent.entries.get(name)
    if (inherited === undefined) continue
    const own = child.entries.get(name)
    if (own === undefined) changed.push([name, inherited])
    else changed.push([name, { key: own.key, value: mergeParent(inherited.value, own.value) }])
  }
  return withEntries(child, changed)
}

const namesOf = (file: File): ReadonlyArray<string> =>
  file.items.flatMap((item) => itemName(item, "model") ?? itemName(item, "config") ?? [])

/** Items by name; of two with the same name the first. */
const indexOf = (file: File): ReadonlyMap<string, MapNode> => {
  const index = new Map<string, MapNode>()
  for (const item of file.items) {
    const name = itemName(item, "model") ?? itemName(item, "config")
    if (name !== undefined && !index.has(name)) index.set(name, item)
  }
  return index
}

/** `pkg/name` is an item of a package, `name` one of the file that says it. */
const splitName = (name: string): readonly [packageName: string | undefined, item: string] => {
  const slash = name.indexOf("/")
  return slash < 0 ? [undefined, name] : [name.slice(0, slash), name.slice(slash + 1)]
}

/**
 * Expands `extends`: an item takes on what each of its parents, in their order, has and it has not. Parents are expanded first
 * and each only once. Cycles and unknown names are reported.
 */
export const familyOf = (file: File, finder: Finder, findings: Findings): Family => {
  const packages = new Map<string, File | undefined>()
  const expanded = new Map<MapNode, MapNode>()
  /** Paths of the packages' Guild files that an item inherits from. */
  const parentsOf = new Map<MapNode, ReadonlySet<string>>()

  const indexes = new Map<File, ReadonlyMap<string, MapNode>>()
  const named = (home: File, name: string): MapNode | undefined => {
    const index = indexes.get(home) ?? indexOf(home)
    indexes.set(home, index)
    return index.get(name)
  }

  const packageFile = (name: string): File | undefined => {
    if (!packages.has(name)) {
      const source = finder.package(name)
      packages.set(name, source === undefined ? undefined : readFile(source, finder, findings))
    }
    return packages.get(name)
  }

  const parentOf = (name: string, from: File, place: Place): readonly [File, MapNode] | undefined => {
    const [packageName, itemOf] = splitName(name)
    const home = packageName === undefined ? from : packageFile(packageName)
    if (home === undefined) {
      findings.error(place, `cannot find Guild file for package '${packageName}'`)
      return undefined
    }
    const parent = named(home, itemOf)
    if (parent !== undefined) return [home, parent]
    const meant = nearest(itemOf, namesOf(home))
    const where = packageName === undefined ? "" : ` in package '${packageName}'`
    const advice = meant === undefined ? "" : `: did you mean '${meant}'?`
    findings.error(place, `undefined model or config '${itemOf}'${where}${advice}`)
    return undefined
  }

  const expand = (home: File, item: MapNode, seen: ReadonlyArray<{ key: string; name: string }>): MapNode => {
    const known = expanded.get(item)
    if (known !== undefined) return known
    if (findings.broken || !item.entries.has("extends")) return item
    let result = item
    const parents = new Set<string>()
    const place = get(item, "extends") ?? item
    for (const name of readTexts(item, "extends", findings) ?? []) {
      const found = parentOf(name, home, place)
      if (found === undefined) continue
      const [parentHome, parent] = found
      const key = `${parentHome.source.path}\n${splitName(name)[1]}`
      if (seen.some((one) => one.key === key)) {
        const path = [...seen.map((one) => one.name), name].join(" -> ")
        findings.error(place, `cycle in 'extends' (${path})`)
        return result
      }
      if (seen.length >= MAX_EXTENDS) {
        findings.error(place, `'extends' goes deeper than ${MAX_EXTENDS} levels`)
        return result
      }
      result = inherit(expand(parentHome, parent, [...seen, { key, name }]), result)
      if (findings.broken) return result
      for (const path of parentsOf.get(parent) ?? []) parents.add(path)
      if (parentHome !== home) parents.add(parentHome.source.path)
    }
    parentsOf.set(item, parents)
    expanded.set(item, result)
    return result
  }

  const itemsOf = (home: File): Family["items"] =>
    home.items.map((item) => [expand(home, item, []), Array.from(parentsOf.get(item) ?? [])])

  return {
    file,
    items: itemsOf(file),
    packages: (paths) => {
      const loaded = Array.from(packages.values())
      return paths.flatMap((path) => loaded.find((one) => one?.source.path === path) ?? [])
    },
    package: (name) => {
      const home = packageFile(name)
      return home && { file: home, items: itemsOf(home) }
    },
    find: (name, files) => {
      const [packageName, itemOf] = splitName(name)
      const homes = packageName === undefined ? files : [packageFile(packageName)]
      for (const home of homes) {
        const item = home && named(home, itemOf)
        if (home !== undefined && item !== undefined) return expand(home, item, [])
      }
      return undefined
    }
  }
}
