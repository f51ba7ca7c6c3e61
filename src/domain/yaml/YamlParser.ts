import type { Value } from "../Value.ts"
import { isList, isMap } from "../Value.ts"
import { yamlErrorAt } from "./YamlError.ts"
import type { YamlSyntaxError } from "./YamlError.ts"
import type { BareExponents } from "./YamlScalar.ts"
import { resolvePlain, taggedScalar } from "./YamlScalar.ts"
import { YamlPairs } from "./YamlPairs.ts"
import { scanYaml } from "./YamlScanner.ts"
import type { YamlToken, YamlTokenKind, YamlTokens } from "./YamlToken.ts"

/** Aliases may repeat values up to this many nodes in all; a bomb repeats billions. */
const MAX_ALIASED_NODES = 100_000

interface Properties {
  readonly anchor: string | undefined
  readonly tag: string | undefined
}

/** Builds the value of the one document in a stream of tokens. */
class YamlParser {
  private readonly text: string
  private readonly scanned: YamlTokens
  private readonly bareExponents: BareExponents
  private at = 0
  private nodes = 0
  private readonly anchors = new Map<string, { readonly value: Value; readonly nodes: number } | undefined>()
  /** Maps and lists that stand for a plain `<<` key. */
  private mergeKey = false

  constructor(text: string, bareExponents: BareExponents) {
    this.text = text
    this.scanned = scanYaml(text)
    this.bareExponents = bareExponents
  }

  document(): Value {
    while (this.kind() === "<document end>") this.at++
    let explicit = false
    while (this.kind() === "<directive>") {
      explicit = true
      this.at++
    }
    if (this.kind() === "<document start>") this.at++
    else if (explicit) throw this.error(`expected '<document start>', but found '${this.kind()}'`)
    const value = this.is("<directive>", "<document start>", "<document end>", "<stream end>")
      ? null
      : this.node(true, false)
    while (this.kind() === "<document end>") this.at++
    if (this.is("<directive>", "<document start>"))
      throw this.error("but found another document", "expected a single document in the stream")
    if (this.kind() !== "<stream end>") throw this.error(`expected '<document start>', but found '${this.kind()}'`)
    return value
  }

  private token(): YamlToken {
    const token = this.scanned.tokens[this.at]
    if (token === undefined && this.scanned.error !== undefined) throw this.scanned.error
    return token ?? { kind: "<stream end>", pos: this.text.length, text: "", plain: false }
  }

  private kind(): YamlTokenKind {
    return this.token().kind
  }

  private is(...kinds: ReadonlyArray<YamlTokenKind>): boolean {
    return kinds.includes(this.kind())
  }

  private error(reason: string, context?: string): YamlSyntaxError {
    return yamlErrorAt(this.text, this.token().pos, reason, context)
  }

  /** Anchor and tag, in either order. */
  private properties(): Properties {
    let anchor: string | undefined
    let tag: string | undefined
    for (;;) {
      const token = this.token()
      if (token.kind === "<anchor>" && anchor === undefined) anchor = token.text
      else if (token.kind === "<tag>" && tag === undefined) tag = token.text
      else return { anchor, tag }
      this.at++
    }
  }

  /** One node. `block` admits block collections; `indentless` a list whose dashes stand in its key's own column. */
  private node(block: boolean, indentless: boolean): Value {
    if (this.kind() === "<alias>") return this.alias()
    const start = this.token()
    const { anchor, tag } = this.properties()
    if (anchor !== undefined) {
      if (this.anchors.has(anchor))
        throw yamlErrorAt(this.text, start.pos, "second occurrence", `found duplicate anchor '${anchor}'`)
      this.anchors.set(anchor, undefined)
    }
    const before = this.nodes++
    const value = this.content(block, indentless, tag, anchor !== undefined || tag !== undefined)
    if (anchor !== undefined) this.anchors.set(anchor, { value, nodes: this.nodes - before })
    return value
  }

  private content(block: boolean, indentless: boolean, tag: string | undefined, optional: boolean): Value {
    const token = this.token()
    if (indentless && token.kind === "-") return this.tagged(tag, "seq", this.indentlessList())
    if (token.kind === "<scalar>") {
      this.at++
      return this.scalar(token, tag)
    }
    if (token.kind === "[") return this.tagged(tag, "seq", this.flowList())
    if (token.kind === "{") return this.tagged(tag, "map", this.flowMap())
    if (block && token.kind === "<block sequence start>") return this.tagged(tag, "seq", this.blockList())
    if (block && token.kind === "<block mapping start>") return this.tagged(tag, "map", this.blockMap())
    if (optional) return this.scalar({ ...token, kind: "<scalar>", text: "", plain: true }, tag)
    throw this.error(
      `expected the node content, but found '${token.kind}'`,
      `while parsing a ${block ? "block" : "flow"} node`
    )
  }

  private alias(): Value {
    const token = this.token()
    const found = this.anchors.get(token.text)
    if (found === undefined) {
      const why = this.anchors.has(token.text) ? "alias refers to the node that it is part of" : "found undefined alias"
      throw this.error(`${why} '${token.text}'`)
    }
    this.nodes += found.nodes
    if (this.nodes > this.scanned.tokens.length + MAX_ALIASED_NODES)
      throw this.error(`aliases stand for more than ${MAX_ALIASED_NODES} values`)
    this.at++
    return found.value
  }

  private tagged(tag: string | undefined, expected: "seq" | "map", value: Value): Value {
    if (tag === undefined || tag === "!" || tag === `!!${expected}`) return value
    throw this.unknownTag(tag)
  }

  private unknownTag(tag: string): YamlSyntaxError {
    const name = tag.startsWith("!!") ? `tag:yaml.org,2002:${tag.slice(2)}` : tag
    return this.error(`could not determine a constructor for the tag '${name}'`)
  }

  private scalar(token: YamlToken, tag: string | undefined): Value {
    const { text } = token
    this.mergeKey = token.plain && text === "<<" && tag === undefined
    if (tag === undefined || tag === "!") {
      if (!token.plain) return text
      if (text === "=") throw this.unknownTag("!!value")
      return resolvePlain(text, this.bareExponents)
    }
    const tagged = taggedScalar(tag, text, this.bareExponents)
    if (tagged !== undefined) return tagged
    throw this.unknownTag(tag)
  }

  private blockList(): Value {
    this.at++
    const items: Array<Value> = []
    while (this.kind() === "-") {
      this.at++
      items.push(this.is("-", "<block end>") ? null : this.node(true, false))
    }
    this.endBlock("while parsing a block collection")
    return items
  }

  private indentlessList(): Value {
    const items: Array<Value> = []
    while (this.kind() === "-") {
      this.at++
      items.push(this.is("-", "?", ":", "<block end>") ? null : this.node(true, false))
    }
    return items
  }

  private endBlock(context: string): void {
    if (this.kind() !== "<block end>") throw this.error(`expected <block end>, but found '${this.kind()}'`, context)
    this.at++
  }

  private blockMap(): Value {
    this.at++
    const pairs = new YamlPairs()
    while (this.kind() === "?") {
      this.at++
      const isEmpty = () => this.is("?", ":", "<block end>")
      this.pair(pairs, isEmpty, isEmpty, () => this.node(true, true))
    }
    this.endBlock("while parsing a block mapping")
    return pairs.toMap()
  }

  private flowList(): Value {
    this.at++
    const items: Array<Value> = []
    while (this.kind() !== "]") {
      if (items.length > 0) this.comma("while parsing a flow sequence", "]")
      if (this.kind() === "?") {
        this.at++
        const pairs = new YamlPairs()
        this.pair(
          pairs,
          () => this.is(":", ",", "]"),
          () => this.is(",", "]"),
          () => this.node(false, false)
        )
        items.push(pairs.toMap())
      } else if (this.kind() !== "]") items.push(this.node(false, false))
    }
    this.at++
    return items
  }

  private flowMap(): Value {
    this.at++
    const pairs = new YamlPairs()
    while (this.kind() !== "}") {
      if (pairs.size > 0) this.comma("while parsing a flow mapping", "}")
      if (this.kind() === "?") {
        this.at++
        this.pair(
          pairs,
          () => this.is(":", ",", "}"),
          () => this.is(",", "}"),
          () => this.node(false, false)
        )
      } else if (this.kind() !== "}") {
        const start = this.token()
        const key = this.node(false, false)
        pairs.add(this.keyText(key, start), null, false)
      }
    }
    this.at++
    return pairs.toMap()
  }

  private comma(context: string, close: "]" | "}"): void {
    if (this.kind() !== ",") throw this.error(`expected ',' or '${close}', but got '${this.kind()}'`, context)
    this.at++
  }

  private pair(pairs: YamlPairs, noKey: () => boolean, noValue: () => boolean, node: () => Value): void {
    const start = this.token()
    this.mergeKey = false
    const key = noKey() ? null : node()
    const merge = this.mergeKey && key === "<<"
    let value: Value = null
    if (this.kind() === ":") {
      this.at++
      if (!noValue()) value = node()
    }
    if (merge) this.merge(pairs, value, start)
    else pairs.add(this.keyText(key, start), value, false)
  }

  /** A key's text: keys are strings here, and one that reads as another scalar keeps the text it was written with. */
  private keyText(key: Value, token: YamlToken): string {
    if (typeof key === "string") return key
    if (isList(key) || isMap(key))
      throw yamlErrorAt(this.text, token.pos, "found unhashable key", "while constructing a mapping")
    return token.kind === "<scalar>" ? token.text : key === null ? "" : String(key)
  }

  /** `<<`: the pairs of a map, or of each map in a list, wherever the map itself does not say otherwise. */
  private merge(pairs: YamlPairs, value: Value, token: YamlToken): void {
    for (const map of isList(value) ? value : [value]) {
      if (!isMap(map))
        throw yamlErrorAt(
          this.text,
          token.pos,
          "expected a mapping or list of mappings for merging",
          "while constructing a mapping"
        )
      for (const [key, item] of Object.entries(map)) pairs.add(key, item, true)
    }
  }
}

/** The value of a text that holds one document, or none (`null`). Throws YamlSyntaxError. */
export const parseYamlText = (text: string, bareExponents: BareExponents): Value =>
  new YamlParser(text, bareExponents).document()
