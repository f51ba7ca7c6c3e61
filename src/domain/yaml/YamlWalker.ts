import type { Value } from "../Value.ts"
import type { YamlSyntaxError } from "./YamlError.ts"
import { yamlErrorAt } from "./YamlError.ts"
import type { BareExponents } from "./YamlScalar.ts"
import { resolvePlain, taggedScalar } from "./YamlScalar.ts"
import { scanYaml } from "./YamlScanner.ts"
import type { YamlToken, YamlTokenKind, YamlTokens } from "./YamlToken.ts"

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

type Kinds = ReadonlyArray<YamlTokenKind>

const START: Kinds = ["<directive>", "<document start>"]
const AFTER_DASH: Kinds = ["-", "<block end>"]
const AFTER_BARE_DASH: Kinds = ["-", "?", ":", "<block end>"]
const AFTER_KEY: Kinds = ["?", ":", "<block end>"]
const FLOW_LIST_KEY: Kinds = [":", ",", "]"]
const FLOW_LIST_VALUE: Kinds = [",", "]"]
const FLOW_MAP_KEY: Kinds = [":", ",", "}"]
const FLOW_MAP_VALUE: Kinds = [",", "}"]
const END: Kinds = ["<directive>", "<document start>", "<document end>", "<stream end>"]

interface Anchored<N> {
  readonly node: N
  /** What it reads as where it is a key; `undefined` for a list or map. */
  readonly text: string | undefined
  readonly nodes: number
}

export interface WalkOptions {
  readonly bareExponents: BareExponents
  /** Lists and maps may stand in each other this deep. */
  readonly maxDepth: number
  /** Aliases may repeat nodes up to this many in all; a bomb repeats billions. */
  readonly maxAliased: number
}

/** Walks the tokens of the one document in a text, and has its nodes made. Throws YamlSyntaxError. */
export class YamlWalker<N, P> {
  readonly #text: string
  readonly #scanned: YamlTokens
  readonly #maker: YamlMaker<N, P>
  readonly #options: WalkOptions
  readonly #anchors = new Map<string, Anchored<N> | undefined>()
  #at = 0
  #now: YamlToken
  #depth = 0
  #nodes = 0
  #tagAt = 0
  /** What the latest node reads as where it is a key; `undefined` for a list or map. */
  #keyText: string | undefined
  /** The latest node is a plain `<<`. */
  #mergeKey = false
  /** Some node stands in more than one place. */
  shared = false

  constructor(text: string, maker: YamlMaker<N, P>, options: WalkOptions) {
    this.#text = text
    this.#maker = maker
    this.#options = options
    this.#scanned = scanYaml(text)
    this.#now = this.#tokenAt(0)
  }

  document(): N {
    while (this.#take("<document end>"));
    let directives = false
    while (this.#take("<directive>")) directives = true
    if (!this.#take("<document start>") && directives) throw this.#expected("<document start>")
    const root = this.#is(END) ? this.#maker.scalar(null, "", this.#now.pos) : this.#node(true, false)
    while (this.#take("<document end>"));
    if (this.#is(START)) throw this.#error("but found another document", "expected a single document in the stream")
    if (this.#now.kind !== "<stream end>") throw this.#expected("<document start>")
    return root
  }

  #tokenAt(at: number): YamlToken {
    const token = this.#scanned.tokens[at]
    if (token !== undefined) return token
    if (this.#scanned.error !== undefined) throw this.#scanned.error
    return { kind: "<stream end>", pos: this.#text.length, text: "", plain: false }
  }

  #next(): void {
    this.#now = this.#tokenAt(++this.#at)
  }

  #is(kinds: Kinds): boolean {
    return kinds.includes(this.#now.kind)
  }

  #stands(kind: YamlTokenKind): boolean {
    return this.#now.kind === kind
  }

  #take(kind: YamlTokenKind): boolean {
    if (this.#now.kind !== kind) return false
    this.#next()
    return true
  }

  #error(reason: string, context?: string): YamlSyntaxError {
    return yamlErrorAt(this.#text, this.#now.pos, reason, context)
  }

  #expected(kind: YamlTokenKind, context?: string): YamlSyntaxError {
    return this.#error(`expected '${kind}', but found '${this.#now.kind}'`, context)
  }

  /** One node. `block` admits block collections; `indentless` a list whose dashes stand in its key's own column. */
  #node(block: boolean, indentless: boolean): N {
    const { kind } = this.#now
    if (kind === "<scalar>") return this.#scalar(undefined)
    if (kind === "<alias>") return this.#alias()
    if (kind === "<anchor>" || kind === "<tag>") return this.#nodeWithProperties(block, indentless)
    return this.#content(block, indentless, undefined, false)
  }

  #nodeWithProperties(block: boolean, indentless: boolean): N {
    const start = this.#now.pos
    let anchor: string | undefined
    let tag: string | undefined
    for (; ; this.#next()) {
      const { kind, pos, text } = this.#now
      if (kind === "<anchor>" && anchor === undefined) anchor = text
      else if (kind === "<tag>" && tag === undefined) {
        tag = text
        this.#tagAt = pos
      } else break
    }
    if (anchor === undefined) return this.#content(block, indentless, tag, true)
    if (this.#anchors.has(anchor))
      throw yamlErrorAt(this.#text, start, "second occurrence", `found duplicate anchor '${anchor}'`)
    this.#anchors.set(anchor, undefined)
    const before = this.#nodes
    const node = this.#content(block, indentless, tag, true)
    this.#anchors.set(anchor, { node, text: this.#keyText, nodes: this.#nodes - before })
    return node
  }

  #alias(): N {
    const { text } = this.#now
    const found = this.#anchors.get(text)
    if (found === undefined)
      throw this.#error(
        this.#anchors.has(text)
          ? `alias '${text}' stands inside the anchor that it names`
          : `found undefined alias '${text}'`
      )
    this.#nodes += found.nodes
    const { maxAliased } = this.#options
    if (this.#nodes > this.#scanned.tokens.length + maxAliased)
      throw this.#error(`aliases stand for more than ${maxAliased} values`)
    this.#next()
    this.shared = true
    this.#keyText = found.text
    this.#mergeKey = false
    return found.node
  }

  #content(block: boolean, indentless: boolean, tag: string | undefined, optional: boolean): N {
    const { kind, pos } = this.#now
    if (kind === "<scalar>") return this.#scalar(tag)
    this.#nodes++
    if (indentless && kind === "-") return this.#inside(tag, "seq", () => this.#indentlessList(pos))
    if (kind === "[") return this.#inside(tag, "seq", () => this.#flowList(pos))
    if (kind === "{") return this.#inside(tag, "map", () => this.#flowMap(pos))
    if (block && kind === "<block sequence start>") return this.#inside(tag, "seq", () => this.#blockList(pos))
    if (block && kind === "<block mapping start>") return this.#inside(tag, "map", () => this.#blockMap(pos))
    if (optional) return this.#made("", true, pos, tag)
    const context = `while parsing a ${block ? "block" : "flow"} node`
    throw this.#error(`expected the node content, but found '${kind}'`, context)
  }

  #inside(tag: string | undefined, expected: "seq" | "map", read: () => N): N {
    if (tag !== undefined && tag !== "!" && tag !== `!!${expected}`) throw this.#unknownTag(tag)
    const { maxDepth } = this.#options
    if (++this.#depth > maxDepth) throw this.#error(`nesting is deeper than ${maxDepth} levels`)
    const node = read()
    this.#depth--
    this.#keyText = undefined
    this.#mergeKey = false
    return node
  }

  #unknownTag(tag: string): YamlSyntaxError {
    const name = tag.startsWith("!!") ? `tag:yaml.org,2002:${tag.slice(2)}` : tag
    return yamlErrorAt(this.#text, this.#tagAt, `could not determine a constructor for the tag '${name}'`)
  }

  #scalar(tag: string | undefined): N {
    const { plain, pos, text } = this.#now
    this.#nodes++
    this.#next()
    return this.#made(text, plain, pos, tag)
  }

  #made(text: string, plain: boolean, at: number, tag: string | undefined): N {
    const { bareExponents } = this.#options
    this.#keyText = text
    this.#mergeKey = plain && text === "<<" && tag === undefined
    if (tag !== undefined && tag !== "!") {
      const value = taggedScalar(tag, text, bareExponents)
      if (value === undefined) throw this.#unknownTag(tag)
      return this.#maker.scalar(value, text, at)
    }
    if (!plain) return this.#maker.scalar(text, text, at)
    // YAML 1.1 keeps a bare `=` for itself.
    if (text === "=") {
      this.#tagAt = at
      throw this.#unknownTag("!!value")
    }
    return this.#maker.scalar(resolvePlain(text, bareExponents), text, at)
  }

  #blockList(at: number): N {
    this.#next()
    const items: Array<N> = []
    while (this.#take("-")) items.push(this.#is(AFTER_DASH) ? this.#absent() : this.#node(true, false))
    this.#endBlock("while parsing a block collection")
    return this.#maker.list(items, at)
  }

  #indentlessList(at: number): N {
    const items: Array<N> = []
    while (this.#take("-")) items.push(this.#is(AFTER_BARE_DASH) ? this.#absent() : this.#node(true, false))
    return this.#maker.list(items, at)
  }

  /** What is left out stands where it is announced: at its dash, question mark or colon. */
  #absent(): N {
    this.#keyText = ""
    this.#mergeKey = false
    return this.#maker.scalar(null, "", this.#scanned.tokens[this.#at - 1]?.pos ?? 0)
  }

  #endBlock(context: string): void {
    if (!this.#take("<block end>")) throw this.#error(`expected <block end>, but found '${this.#now.kind}'`, context)
  }

  #blockMap(at: number): N {
    this.#next()
    const pairs = this.#maker.pairs()
    while (this.#stands("?"))
      if (this.#now.text === "") {
        this.#next()
        this.#pair(pairs, AFTER_KEY, AFTER_KEY, true)
      } else this.#simplePair(pairs)
    this.#endBlock("while parsing a block mapping")
    return this.#maker.map(pairs, at)
  }

  #flowList(at: number): N {
    this.#next()
    const items: Array<N> = []
    while (!this.#stands("]")) {
      if (items.length > 0) this.#comma("while parsing a flow sequence", "]")
      const start = this.#now.pos
      if (this.#take("?")) {
        const pairs = this.#maker.pairs()
        this.#pair(pairs, FLOW_LIST_KEY, FLOW_LIST_VALUE, false)
        items.push(this.#maker.map(pairs, start))
      } else if (!this.#stands("]")) items.push(this.#node(false, false))
    }
    this.#next()
    return this.#maker.list(items, at)
  }

  #flowMap(at: number): N {
    this.#next()
    const pairs = this.#maker.pairs()
    for (let first = true; !this.#stands("}"); first = false) {
      if (!first) this.#comma("while parsing a flow mapping", "}")
      if (this.#take("?")) this.#pair(pairs, FLOW_MAP_KEY, FLOW_MAP_VALUE, false)
      else if (!this.#stands("}")) {
        const { pos } = this.#now
        this.#node(false, false)
        this.#add(pairs, this.#keyText, pos, this.#maker.scalar(null, "", pos))
      }
    }
    this.#next()
    return this.#maker.map(pairs, at)
  }

  #comma(context: string, close: "]" | "}"): void {
    if (!this.#take(",")) throw this.#error(`expected ',' or '${close}', but got '${this.#now.kind}'`, context)
  }

  #add(pairs: P, key: string | undefined, at: number, value: N): void {
    if (key === undefined) throw yamlErrorAt(this.#text, at, "found unhashable key", "while constructing a mapping")
    this.#maker.add(pairs, key, at, value)
  }

  /** A key that was taken at once: see `YamlToken`. */
  #simplePair(pairs: P): void {
    const { pos, text } = this.#now
    this.#nodes++
    this.#next()
    const colon = this.#now.pos
    const value = !this.#take(":")
      ? this.#scalar(undefined)
      : this.#is(AFTER_KEY)
        ? this.#maker.scalar(null, "", colon)
        : this.#node(true, true)
    this.#maker.add(pairs, text, pos, value)
  }

  #pair(pairs: P, noKey: Kinds, noValue: Kinds, block: boolean): void {
    const { pos } = this.#now
    if (this.#is(noKey)) this.#absent()
    else this.#node(block, block)
    const merges = this.#mergeKey
    const key = this.#keyText
    const colon = this.#now.pos
    const value = !this.#take(":")
      ? this.#maker.scalar(null, "", pos)
      : this.#is(noValue)
        ? this.#maker.scalar(null, "", colon)
        : this.#node(block, block)
    if (!merges) return this.#add(pairs, key, pos, value)
    const bad = this.#maker.merge(pairs, value, pos)
    if (bad !== undefined) {
      const reason = "expected a mapping or list of mappings for merging"
      throw yamlErrorAt(this.#text, bad, reason, "while constructing a mapping")
    }
  }
}
