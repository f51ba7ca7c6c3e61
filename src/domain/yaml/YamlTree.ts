import type { Alias, ParsedNode, Scalar, YAMLMap, YAMLSeq } from "yaml"
import { isAlias, isMap, isScalar } from "yaml"
import type { Value } from "../Value.ts"
import { Float } from "../Value.ts"
import type { DocumentOptions } from "./YamlDocument.ts"
import { documentOf } from "./YamlDocument.ts"
import type { YamlSyntaxError } from "./YamlError.ts"
import { yamlErrorAt } from "./YamlError.ts"

/**
 * Makes the nodes of a document, of whatever kind they are, from the inside outwards. `at` is the offset in the text at which a
 * node stands; `P` holds the pairs of a map that is not complete yet.
 */
export interface YamlMaker<N, P> {
  readonly scalar: (value: Value, text: string, at: number) => N
  readonly list: (items: Array<N>, at: number) => N
  readonly map: (pairs: P, at: number) => N
  readonly pairs: () => P
  /** Keys are texts: one that reads as something else keeps the text that it was written with. */
  readonly add: (pairs: P, key: string, keyAt: number, value: N) => void
  /** `<<`: the pairs of a map, or of each map in a list, under those that the map says itself. Gives the offset of what is neither. */
  readonly merge: (pairs: P, value: N, at: number) => number | undefined
}

export interface TreeOptions extends DocumentOptions {
  /** Aliases may repeat nodes up to this many in all; a bomb repeats billions. */
  readonly maxAliased: number
}

interface Anchored<N> {
  readonly node: N
  /** What it reads as where it is a key; `undefined` for a list or map. */
  readonly text: string | undefined
  readonly nodes: number
}

/** What the tags of guild make of a scalar, which the library passes on without knowing it. */
const toValue = (read: unknown, text: string): Value =>
  read === null ||
  typeof read === "boolean" ||
  typeof read === "number" ||
  typeof read === "bigint" ||
  read instanceof Float
    ? read
    : text

/** A block of text ends as the file does: where its last line has no line feed, the text has none either. */
const blockText = ({ source, type, range: [, end] }: Scalar.Parsed, text: string): string =>
  (type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED") && end >= text.length && !text.endsWith("\n")
    ? source.replace(/\n$/, "")
    : source

/** What is left out stands where it is announced, at its dash or colon, and not behind it. */
const announced = (text: string, at: number): number => {
  let before = at - 1
  while (before > 0 && text.charAt(before) === " ") before--
  return Math.max(0, before)
}

/** Has the nodes of the one document in a text made. */
class YamlTree<N, P> {
  readonly #text: string
  readonly #maker: YamlMaker<N, P>
  readonly #maxAliased: number
  readonly #anchors = new Map<string, Anchored<N> | undefined>()
  #nodes = 0
  #aliased = 0

  constructor(text: string, maker: YamlMaker<N, P>, maxAliased: number) {
    this.#text = text
    this.#maker = maker
    this.#maxAliased = maxAliased
  }

  /** Some node stands in more than one place. */
  get shared(): boolean {
    return this.#aliased > 0
  }

  made(node: ParsedNode): N {
    if (isAlias(node)) return this.#alias(node).node
    const { anchor } = node
    if (anchor === undefined) return this.#content(node)
    if (this.#anchors.has(anchor)) throw this.#error(this.#anchorAt(node, anchor), `found duplicate anchor '${anchor}'`)
    this.#anchors.set(anchor, undefined)
    const before = this.#nodes
    const made = this.#content(node)
    const text = isScalar(node) ? node.source : undefined
    this.#anchors.set(anchor, { node: made, text, nodes: this.#nodes - before })
    return made
  }

  #error(at: number, reason: string): YamlSyntaxError {
    return yamlErrorAt(this.#text, at, reason)
  }

  #anchorAt(node: ParsedNode, anchor: string): number {
    const [at] = node.range
    const found = this.#text.lastIndexOf(`&${anchor}`, at)
    return found < 0 ? at : found
  }

  #alias({ range: [at], source }: Alias.Parsed): Anchored<N> {
    const found = this.#anchors.get(source)
    if (found === undefined)
      throw this.#error(
        at,
        this.#anchors.has(source)
          ? `alias '${source}' stands inside the anchor that it names`
          : `found undefined alias '${source}'`
      )
    this.#nodes += found.nodes
    this.#aliased += found.nodes
    if (this.#aliased > this.#maxAliased)
      throw this.#error(at, `aliases stand for more than ${this.#maxAliased} values`)
    return found
  }

  #content(node: Scalar.Parsed | YAMLMap.Parsed | YAMLSeq.Parsed): N {
    this.#nodes++
    const [at] = node.range
    if (isScalar(node)) {
      const { type, value } = node
      const source = blockText(node, this.#text)
      const place = source === "" && type === "PLAIN" ? announced(this.#text, at) : at
      return this.#maker.scalar(toValue(value, source), source, place)
    }
    return isMap(node) ? this.#map(node, at) : this.#list(node, at)
  }

  #list({ items }: YAMLSeq.Parsed, at: number): N {
    return this.#maker.list(
      items.flatMap((item) => ("key" in item ? [] : [this.made(item)])),
      at
    )
  }

  #map({ items }: YAMLMap.Parsed, at: number): N {
    const pairs = this.#maker.pairs()
    for (const { key, value } of items) {
      const [keyAt] = key.range
      const name = this.#keyText(key)
      const merges = isScalar(key) && key.type === "PLAIN" && name === "<<" && key.tag === undefined
      const made = value === null ? this.#maker.scalar(null, "", keyAt) : this.made(value)
      if (!merges) this.#maker.add(pairs, name, keyAt, made)
      else {
        const bad = this.#maker.merge(pairs, made, keyAt)
        if (bad !== undefined) throw this.#error(bad, "expected a mapping or list of mappings for merging")
      }
    }
    return this.#maker.map(pairs, at)
  }

  #keyText(key: ParsedNode): string {
    const text = isAlias(key) ? this.#alias(key).text : isScalar(key) ? key.source : undefined
    if (text === undefined) throw this.#error(key.range[0], "found unhashable key: a name must be a text")
    if (text === "" && isScalar(key) && key.type === "PLAIN" && key.tag === undefined)
      throw this.#error(key.range[0], "mapping values are not allowed here: no name stands before this colon")
    if (!isAlias(key) && key.anchor !== undefined) this.made(key)
    return text
  }
}

/**
 * The root of the one document in a text, made by `maker`; `shared` tells whether some node stands in more than one place. Line
 * ends must be line feeds. Throws YamlSyntaxError.
 */
export const yamlTree = <N, P>(
  text: string,
  maker: YamlMaker<N, P>,
  options: TreeOptions
): { readonly root: N; readonly shared: boolean } => {
  const contents = documentOf(text, options)
  const tree = new YamlTree(text, maker, options.maxAliased)
  const root = contents === null ? maker.scalar(null, "", 0) : tree.made(contents)
  return { root, shared: tree.shared }
}
