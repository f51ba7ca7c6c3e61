import { YamlSyntaxError, yamlErrorAt } from "../yaml/YamlError.ts"
import { resolvePlain, taggedScalar } from "../yaml/YamlScalar.ts"
import type { YamlToken, YamlTokenKind, YamlTokens } from "../yaml/YamlToken.ts"
import { scanYaml } from "../yaml/YamlScanner.ts"
import type { Value } from "../Value.ts"
import { MAX_DEPTH, withinBounds } from "./Bounds.ts"
import type { Findings } from "./Findings.ts"
import type { ListNode, MapNode, Node, Place, Source } from "./Node.ts"
import { list, map, scalar } from "./Node.ts"
import { Pairs } from "./Pairs.ts"

type Kinds = ReadonlyArray<YamlTokenKind>

const PROPERTIES: Kinds = ["<anchor>", "<tag>"]
const START: Kinds = ["<directive>", "<document start>"]
const AFTER_DASH: Kinds = ["-", "<block end>"]
const AFTER_BARE_DASH: Kinds = ["-", "?", ":", "<block end>"]
const AFTER_KEY: Kinds = ["?", ":", "<block end>"]
const END: Kinds = ["<directive>", "<document start>", "<document end>", "<stream end>"]

/** What an untagged scalar stands for; `undefined` for a bare `=`, which YAML 1.1 keeps for itself. */
const plainValue = (text: string, plain: boolean): Value | undefined =>
  !plain ? text : text === "=" ? undefined : resolvePlain(text, "float")

/** Builds positioned nodes from the tokens of the one document in a text. Throws YamlSyntaxError. */
class NodeReader {
  readonly #source: Source
  readonly #scanned: YamlTokens
  readonly #findings: Findings
  readonly #anchors = new Map<string, Node | undefined>()
  #at = 0
  #depth = 0
  #tagAt = 0
  /** The latest scalar that is a plain `<<`. */
  #mergeKey: Node | undefined
  /** Some value stands in more than one place. */
  shared = false

  constructor(source: Source, findings: Findings) {
    this.#source = source
    this.#findings = findings
    this.#scanned = scanYaml(source.text)
  }

  document(): Node {
    while (this.#take("<document end>"));
    let directives = false
    while (this.#take("<directive>")) directives = true
    if (!this.#take("<document start>") && directives) throw this.#expected("<document start>")
    const root = this.#is(END) ? scalar(this.#place(), null) : this.#node(true, false)
    while (this.#take("<document end>"));
    if (this.#is(START)) throw this.#error("but found another document", "expected a single document in the stream")
    if (this.#token().kind !== "<stream end>") throw this.#expected("<document start>")
    return root
  }

  #token(): YamlToken {
    const token = this.#scanned.tokens[this.#at]
    if (token === undefined && this.#scanned.error !== undefined) throw this.#scanned.error
    return token ?? { kind: "<stream end>", pos: this.#source.text.length, text: "", plain: false }
  }

  #place(): Place {
    return { source: this.#source, at: this.#token().pos }
  }

  #is(kinds: Kinds): boolean {
    return kinds.includes(this.#token().kind)
  }

  #take(kind: YamlTokenKind): boolean {
    if (this.#token().kind !== kind) return false
    this.#at++
    return true
  }

  #error(reason: string, context?: string): YamlSyntaxError {
    return yamlErrorAt(this.#source.text, this.#token().pos, reason, context)
  }

  #expected(kind: YamlTokenKind, context?: string): YamlSyntaxError {
    return this.#error(`expected '${kind}', but found '${this.#token().kind}'`, context)
  }

  /** One node. `block` admits block collections; `indentless` a list whose dashes stand in its key's own column. */
  #node(block: boolean, indentless: boolean): Node {
    if (this.#token().kind === "<alias>") return this.#alias()
    const start = this.#token().pos
    let anchor: string | undefined
    let tag: string | undefined
    for (; this.#is(PROPERTIES); this.#at++) {
      const { kind, pos, text } = this.#token()
      if (kind === "<anchor>" && anchor === undefined) anchor = text
      else if (kind === "<tag>" && tag === undefined) {
        tag = text
        this.#tagAt = pos
      } else break
    }
    if (anchor !== undefined) {
      if (this.#anchors.has(anchor))
        throw yamlErrorAt(this.#source.text, start, "second occurrence", `found duplicate anchor '${anchor}'`)
      this.#anchors.set(anchor, undefined)
    }
    if (++this.#depth > MAX_DEPTH) throw this.#error(`nesting is deeper than ${MAX_DEPTH} levels`)
    const node = this.#content(block, indentless, tag, anchor !== undefined || tag !== undefined)
    this.#depth--
    if (anchor !== undefined) this.#anchors.set(anchor, node)
    return node
  }

  #alias(): Node {
    const { text } = this.#token()
    const found = this.#anchors.get(text)
    if (found === undefined)
      throw this.#error(
        this.#anchors.has(text)
          ? `alias '${text}' stands inside the anchor that it names`
          : `found undefined alias '${text}'`
      )
    this.#at++
    this.shared = true
    return found
  }

  #content(block: boolean, indentless: boolean, tag: string | undefined, optional: boolean): Node {
    const token = this.#token()
    if (token.kind === "<scalar>") {
      this.#at++
      return this.#scalar(token.pos, token.text, token.plain, tag)
    }
    const place = this.#place()
    if (indentless && token.kind === "-") return this.#tagged(tag, "seq", () => this.#indentlessList(place))
    if (token.kind === "[") return this.#tagged(tag, "seq", () => this.#flowList(place))
    if (token.kind === "{") return this.#tagged(tag, "map", () => this.#flowMap(place))
    if (block && token.kind === "<block sequence start>") return this.#tagged(tag, "seq", () => this.#blockList(place))
    if (block && token.kind === "<block mapping start>") return this.#tagged(tag, "map", () => this.#blockMap(place))
    if (optional) return this.#scalar(token.pos, "", true, tag)
    const context = `while parsing a ${block ? "block" : "flow"} node`
    throw this.#error(`expected the node content, but found '${token.kind}'`, context)
  }

  #tagged(tag: string | undefined, expected: "seq" | "map", read: () => Node): Node {
    if (tag !== undefined && tag !== "!" && tag !== `!!${expected}`) throw this.#unknownTag(tag)
    return read()
  }

  #unknownTag(tag: string): YamlSyntaxError {
    const name = tag.startsWith("!!") ? `tag:yaml.org,2002:${tag.slice(2)}` : tag
    const reason = `could not determine a constructor for the tag '${name}'`
    return yamlErrorAt(this.#source.text, this.#tagAt, reason)
  }

  #scalar(at: number, text: string, plain: boolean, tag: string | undefined): Node {
    const value = tag !== undefined && tag !== "!" ? taggedScalar(tag, text, "float") : plainValue(text, plain)
    if (value === undefined) throw this.#unknownTag(tag ?? "!!value")
    const node: Node = { kind: "scalar", source: this.#source, at, value, text }
    if (plain && text === "<<" && tag === undefined) this.#mergeKey = node
    return node
  }

  #blockList(place: Place): ListNode {
    this.#at++
    const items: Array<Node> = []
    while (this.#take("-")) items.push(this.#optional(AFTER_DASH, () => this.#node(true, false)))
    this.#endBlock("while parsing a block collection")
    return list(place, items)
  }

  #indentlessList(place: Place): ListNode {
    const items: Array<Node> = []
    while (this.#take("-")) items.push(this.#optional(AFTER_BARE_DASH, () => this.#node(true, false)))
    return list(place, items)
  }

  #optional(absent: Kinds, read: () => Node): Node {
    if (!this.#is(absent)) return read()
    // What is left out stands where it is announced: at its dash, question mark or colon.
    return scalar({ source: this.#source, at: this.#scanned.tokens[this.#at - 1]?.pos ?? 0 }, null)
  }

  #endBlock(context: string): void {
    if (!this.#take("<block end>")) throw this.#expected("<block end>", context)
  }

  #blockMap(place: Place): MapNode {
    this.#at++
    const pairs = new Pairs()
    const read = () => this.#node(true, true)
    while (this.#take("?")) this.#pair(pairs, AFTER_KEY, AFTER_KEY, read)
    this.#endBlock("while parsing a block mapping")
    return map(place, pairs.entries)
  }

  #flowList(place: Place): ListNode {
    this.#at++
    const items: Array<Node> = []
    while (this.#token().kind !== "]") {
      if (items.length > 0) this.#comma("while parsing a flow sequence", "]")
      const start = this.#place()
      if (this.#take("?")) {
        const pairs = new Pairs()
        this.#pair(pairs, [":", ",", "]"], [",", "]"], () => this.#node(false, false))
        items.push(map(start, pairs.entries))
      } else if (this.#token().kind !== "]") items.push(this.#node(false, false))
    }
    this.#at++
    return list(place, items)
  }

  #flowMap(place: Place): MapNode {
    this.#at++
    const pairs = new Pairs()
    while (this.#token().kind !== "}") {
      if (pairs.size > 0) this.#comma("while parsing a flow mapping", "}")
      if (this.#take("?")) this.#pair(pairs, [":", ",", "}"], [",", "}"], () => this.#node(false, false))
      else if (this.#token().kind !== "}") {
        const key = this.#node(false, false)
        this.#add(pairs, key, scalar(key, null))
      }
    }
    this.#at++
    return map(place, pairs.entries)
  }

  #comma(context: string, close: "]" | "}"): void {
    if (!this.#take(",")) throw this.#error(`expected ',' or '${close}', but got '${this.#token().kind}'`, context)
  }

  #pair(pairs: Pairs, noKey: Kinds, noValue: Kinds, read: () => Node): void {
    this.#mergeKey = undefined
    const key = this.#optional(noKey, read)
    const merges = key === this.#mergeKey
    const value = this.#take(":") ? this.#optional(noValue, read) : scalar(key, null)
    if (merges) this.#merge(pairs, value)
    else this.#add(pairs, key, value)
  }

  /** Keys are texts: one that reads as something else keeps the text that it was written with. */
  #add(pairs: Pairs, key: Node, value: Node): void {
    if (key.kind !== "scalar")
      throw yamlErrorAt(this.#source.text, key.at, "found unhashable key", "while constructing a mapping")
    pairs.set(key.text, { key, value }, () => {
      this.#findings.warning(key, `'${key.text}' is said twice: the last one counts`)
    })
  }

  /** `<<`: the entries of a map, or of each map in a list, wherever the map itself does not say otherwise. */
  #merge(pairs: Pairs, value: Node): void {
    for (const item of value.kind === "list" ? value.items : [value]) {
      if (item.kind !== "map")
        throw yamlErrorAt(
          this.#source.text,
          item.at,
          "expected a mapping or list of mappings for merging",
          "while constructing a mapping"
        )
      pairs.merge(item)
    }
  }
}

/** Reads a YAML text into nodes that know where they stand. A text that is no YAML is reported, and reads as nothing. */
export const readYaml = (source: Source, findings: Findings): Node => {
  try {
    const reader = new NodeReader(source, findings)
    const root = reader.document()
    return !reader.shared || withinBounds(root, findings) ? root : scalar({ source, at: 0 }, null)
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error
    findings.syntaxError(source.path, error)
    return scalar({ source, at: 0 }, null)
  }
}
