import { equals, isFloat } from "../Value.ts"
import type { Value } from "../Value.ts"
import { resolvePlain } from "../yaml/YamlScalar.ts"
import type { Entry, Node, Place, Source } from "./Node.ts"

/** What an array stands for, by its first item: a list, the names and values of a map in turn, or a scalar that is no text. */
const LIST = 0
const MAP = 1
const SCALAR = 2

type Json = string | ReadonlyArray<Json | number>

const isSame = (a: Value, b: Value): boolean => typeof a === typeof b && isFloat(a) === isFloat(b) && equals(a, b)

/**
 * A tree as JSON that says all but where its nodes stand: texts as they are, other scalars as they were written, maps in their
 * order. `undefined` where aliases make the tree larger than its text, and where a tag makes of a text what it would not be
 * without it.
 */
export const nodeToJson = (root: Node): string | undefined => {
  let room = root.source.text.length + 1
  const toJson = (node: Node): Json | undefined => {
    if (room-- < 0) return undefined
    if (node.kind === "scalar") {
      if (typeof node.value === "string") return node.value === node.text ? node.text : undefined
      return isSame(resolvePlain(node.text, "float"), node.value) ? [SCALAR, node.text] : undefined
    }
    const json: Array<Json | number> = [node.kind === "list" ? LIST : MAP]
    const add = (value: Node): boolean => {
      const item = toJson(value)
      if (item !== undefined) json.push(item)
      return item !== undefined
    }
    if (node.kind === "list") return node.items.every(add) ? json : undefined
    for (const [name, { value }] of node.entries) {
      json.push(name)
      if (!add(value)) return undefined
    }
    return json
  }
  const json = toJson(root)
  return json === undefined ? undefined : JSON.stringify(json)
}

/** The tree of `nodeToJson`, all of it at the start of its text. `undefined` for anything else. */
export const nodeFromJson = (json: string, source: Source): Node | undefined => {
  const place: Place = { source, at: 0 }
  const toNode = (data: unknown): Node | undefined => {
    if (typeof data === "string") return { kind: "scalar", source, at: 0, value: data, text: data }
    if (!Array.isArray(data)) return undefined
    const parts: ReadonlyArray<unknown> = data
    const [kind, text] = parts
    if (kind === SCALAR && typeof text === "string")
      return { kind: "scalar", source, at: 0, value: resolvePlain(text, "float"), text }
    return kind === MAP ? toMap(parts) : kind === LIST ? toList(parts) : undefined
  }
  const toList = (parts: ReadonlyArray<unknown>): Node | undefined => {
    const items: Array<Node> = []
    for (let i = 1; i < parts.length; i++) {
      const item = toNode(parts[i])
      if (item === undefined) return undefined
      items.push(item)
    }
    return { kind: "list", source, at: 0, items }
  }
  const toMap = (parts: ReadonlyArray<unknown>): Node | undefined => {
    const entries = new Map<string, Entry>()
    for (let i = 1; i < parts.length; i += 2) {
      const name = parts[i]
      const value = toNode(parts[i + 1])
      if (typeof name !== "string" || value === undefined) return undefined
      entries.set(name, { key: place, value })
    }
    return { kind: "map", source, at: 0, entries }
  }
  try {
    return toNode(JSON.parse(json))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
