import { refuseUnprintable, withLineFeeds } from "../yaml/YamlCharacters.ts"
import { YamlSyntaxError } from "../yaml/YamlError.ts"
import type { YamlMaker } from "../yaml/YamlTree.ts"
import { yamlTree } from "../yaml/YamlTree.ts"
import { MAX_DEPTH, withinBounds } from "./Bounds.ts"
import type { Findings } from "./Findings.ts"
import type { Node, Source } from "./Node.ts"
import { list, map, scalar } from "./Node.ts"
import { Pairs } from "./Pairs.ts"

/** Makes nodes that know where they stand. A key that is said twice is warned of. */
const nodesOf = (source: Source, findings: Findings): YamlMaker<Node, Pairs> => ({
  scalar: (value, text, at) => ({ kind: "scalar", source, at, value, text }),
  list: (items, at) => list({ source, at }, items),
  map: (pairs, at) => map({ source, at }, pairs.entries),
  pairs: () => new Pairs(),
  add: (pairs, name, at, value) => {
    const key = { source, at }
    if (!pairs.set(name, { key, value })) findings.warning(key, `'${name}' is said twice: the last one counts`)
  },
  merge: (pairs, value) => {
    for (const item of value.kind === "list" ? value.items : [value]) {
      if (item.kind !== "map") return item.at
      pairs.merge(item)
    }
    return undefined
  }
})

/** What a file may not have; how much its aliases may multiply is held against bounds of its own. */
const OPTIONS = { bareExponents: "float", maxDepth: MAX_DEPTH, maxAliased: Infinity } as const

/** Reads a YAML text into nodes that know where they stand. A text that is no YAML is reported, and reads as nothing. */
export const readYaml = (file: Source, findings: Findings): Node => {
  const source = { path: file.path, text: withLineFeeds(file.text) }
  try {
    refuseUnprintable(source.text)
    const { root, shared } = yamlTree(source.text, nodesOf(source, findings), OPTIONS)
    return !shared || withinBounds(root, findings) ? root : scalar({ source, at: 0 }, null)
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error
    findings.syntaxError(source.path, error)
    return scalar({ source, at: 0 }, null)
  }
}
