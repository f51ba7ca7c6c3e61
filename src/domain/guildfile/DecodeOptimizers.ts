import type { OpDef } from "../ops/OpDef.ts"
import { shortRepr } from "../text/PyRepr.ts"
import type { Value } from "../Value.ts"
import { mapOf } from "../Value.ts"
import type { Findings } from "./Findings.ts"
import type { MapNode, Node } from "./Node.ts"
import { get, isNull, textOf, toValue } from "./Node.ts"
import { expected, misread, readBoolean, readText } from "./Read.ts"

export type Optimizer = OpDef["optimizers"][number]

const flagsOf = (node: MapNode) => {
  const flags: Array<readonly [string, Value]> = []
  for (const [name, entry] of node.entries)
    if (name !== "algorithm" && name !== "default") flags.push([name, toValue(entry.value)])
  return mapOf(flags.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const decodeOne = (node: Node, name: string | undefined, findings: Findings): ReadonlyArray<Optimizer> => {
  const text = textOf(node)
  if (text !== undefined) return [{ name: name ?? text, algorithm: text, default: false, flags: {} }]
  if (node.kind !== "map") {
    misread(findings, node, `invalid optimizer ${shortRepr(toValue(node))}: expected a string or a mapping`)
    return []
  }
  const algorithm = readText(node, "algorithm", findings) ?? name
  if (algorithm === undefined) {
    misread(findings, node, `missing required 'algorithm' attribute in ${shortRepr(toValue(node))}`)
    return []
  }
  return [
    {
      name: name ?? algorithm,
      algorithm,
      default: readBoolean(node, "default", findings) ?? false,
      flags: flagsOf(node)
    }
  ]
}

/** The optimizers of an operation by name: one from `optimizer`, or those that `optimizers` names. */
export const decodeOptimizers = (op: MapNode, opName: string, findings: Findings): ReadonlyArray<Optimizer> => {
  const one = get(op, "optimizer")
  const several = get(op, "optimizers")
  if (one !== undefined && several !== undefined) {
    findings.error(
      several,
      `conflicting optimizer configuration in operation '${opName}' - cannot define both 'optimizer' and 'optimizers'`
    )
    return []
  }
  if (one !== undefined) return isNull(one) ? [] : decodeOne(one, undefined, findings)
  if (several === undefined || isNull(several)) return []
  if (several.kind !== "map") {
    expected(findings, "optimizers", several, "a mapping of names to optimizers")
    return []
  }
  return Array.from(several.entries)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, entry]) => decodeOne(entry.value, name, findings))
}
