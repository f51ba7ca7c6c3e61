import { Either } from "effect"
import type { FlagsImport, OpDef, SourceCodeDef } from "../ops/OpDef.ts"
import type { OpRef } from "../ops/OpRef.ts"
import { isRunAttr } from "../runs/RunAttrs.ts"
import { shortRepr } from "../text/PyRepr.ts"
import { decodeSourceCode } from "../source/SourceRulesDecode.ts"
import type { Value, ValueMap } from "../Value.ts"
import { isList, mapOf } from "../Value.ts"
import { OPERATION, OPERATION_EXTRA } from "./Attributes.ts"
import { decodeFlags } from "./DecodeFlag.ts"
import { decodeOptimizers } from "./DecodeOptimizers.ts"
import { decodeRequires } from "./DecodeResource.ts"
import { fullOpName } from "./EmptyOp.ts"
import type { Findings } from "./Findings.ts"
import type { MapNode, Node } from "./Node.ts"
import { get, isNull, toValue } from "./Node.ts"
import { expected, readBoolean, readInteger, readMap, readText, readTexts, readValue, warnUnknown } from "./Read.ts"
import type { Includer } from "./Sections.ts"
import { decodeTarget } from "./Target.ts"

/** What the operations of a model share. */
export interface OpContext {
  readonly projectDir: string
  readonly parentDirs: ReadonlyArray<string>
  readonly sourcecode: SourceCodeDef | undefined
  readonly resources: ValueMap
  readonly plugins: Value
  readonly pythonRequires: string | undefined
  readonly includes: Includer
  readonly findings: Findings
}

/** Reads a `sourcecode` attribute; `undefined` where nothing is said. */
export const readSourceCode = (node: MapNode, findings: Findings): SourceCodeDef | undefined => {
  const found = get(node, "sourcecode")
  if (found === undefined) return undefined
  return Either.getOrElse(decodeSourceCode(toValue(found)), (invalid) => {
    findings.error(found, invalid.reason)
    return undefined
  })
}

const decodeFlagsImport = (op: MapNode, findings: Findings): FlagsImport => {
  const found = get(op, "flags-import")
  if (found === undefined || isNull(found)) return "defined"
  const value = toValue(found)
  if (value === true || value === "all" || value === "yes") return "all"
  if (value === false || value === "no") return "none"
  const names = found.kind === "list" ? found.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : []
  if (isList(value) && names.length === value.length) return names.length === 0 ? "none" : names
  findings.error(found, `invalid flags-import value ${shortRepr(value)}: expected yes/all, no, or a list of flag names`)
  return "none"
}

const DEST = /^(?:args(?::[\w.]+)?|globals|(?:global|dict|namespace):[^:]+|config:.+)$/

const decodeFlagsDest = (op: MapNode, findings: Findings): string | undefined => {
  const dest = readText(op, "flags-dest", findings)
  const place = get(op, "flags-dest")
  if (dest !== undefined && place !== undefined && !DEST.test(dest))
    findings.warning(
      place,
      `unknown flags-dest '${dest}': expected args, args:click, args:absl, globals, global:NAME, dict:NAME, namespace:NAME or config:FILE`
    )
  return dest
}

const decodeRunAttrs = (op: MapNode, name: string, findings: Findings): ValueMap => {
  const attrs = readMap(op, "run-attrs", findings) ?? {}
  const reserved = Object.keys(attrs).find(isRunAttr)
  const place = get(op, "run-attrs")
  if (reserved !== undefined && place !== undefined)
    findings.error(place, `invalid run attribute '${reserved}' in operation '${name}': the name is guild's own`)
  return attrs
}

const extraOf = (op: MapNode): ValueMap => {
  const kept: Array<readonly [string, Value]> = []
  const named: ReadonlyArray<string> = OPERATION_EXTRA
  for (const [name, entry] of op.entries)
    if (!OPERATION.has(name) || named.includes(name)) kept.push([name, toValue(entry.value)])
  return mapOf(kept)
}

const isPattern = (node: Node): boolean => node.kind === "scalar" && (isNull(node) || typeof node.value === "string")

const isPatterns = (node: Node): boolean =>
  node.kind === "map" ? Array.from(node.entries.values()).every(({ value }) => isPattern(value)) : isPattern(node)

/** Patterns for the output of a run, as written; whether they can be used as such is seen when there is output. */
const decodePatterns = (op: MapNode, name: string, findings: Findings): Value => {
  const found = get(op, name)
  if (found === undefined) return null
  const wrong =
    found.kind === "list" ? found.items.find((item) => !isPatterns(item)) : isPatterns(found) ? undefined : found
  if (wrong !== undefined && !(wrong.kind === "scalar" && wrong.value === false))
    expected(findings, name, wrong, "a pattern, a map of keys to patterns, a list of these, or no")
  return toValue(found)
}

const orNone = (value: boolean | undefined): boolean => value ?? false

/** An operation from its attributes, its model's defaults already among them. */
export const decodeOp = (op: MapNode, opRef: OpRef, context: OpContext): OpDef => {
  const { findings, includes } = context
  const name = opRef.opName
  const fullName = fullOpName(opRef.modelName, name)
  warnUnknown(op, OPERATION, `operation '${fullName}'`, findings)
  const compare = readValue(op, "compare")
  const plugins = get(op, "plugins")
  return {
    opRef,
    name,
    fullName,
    modelName: opRef.modelName,
    description: readText(op, "description", findings) ?? "",
    projectDir: context.projectDir,
    parentDirs: context.parentDirs,
    target: decodeTarget(op, name, includes, findings),
    flags: decodeFlags(includes.section(get(op, "flags"), "flags"), findings),
    flagsDest: decodeFlagsDest(op, findings),
    flagsImport: decodeFlagsImport(op, findings),
    flagsImportSkip: readTexts(op, "flags-import-skip", findings) ?? [],
    defaultFlagArgSkip: orNone(readBoolean(op, "default-flag-arg-skip", findings)),
    flagEncoder: readText(op, "flag-encoder", findings),
    env: readMap(op, "env", findings) ?? {},
    envSecrets: readTexts(op, "env-secrets", findings) ?? [],
    sourcecode: { model: context.sourcecode, op: readSourceCode(op, findings) },
    outputScalars: decodePatterns(op, "output-scalars", findings),
    requires: decodeRequires(get(op, "requires"), findings),
    resources: context.resources,
    label: readText(op, "label", findings),
    tags: readTexts(op, "tags", findings) ?? [],
    compare: compare === null ? undefined : isList(compare) ? compare : [compare],
    objective: readValue(op, "objective"),
    optimizers: decodeOptimizers(op, name, findings),
    defaultMaxTrials: readInteger(op, "default-max-trials", findings),
    pythonPath: readTexts(op, "python-path", findings)?.join(":"),
    pythonRequires: readText(op, "python-requires", findings) ?? context.pythonRequires,
    pipFreeze: readBoolean(op, "pip-freeze", findings),
    plugins: plugins === undefined ? context.plugins : toValue(plugins),
    handleKeyboardInterrupt: orNone(readBoolean(op, "handle-keyboard-interrupt", findings)),
    stoppable: orNone(readBoolean(op, "stoppable", findings)),
    deleteOnSuccess: readBoolean(op, "delete-on-success", findings),
    publish: readValue(op, "publish"),
    runAttrs: decodeRunAttrs(op, name, findings),
    outputAttrs: decodePatterns(op, "output-attrs", findings),
    default: orNone(readBoolean(op, "default", findings)),
    extra: extraOf(op)
  }
}
