import { pyRepr } from "../text/PyRepr.ts"
import type { Value } from "../Value.ts"
import { isList, isMap, mapOf } from "../Value.ts"
import type { Findings } from "./Findings.ts"
import type { Entry, MapNode, Node, ScalarNode } from "./Node.ts"
import { get, list, scalar, toValue, withEntries } from "./Node.ts"

const WHOLE = /^\{\{([^{}]*)\}\}$/
const PART = /\{\{([^{}]*)\}\}/g

/** Parameters may refer to each other over this many steps; what goes further is left as a circle is. */
const MAX_STEPS = 100

/** A text may grow to this many characters by its parameters, and no further. */
const MAX_EXPANDED = 1024 * 1024

/** Lists and maps that refer to parameters may stand for this many values in all. */
const MAX_VALUES = 300_000

/** A value inside a text: strings bare, everything else as Python's `str` has it. */
const inText = (value: Value): string => (typeof value === "string" ? value : pyRepr(value))

type Params = ReadonlyMap<string, Value>

/** What has grown beyond all bounds. */
const TOO_LONG = Symbol("too long")

type Filled = Value | typeof TOO_LONG
type Expanded = Filled | undefined

/** Whether some text in a list or map refers to a parameter. */
const refersDeep = (value: Value): boolean =>
  typeof value === "string"
    ? value.includes("{{")
    : isList(value)
      ? value.some(refersDeep)
      : isMap(value) && Object.values(value).some(refersDeep)

/** How many values there are in a list or map, with itself. */
const sizeOf = (value: Value): number =>
  (isList(value) ? value : isMap(value) ? Object.values(value) : []).reduce<number>(
    (size, item) => size + sizeOf(item),
    1
  )

/**
 * Fills `{{name}}` in a text. A text that is one reference takes on the parameter's type; names of no parameter stay as they
 * are, and so does the reference that would close a circle.
 */
const expander = (params: Params) => {
  const known = new Map<string, Expanded>()
  const referring = new Set(Array.from(params).flatMap(([name, value]) => (refersDeep(value) ? [name] : [])))
  const sizes = new Map(Array.from(params, ([name, value]) => [name, sizeOf(value)]))
  let values = 0

  /** A parameter's value; `undefined` for what is no parameter and for one whose value leads back to `stack`. */
  const expandName = (name: string, stack: ReadonlyArray<string>): Expanded => {
    const value = params.get(name)
    if (value === undefined) return value
    if (!referring.has(name)) {
      if (stack.length > 0) values += sizes.get(name) ?? 0
      return values > MAX_VALUES ? TOO_LONG : value
    }
    if (known.has(name)) return known.get(name)
    const path = [...stack, name]
    if (typeof value !== "string")
      return stack.includes(name) || path.length > MAX_STEPS ? undefined : expandDeep(value, path)
    const circular =
      path.length > MAX_STEPS ||
      Array.from(value.matchAll(PART), (match) => (match[1] ?? "").trim()).some((each) => path.includes(each))
    const filled = circular ? undefined : expandText(value, path)
    // What a parameter is depends on the way to it only where the way is a circle.
    if (!circular || stack.length === 0) known.set(name, filled)
    return filled
  }

  /** A parameter's list or map with what its texts refer to. */
  const expandDeep = (value: Value, stack: ReadonlyArray<string>): Filled => {
    if (++values > MAX_VALUES) return TOO_LONG
    if (typeof value === "string") {
      const text = expandText(value, stack)
      // Long texts weigh as many values.
      if (typeof text === "string") values += Math.floor(text.length / 1024)
      return text
    }
    if (isList(value)) {
      const items: Array<Value> = []
      for (const item of value) {
        const filled = expandDeep(item, stack)
        if (filled === TOO_LONG) return TOO_LONG
        items.push(filled)
      }
      return items
    }
    if (!isMap(value)) return value
    const entries: Array<readonly [string, Value]> = []
    for (const [key, item] of Object.entries(value)) {
      const filled = expandDeep(item, stack)
      if (filled === TOO_LONG) return TOO_LONG
      entries.push([key, filled])
    }
    return mapOf(entries)
  }

  const expandText = (text: string, stack: ReadonlyArray<string>): Filled => {
    const whole = WHOLE.exec(text)?.[1]
    if (whole !== undefined) {
      const value = expandName(whole.trim(), stack)
      return value === undefined ? text : value
    }
    let filled = ""
    let end = 0
    for (const match of text.matchAll(PART)) {
      const value = expandName((match[1] ?? "").trim(), stack)
      if (value === TOO_LONG) return TOO_LONG
      filled += text.slice(end, match.index) + (value === undefined ? match[0] : inText(value))
      end = match.index + match[0].length
      if (filled.length > MAX_EXPANDED) return TOO_LONG
    }
    return filled + text.slice(end)
  }

  return (text: string): Filled => expandText(text, [])
}

/** A plain value as nodes that all stand where the reference to it stood. */
const nodeOf = (place: ScalarNode, value: Value): Node => {
  if (isList(value))
    return list(
      place,
      value.map((item) => nodeOf(place, item))
    )
  if (!isMap(value)) return { ...scalar(place, value), text: inText(value) }
  const entries = Object.entries(value).map(([key, item]): [string, Entry] => [
    key,
    { key: place, value: nodeOf(place, item) }
  ])
  return { kind: "map", source: place.source, at: place.at, entries: new Map(entries) }
}

/** A tree with a function applied to every text in it; what does not change is shared, and shared pieces are changed once. */
const mapTexts = (root: Node, change: (text: ScalarNode) => Node): Node => {
  const done = new Map<Node, Node>()
  const visit = (node: Node): Node => {
    if (node.kind === "scalar") return typeof node.value === "string" && node.value.includes("{{") ? change(node) : node
    const known = done.get(node)
    if (known !== undefined) return known
    let result: Node = node
    if (node.kind === "list") {
      const items = node.items.map(visit)
      if (items.some((item, i) => item !== node.items[i])) result = list(node, items)
    } else {
      const changed: Array<readonly [string, Entry]> = []
      for (const [key, entry] of node.entries) {
        const value = visit(entry.value)
        if (value !== entry.value) changed.push([key, { key: entry.key, value }])
      }
      if (changed.length > 0) result = withEntries(node, changed)
    }
    done.set(node, result)
    return result
  }
  return visit(root)
}

/** A model or config with its own and its inherited parameters filled in everywhere. */
export const fillParams = (item: MapNode, findings: Findings): MapNode => {
  const node = get(item, "params")
  if (node?.kind !== "map" || node.entries.size === 0) return item
  const params: Params = new Map(Array.from(node.entries, ([name, entry]) => [name, toValue(entry.value)]))
  const expand = expander(params)
  const filled = mapTexts(item, (text) => {
    const value = expand(text.text)
    if (value === TOO_LONG) {
      findings.error(text, `parameters expand to more than ${MAX_EXPANDED} characters or ${MAX_VALUES} values`)
      return text
    }
    return value === text.value ? text : nodeOf(text, value)
  })
  return filled.kind === "map" ? filled : item
}
