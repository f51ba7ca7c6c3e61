import type { Value } from "../Value.ts"
import { isList, isMap } from "../Value.ts"
import { YamlPairs } from "./YamlPairs.ts"
import type { BareExponents } from "./YamlScalar.ts"
import type { YamlMaker } from "./YamlWalker.ts"
import { YamlWalker } from "./YamlWalker.ts"

const MAX_ALIASED = 100_000

/** The scanner refuses nesting before this. */
const MAX_DEPTH = 1000

const PLAIN: YamlMaker<Value, YamlPairs> = {
  scalar: (value) => value,
  list: (items) => items,
  map: (pairs) => pairs.toMap(),
  pairs: () => new YamlPairs(),
  add: (pairs, key, _, value) => pairs.add(key, value, false),
  merge: (pairs, value, at) => {
    for (const map of isList(value) ? value : [value]) {
      if (!isMap(map)) return at
      for (const [key, item] of Object.entries(map)) pairs.add(key, item, true)
    }
    return undefined
  }
}

/** The value of a text that holds one document, or none (`null`). Throws YamlSyntaxError. */
export const parseYamlText = (text: string, bareExponents: BareExponents): Value =>
  new YamlWalker(text, PLAIN, { bareExponents, maxDepth: MAX_DEPTH, maxAliased: MAX_ALIASED }).document()
