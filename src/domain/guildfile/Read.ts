import { pyRepr, shortRepr } from "../text/PyRepr.ts"
import type { Value, ValueMap } from "../Value.ts"
import { isMap } from "../Value.ts"
import type { Findings } from "./Findings.ts"
import { nearest } from "../text/Nearest.ts"
import type { MapNode, Node } from "./Node.ts"
import { get, isNull, isTemplate, toValue } from "./Node.ts"

/** Reports what is wrong with a value. What will be of a template is seen where it is filled in. */
export const misread = (findings: Findings, node: Node, reason: string): void => {
  if (!isTemplate(node)) findings.error(node, reason)
}

/** Reports that an attribute has a value of the wrong kind. */
export const expected = (findings: Findings, name: string, node: Node, what: string): void =>
  misread(findings, node, `invalid ${name} value ${shortRepr(toValue(node))}: expected ${what}`)

/** An attribute that is a text; a number or a boolean counts as its spelling. `undefined` where nothing is said. */
export const readText = (node: MapNode, name: string, findings: Findings): string | undefined => {
  const found = get(node, name)
  if (found === undefined || isNull(found)) return undefined
  if (found.kind === "scalar") return found.text === "" ? asText(found.value) : found.text
  expected(findings, name, found, "a string")
  return undefined
}

const asText = (value: Value): string => (typeof value === "string" ? value : pyRepr(value))

/** `yes` or `no`; `undefined` where nothing is said. */
export const readBoolean = (node: MapNode, name: string, findings: Findings): boolean | undefined => {
  const found = get(node, name)
  if (found === undefined || isNull(found)) return undefined
  const value = found.kind === "scalar" ? found.value : null
  if (typeof value === "boolean") return value
  if (value === 0 || value === 1) return value === 1
  expected(findings, name, found, "yes or no")
  return undefined
}

/** A list of texts, or a text that stands for a list of one; `undefined` where nothing is said. */
export const readTexts = (node: MapNode, name: string, findings: Findings): ReadonlyArray<string> | undefined => {
  const found = get(node, name)
  if (found === undefined || isNull(found)) return undefined
  const items = found.kind === "list" ? found.items : [found]
  const texts = items.flatMap((item) => (item.kind === "scalar" && item.value !== null ? [item.text] : []))
  if (texts.length === items.length) return texts
  expected(findings, name, found, "a string or a list of strings")
  return undefined
}

/** How many there are of something, from 1; `undefined` where nothing is said. */
export const readCount = (node: MapNode, name: string, findings: Findings): number | undefined => {
  const found = get(node, name)
  if (found === undefined || isNull(found)) return undefined
  if (found.kind === "scalar" && typeof found.value === "number" && found.value >= 1) return found.value
  expected(findings, name, found, "a whole number from 1")
  return undefined
}

/** An attribute as written; `null` where nothing is said. */
export const readValue = (node: MapNode, name: string): Value => {
  const found = get(node, name)
  return found === undefined ? null : toValue(found)
}

/** A map, or an empty one where nothing is said. */
export const readMap = (node: MapNode, name: string, findings: Findings): ValueMap | undefined => {
  const found = get(node, name)
  if (found === undefined || isNull(found)) return undefined
  const value = toValue(found)
  if (isMap(value)) return value
  expected(findings, name, found, "a mapping")
  return undefined
}

/** Warns of attributes that mean nothing here, with the name that was probably meant. */
export const warnUnknown = (node: MapNode, known: ReadonlySet<string>, where: string, findings: Findings): void => {
  for (const [name, entry] of node.entries)
    if (!known.has(name)) {
      const meant = nearest(name, known)
      const advice = meant === undefined ? "it is ignored" : `did you mean '${meant}'?`
      findings.warning(entry.key, `unexpected attribute '${name}' in ${where}: ${advice}`)
    }
}
