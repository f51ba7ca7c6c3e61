import type { OpDef, OpTarget } from "../ops/OpDef.ts"
import { noPublishDef } from "../publish/PublishDef.ts"
import { OpRef } from "../ops/OpRef.ts"

/** `model:name`, or the name alone in the anonymous model. */
export const fullOpName = (modelName: string, name: string): string =>
  modelName === "" ? name : `${modelName}:${name}`

/** An operation of which nothing is said but where it comes from and what it starts. */
export const emptyOp = (opRef: OpRef, projectDir: string, target: OpTarget): OpDef => ({
  opRef,
  name: opRef.opName,
  fullName: fullOpName(opRef.modelName, opRef.opName),
  modelName: opRef.modelName,
  description: "",
  projectDir,
  target,
  flags: [],
  flagsDest: undefined,
  flagsImport: "defined",
  flagsImportSkip: [],
  defaultFlagArgSkip: false,
  flagEncoder: undefined,
  env: {},
  envSecrets: [],
  sourcecode: { model: undefined, op: undefined },
  outputScalars: null,
  requires: [],
  resources: {},
  label: undefined,
  tags: [],
  compare: undefined,
  objective: null,
  optimizers: [],
  defaultMaxTrials: undefined,
  pythonPath: undefined,
  pythonRequires: undefined,
  pipFreeze: undefined,
  plugins: null,
  handleKeyboardInterrupt: false,
  stoppable: false,
  deleteOnSuccess: undefined,
  publish: noPublishDef,
  runAttrs: {},
  outputAttrs: null,
  default: false,
  extra: {}
})

/** The reference of an operation that a Guild file defines. */
export const guildFileRef = (path: string, version: string, modelName: string, opName: string): OpRef =>
  new OpRef({ pkgType: "guildfile", pkgName: path, pkgVersion: version, modelName, opName })
