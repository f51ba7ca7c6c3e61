import { Either } from "effect"
import type { FlagsImport, PublishDef, SourceCodeDef } from "../ops/OpDef.ts"
import { decodePublish, noPublishDef } from "../publish/PublishDef.ts"
import { isAttrName, isRunAttr } from "../runs/RunAttrs.ts"
import { decodeSourceCode } from "../source/SourceRulesDecode.ts"
import { shortRepr } from "../text/PyRepr.ts"
import type { Value, ValueMap } from "../Value.ts"
import { isList } from "../Value.ts"
import type { Findings } from "./Findings.ts"
import type { MapNode, Node } from "./Node.ts"
import { get, isNull, isTemplate, toValue } from "./Node.ts"
import { expected, misread, readMap, readText } from "./Read.ts"

/* The attributes of an operation that have a form of their own. Each reports what it cannot mean, and reads as nothing then. */

/** How runs are published. */
export const decodePublishing = (op: MapNode, findings: Findings): PublishDef => {
  const found = get(op, "publish")
  if (found === undefined) return noPublishDef
  return Either.getOrElse(decodePublish(toValue(found)), (reason) => {
    misread(findings, found, reason)
    return noPublishDef
  })
}

/** Reads a `sourcecode` attribute; `undefined` where nothing is said. */
export const readSourceCode = (node: MapNode, findings: Findings): SourceCodeDef | undefined => {
  const found = get(node, "sourcecode")
  if (found === undefined) return undefined
  return Either.getOrElse(decodeSourceCode(toValue(found)), (invalid) => {
    misread(findings, found, invalid.reason)
    return undefined
  })
}

/** Which flags are taken from the script. */
export const decodeFlagsImport = (op: MapNode, findings: Findings): FlagsImport => {
  const found = get(op, "flags-import")
  if (found === undefined || isNull(found)) return "defined"
  const value = toValue(found)
  if (value === true || value === "all" || value === "yes") return "all"
  if (value === false || value === "no") return "none"
  const names = found.kind === "list" ? found.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : []
  if (isList(value) && names.length === value.length) return names.length === 0 ? "none" : names
  expected(findings, "flags-import", found, "yes/all, no, or a list of flag names")
  return "none"
}

const DEST = /^(?:args(?::[\w.]+)?|globals|(?:global|dict|namespace):[^:]+|config:.+)$/

/** How a script is given its flags, as written; a way that there is not is warned of. */
export const decodeFlagsDest = (op: MapNode, findings: Findings): string | undefined => {
  const dest = readText(op, "flags-dest", findings)
  const place = get(op, "flags-dest")
  if (dest !== undefined && place !== undefined && !DEST.test(dest) && !isTemplate(place))
    findings.warning(
      place,
      `unknown flags-dest '${dest}': expected args, args:click, args:absl, globals, global:NAME, dict:NAME, namespace:NAME or config:FILE`
    )
  return dest
}

/** What runs record besides what every run does. */
export const decodeRunAttrs = (op: MapNode, name: string, findings: Findings): ValueMap => {
  const attrs = readMap(op, "run-attrs", findings) ?? {}
  const place = get(op, "run-attrs")
  const refuse = (attr: string | undefined, why: string) => {
    if (attr !== undefined && place !== undefined)
      findings.error(place, `invalid run attribute ${shortRepr(attr)} in operation '${name}': ${why}`)
  }
  refuse(Object.keys(attrs).find(isRunAttr), "the name is guild's own")
  const cannotBeFile = Object.keys(attrs).find((attr) => !isAttrName(attr))
  refuse(cannotBeFile, "expected a name without slashes that does not start with a dot")
  return attrs
}

/** Variables for the processes of an operation. */
export const decodeEnv = (op: MapNode, findings: Findings): ValueMap => {
  const env = readMap(op, "env", findings) ?? {}
  const place = get(op, "env")
  const wrong = Object.keys(env).find((name) => !/^[^=\0]+$/.test(name))
  if (wrong !== undefined && place !== undefined)
    findings.error(place, `invalid env name ${shortRepr(wrong)}: expected the name of a variable, without '='`)
  return env
}

const isText = (node: Node): boolean => node.kind === "scalar" && typeof node.value === "string"

const isObjective = (node: Node): boolean => {
  if (node.kind !== "map") return isNull(node) || isText(node)
  const [goal, ...others] = node.entries
  return goal !== undefined && others.length === 0 && /^(minimize|maximize)$/.test(goal[0]) && isText(goal[1].value)
}

/** What an optimizer is after, as written. */
export const decodeObjective = (op: MapNode, findings: Findings): Value => {
  const found = get(op, "objective")
  if (found === undefined || isObjective(found)) return found === undefined ? null : toValue(found)
  expected(findings, "objective", found, "a column, -COLUMN, minimize: COLUMN or maximize: COLUMN")
  return null
}

/** `plugins` of a model or an operation: names, or yes or no; `undefined` where nothing is said. */
export const readPlugins = (node: MapNode, findings: Findings): Value | undefined => {
  const found = get(node, "plugins")
  if (found === undefined) return undefined
  if (isNull(found) || (found.kind === "scalar" && typeof found.value === "boolean")) return toValue(found)
  if (found.kind === "list" ? found.items.every(isText) : isText(found)) return toValue(found)
  expected(findings, "plugins", found, "a name, a list of names, all, or no")
  return undefined
}

const isPattern = (node: Node): boolean => node.kind === "scalar" && (isNull(node) || typeof node.value === "string")

const isPatterns = (node: Node): boolean =>
  node.kind === "map" ? Array.from(node.entries.values()).every(({ value }) => isPattern(value)) : isPattern(node)

/** Patterns for the output of a run, as written; whether they can be used as such is seen when there is output. */
export const decodePatterns = (op: MapNode, name: string, findings: Findings): Value => {
  const found = get(op, name)
  if (found === undefined) return null
  const wrong =
    found.kind === "list" ? found.items.find((item) => !isPatterns(item)) : isPatterns(found) ? undefined : found
  if (wrong !== undefined && !(wrong.kind === "scalar" && wrong.value === false))
    expected(findings, name, wrong, "a pattern, a map of keys to patterns, a list of these, or no")
  return toValue(found)
}
