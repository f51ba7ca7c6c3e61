import type { ModelDef } from "../GuildFile.ts"
import type { OpDef } from "../ops/OpDef.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, mapOf } from "../Value.ts"

/** Resources of one model, and the directory that their files are in. */
export interface ModelResources {
  readonly model: string
  readonly resources: ValueMap
  readonly dir: string
}

/** The models of a package; `undefined` where there is no such package. */
export type PackageResources = (name: string) => ReadonlyArray<ModelResources> | undefined

interface Found {
  readonly name: string
  readonly value: Value
  readonly dir: string
}

/** `[PACKAGE/][MODEL:]RESOURCE`. */
const SPEC = /^(?:([^/:]+)\/)?(?:([^/:]*):)?([^/:]+)$/

const find = (spec: string, own: ReadonlyArray<ModelResources>, ofPackage: PackageResources): Found | undefined => {
  const [, packageName, model, name] = SPEC.exec(spec) ?? []
  if (name === undefined || (packageName === undefined && model === undefined)) return undefined
  const models = packageName === undefined ? own : (ofPackage(packageName) ?? [])
  const found = models.find(
    (each) => (model === undefined || each.model === model) && getKey(each.resources, name) !== undefined
  )
  return found && { name: spec, value: getKey(found.resources, name) ?? null, dir: found.dir }
}

const specOf = ({ requires }: OpDef): ReadonlyArray<string> =>
  requires.flatMap(({ spec }) => {
    const named = typeof spec === "string" ? spec : getKey(spec, "resource")
    return typeof named === "string" && /[/:]/.test(named) ? [named] : []
  })

/**
 * Models whose operations know the resources of others that they require, under the names that they require them by:
 * `MODEL:RESOURCE` of the same Guild file, `PACKAGE/MODEL:RESOURCE`, or `PACKAGE/RESOURCE` of any model of a package. Files of a
 * package's resource are looked for in the package too. What is not found is left for the run, or a check, to tell of.
 */
export const withForeignResources = (
  models: ReadonlyArray<ModelDef>,
  dir: string,
  ofPackage: PackageResources
): ReadonlyArray<ModelDef> => {
  const own = models.map((model) => ({ model: model.name, resources: model.resources, dir }))
  const complete = (op: OpDef): OpDef => {
    const found = specOf(op)
      .filter((spec) => getKey(op.resources, spec) === undefined)
      .flatMap((spec) => find(spec, own, ofPackage) ?? [])
    if (found.length === 0) return op
    const dirs = found.map((each) => each.dir).filter((each) => each !== dir)
    return {
      ...op,
      resources: mapOf([...Object.entries(op.resources), ...found.map(({ name, value }) => [name, value] as const)]),
      parentDirs: Array.from(new Set([...(op.parentDirs ?? []), ...dirs]))
    }
  }
  return models.map((model) => {
    const operations = model.operations.map(complete)
    return operations.every((op, i) => op === model.operations[i]) ? model : { ...model, operations }
  })
}
