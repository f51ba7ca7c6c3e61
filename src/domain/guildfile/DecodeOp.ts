import type { OpDef, SourceCodeDef } from "../ops/OpDef.ts"
import type { OpRef } from "../ops/OpRef.ts"
import type { Value, ValueMap } from "../Value.ts"
import { mapOf } from "../Value.ts"
import { OPERATION, OPERATION_EXTRA } from "./Attributes.ts"
import { decodeFlags } from "./DecodeFlag.ts"
import { decodeOptimizers } from "./DecodeOptimizers.ts"
import { decodeRequires } from "./DecodeResource.ts"
import { fullOpName } from "./EmptyOp.ts"
import type { Findings } from "./Findings.ts"
import type { MapNode } from "./Node.ts"
import { get, toValue } from "./Node.ts"
import {
  decodeEnv,
  decodeFlagsDest,
  decodeFlagsImport,
  decodeObjective,
  decodePatterns,
  decodePublishing,
  decodeRunAttrs,
  readPlugins,
  readSourceCode
} from "./OpAttributes.ts"
import { readBoolean, readCount, readText, readTexts, warnUnknown } from "./Read.ts"
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

const extraOf = (op: MapNode): ValueMap => {
  const kept: Array<readonly [string, Value]> = []
  const named: ReadonlyArray<string> = OPERATION_EXTRA
  for (const [name, entry] of op.entries)
    if (!OPERATION.has(name) || named.includes(name)) kept.push([name, toValue(entry.value)])
  return mapOf(kept)
}

const orNone = (value: boolean | undefined): boolean => value ?? false

/** An operation from its attributes, its model's defaults already among them. */
export const decodeOp = (op: MapNode, opRef: OpRef, context: OpContext): OpDef => {
  const { findings, includes } = context
  const name = opRef.opName
  const fullName = fullOpName(opRef.modelName, name)
  warnUnknown(op, OPERATION, `operation '${fullName}'`, findings)
  for (const attribute of OPERATION_EXTRA) readBoolean(op, attribute, findings)
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
    env: decodeEnv(op, findings),
    envSecrets: readTexts(op, "env-secrets", findings) ?? [],
    sourcecode: { model: context.sourcecode, op: readSourceCode(op, findings) },
    outputScalars: decodePatterns(op, "output-scalars", findings),
    requires: decodeRequires(get(op, "requires"), findings),
    resources: context.resources,
    label: readText(op, "label", findings),
    tags: readTexts(op, "tags", findings) ?? [],
    compare: readTexts(op, "compare", findings),
    objective: decodeObjective(op, findings),
    optimizers: decodeOptimizers(op, name, findings),
    defaultMaxTrials: readCount(op, "default-max-trials", findings),
    pythonPath: readTexts(op, "python-path", findings)?.join(":"),
    pythonRequires: readText(op, "python-requires", findings) ?? context.pythonRequires,
    pipFreeze: readBoolean(op, "pip-freeze", findings),
    plugins: readPlugins(op, findings) ?? context.plugins,
    handleKeyboardInterrupt: orNone(readBoolean(op, "handle-keyboard-interrupt", findings)),
    stoppable: orNone(readBoolean(op, "stoppable", findings)),
    deleteOnSuccess: readBoolean(op, "delete-on-success", findings),
    publish: decodePublishing(op, findings),
    runAttrs: decodeRunAttrs(op, name, findings),
    outputAttrs: decodePatterns(op, "output-attrs", findings),
    default: orNone(readBoolean(op, "default", findings)),
    extra: extraOf(op)
  }
}
