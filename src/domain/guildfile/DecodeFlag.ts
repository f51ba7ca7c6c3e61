import type { FlagChoice, FlagDef, FlagType } from "../flags/FlagDef.ts"
import { emptyFlagDef } from "../flags/FlagDef.ts"
import { shortRepr } from "../text/PyRepr.ts"
import type { Value } from "../Value.ts"
import { isNumber, mapOf } from "../Value.ts"
import { CHOICE, FLAG } from "./Attributes.ts"
import type { Findings } from "./Findings.ts"
import { nearest } from "../text/Nearest.ts"
import type { MapNode, Node } from "./Node.ts"
import { get, isNull, isTemplate, map, toValue } from "./Node.ts"
import { expected, misread, readBoolean, readMap, readText, readValue, warnUnknown } from "./Read.ts"

const TYPES: ReadonlyArray<FlagType> = ["string", "number", "int", "float", "boolean", "path", "existing-path", "auto"]

/** Attributes near enough to one of guild's own to be a slip of the pen; any other is the user's own. */
const warnSlips = (node: MapNode, flag: string, findings: Findings): void => {
  for (const [name, entry] of node.entries) {
    if (FLAG.has(name)) continue
    const meant = nearest(name, FLAG)
    if (meant !== undefined)
      findings.warning(entry.key, `unexpected attribute '${name}' in flag '${flag}': did you mean '${meant}'?`)
  }
}

const decodeType = (node: MapNode, flag: string, findings: Findings): FlagType | undefined => {
  const text = readText(node, "type", findings)
  const known = TYPES.find((type) => type === text)
  const place = get(node, "type")
  if (text !== undefined && known === undefined && place !== undefined && !isTemplate(place))
    findings.warning(place, `unknown type '${text}' for flag '${flag}': expected one of ${TYPES.join(", ")}`)
  return known
}

const decodeChoice = (node: Node, flag: string, findings: Findings): FlagChoice => {
  if (node.kind !== "map") return { value: toValue(node), description: "", alias: undefined, flags: {} }
  warnUnknown(node, CHOICE, `a choice of flag '${flag}'`, findings)
  return {
    value: readValue(node, "value"),
    description: readText(node, "description", findings) ?? "",
    alias: readText(node, "alias", findings),
    flags: readMap(node, "flags", findings) ?? {}
  }
}

const decodeChoices = (node: Node | undefined, flag: string, findings: Findings): ReadonlyArray<FlagChoice> => {
  if (node === undefined || isNull(node)) return []
  if (node.kind === "list") return node.items.map((item) => decodeChoice(item, flag, findings))
  misread(findings, node, `invalid flag choice data ${shortRepr(toValue(node))}: expected a list of values or mappings`)
  return []
}

const said = (node: MapNode, name: string): Value | undefined => {
  const found = get(node, name)
  return found === undefined || isNull(found) ? undefined : toValue(found)
}

/** A bound of the values that a flag takes. */
const decodeBound = (node: MapNode, name: "min" | "max", findings: Findings): Value | undefined => {
  const place = get(node, name)
  const value = said(node, name)
  if (place !== undefined && value !== undefined && !isNumber(value)) expected(findings, name, place, "a number")
  return value
}

/** Where the words of a value are parted: `yes` as a shell does, or at a text. */
const decodeSplit = (node: MapNode, findings: Findings): Value | undefined => {
  const place = get(node, "arg-split")
  const value = said(node, "arg-split")
  if (place !== undefined && value !== undefined && typeof value !== "boolean" && typeof value !== "string")
    expected(findings, "arg-split", place, "yes, no, or a separator")
  return value
}

/** Whatever is not guild's own attribute, as written. */
const extraOf = (node: MapNode) => {
  const own: Array<readonly [string, Value]> = []
  for (const [name, entry] of node.entries) if (!FLAG.has(name)) own.push([name, toValue(entry.value)])
  return mapOf(own)
}

/** A flag from its attributes; see `coerceFlags` for the short forms. */
export const decodeFlag = (name: string, node: MapNode, findings: Findings): FlagDef => {
  const value = readValue(node, "default")
  // The common case, and the cheap one.
  if (node.entries.size === 1 && node.entries.has("default")) return { ...emptyFlagDef(name), default: value }
  warnSlips(node, name, findings)
  return {
    name,
    default: value,
    description: readText(node, "description", findings) ?? "",
    type: decodeType(node, name, findings),
    required: readBoolean(node, "required", findings) ?? false,
    argName: readText(node, "arg-name", findings),
    argSkip: readBoolean(node, "arg-skip", findings),
    argSwitch: said(node, "arg-switch"),
    argSplit: decodeSplit(node, findings),
    argEncoding: readMap(node, "arg-encoding", findings),
    envName: readText(node, "env-name", findings),
    envEncoding: readMap(node, "env-encoding", findings),
    alias: readText(node, "alias", findings),
    choices: decodeChoices(get(node, "choices"), name, findings),
    allowOther: readBoolean(node, "allow-other", findings) ?? false,
    min: decodeBound(node, "min", findings),
    max: decodeBound(node, "max", findings),
    distribution: readText(node, "distribution", findings),
    nullLabel: readText(node, "null-label", findings),
    extra: extraOf(node)
  }
}

const byName = (a: FlagDef, b: FlagDef): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** Flags in the canonical order: by name. */
export const sortFlags = (flags: ReadonlyArray<FlagDef>): ReadonlyArray<FlagDef> => [...flags].sort(byName)

/** The flags of a section with its includes resolved, by name. */
export const decodeFlags = (section: MapNode | undefined, findings: Findings): ReadonlyArray<FlagDef> => {
  if (section === undefined) return []
  const flags: Array<FlagDef> = []
  for (const [name, entry] of section.entries) {
    // A value that a parent merged under has its short form; anything else was written out before.
    const node =
      entry.value.kind === "map"
        ? entry.value
        : map(entry.value, new Map([["default", { key: entry.value, value: entry.value }]]))
    flags.push(decodeFlag(name, node, findings))
  }
  return sortFlags(flags)
}
