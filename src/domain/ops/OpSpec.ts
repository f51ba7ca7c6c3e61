import type { GuildFile, ModelDef } from "../GuildFile.ts"
import type { OpDef } from "./OpDef.ts"

/** The two halves of what `guild run` is told to run; `undefined` is the default, `""` the anonymous model. */
export interface OpSpec {
  readonly model: string | undefined
  readonly op: string | undefined
}

const PATTERN = /^(?:([^/:]+)\/)?(?:([^/:]*):)?([^/:]+)$/

/**
 * Splits `[[PACKAGE/]MODEL:]OPERATION`; a package stays in front of the model, with its slash. `undefined` where a spec has
 * another form.
 */
export const parseOpSpec = (spec: string | undefined): OpSpec | undefined => {
  if (spec === undefined || spec === "") return { model: undefined, op: undefined }
  const [match, packageName, model, op] = PATTERN.exec(spec) ?? []
  if (match === undefined) return undefined
  return { model: packageName === undefined ? model : `${packageName}/${model ?? ""}`, op }
}

/** What became of a spec in a Guild file. */
export type OpLookup =
  | { readonly kind: "found"; readonly op: OpDef }
  /** The model is there and the operation is not; `op` is empty for a default operation. */
  | { readonly kind: "no-op"; readonly model: ModelDef; readonly op: string | undefined }
  | { readonly kind: "no-model" }
  | { readonly kind: "several-models"; readonly model: string; readonly matches: ReadonlyArray<string> }
  | { readonly kind: "invalid" }

/** The model that commands mean when they name none: the only one, the one marked `default`, or the anonymous one. */
export const defaultModel = (file: GuildFile): ModelDef | undefined =>
  file.models.length === 1
    ? file.models[0]
    : (file.models.find((model) => model.default) ?? file.models.find((model) => model.name === ""))

/** The operation that a model runs by default: the one marked `default`, or its only one. */
export const defaultOperation = (model: ModelDef): OpDef | undefined =>
  model.operations.find((op) => op.default) ?? (model.operations.length === 1 ? model.operations[0] : undefined)

/** A model by its name or a part of it. */
const findModel = (file: GuildFile, name: string): ModelDef | OpLookup => {
  const exact = file.models.find((model) => model.name === name)
  if (exact !== undefined) return exact
  const matches = file.models.filter((model) => model.name.includes(name))
  const [only, second] = matches
  if (only === undefined) return { kind: "no-model" }
  if (second === undefined) return only
  return { kind: "several-models", model: name, matches: matches.map((model) => model.name).sort() }
}

/** Looks for a spec in a Guild file. An operation's full name always means that operation. */
export const lookUpOp = (file: GuildFile | undefined, spec: string | undefined): OpLookup => {
  const named = file?.models.flatMap((model) => model.operations).find((op) => op.fullName === spec)
  if (named !== undefined) return { kind: "found", op: named }
  const parsed = parseOpSpec(spec)
  if (parsed === undefined) return { kind: "invalid" }
  if (file === undefined) return { kind: "no-model" }
  const model = parsed.model === undefined ? defaultModel(file) : findModel(file, parsed.model)
  if (model === undefined) return { kind: "no-model" }
  if ("kind" in model) return model
  const op =
    parsed.op === undefined
      ? defaultOperation(model)
      : model.operations.find((candidate) => candidate.name === parsed.op)
  return op === undefined ? { kind: "no-op", model, op: parsed.op } : { kind: "found", op }
}
