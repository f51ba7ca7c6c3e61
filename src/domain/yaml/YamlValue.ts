import type { Value } from "../Value.ts"
import { isList, isMap, mapOf } from "../Value.ts"
import type { BareExponents } from "./YamlScalar.ts"
import type { YamlMaker } from "./YamlTree.ts"
import { yamlTree } from "./YamlTree.ts"

const MAX_ALIASED = 100_000

/** No person nests deeper, and the stack holds it. */
const MAX_DEPTH = 200

/** The pairs of one map as they come: the last of equal keys wins, and any of them wins over a merged one. */
interface Pairs {
  readonly own: Map<string, Value>
  readonly merged: Map<string, Value>
}

const VALUES: YamlMaker<Value, Pairs> = {
  scalar: (value) => value,
  list: (items) => items,
  map: ({ merged, own }) => mapOf(merged.size === 0 ? own : new Map([...merged, ...own])),
  pairs: () => ({ own: new Map(), merged: new Map() }),
  add: ({ own }, key, _, value) => void own.set(key, value),
  merge: ({ merged }, value, at) => {
    for (const map of isList(value) ? value : [value]) {
      if (!isMap(map)) return at
      for (const [key, item] of Object.entries(map)) if (!merged.has(key)) merged.set(key, item)
    }
    return undefined
  }
}

/** The same, but for numbers and booleans that would be written in another way: these are the text that they are written as. */
const SPELLED: YamlMaker<Value, Pairs> = {
  ...VALUES,
  scalar: (value, text) => (value === null || typeof value === "string" || String(value) === text ? value : text)
}

const treeOf = (text: string, maker: YamlMaker<Value, Pairs>, bareExponents: BareExponents): Value =>
  yamlTree(text, maker, { bareExponents, maxDepth: MAX_DEPTH, maxAliased: MAX_ALIASED }).root

/** The value of a text that holds one document, or none (`null`). Line ends must be line feeds. Throws YamlSyntaxError. */
export const yamlValue = (text: string, bareExponents: BareExponents): Value => treeOf(text, VALUES, bareExponents)

/** The same with `0123`, `1e3` and `yes` as texts, which they are where a name is meant; `12` is a number still. */
export const yamlSpelling = (text: string): Value => treeOf(text, SPELLED, "float")
