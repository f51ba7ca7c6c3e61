import type { ModelDef } from "../GuildFile.ts"
import { MODEL } from "./Attributes.ts"
import { itemName } from "./Coerce.ts"
import { decodeOp } from "./DecodeOp.ts"
import { decodeResources } from "./DecodeResource.ts"
import { guildFileRef } from "./EmptyOp.ts"
import type { Findings } from "./Findings.ts"
import type { Entry, MapNode, Node } from "./Node.ts"
import { get, map } from "./Node.ts"
import { readPlugins, readSourceCode } from "./OpAttributes.ts"
import { readBoolean, readMap, readText, readTexts, warnUnknown } from "./Read.ts"
import type { Includer } from "./Sections.ts"
import { dirName } from "../text/Paths.ts"

/** Where a model belongs. */
export interface Home {
  readonly path: string
  readonly dir: string
  readonly version: string
  /** Paths of the packages' Guild files that the model inherits from, the remotest first. */
  readonly parents: ReadonlyArray<string>
}

const asMap = (node: Node): MapNode => (node.kind === "map" ? node : map(node, new Map()))

/** The operations of a model as they are decoded: included ones too, each with what its model says of all where it says nothing itself. */
export const modelOperations = (
  item: MapNode,
  includes: Includer
): ReadonlyMap<string, Entry & { readonly value: MapNode }> => {
  const defaults = get(item, "operation-defaults")
  const said = defaults?.kind === "map" && defaults.entries.size > 0 ? defaults.entries : undefined
  return new Map(
    Array.from(includes.section(get(item, "operations"), "operations")?.entries ?? [], ([name, { key, value }]) => {
      const op = asMap(value)
      return [name, { key, value: said === undefined ? op : map(op, new Map([...said, ...op.entries])) }]
    })
  )
}

/** The resources of a model, by name. */
export const modelResources = (item: MapNode, includes: Includer, findings: Findings) => {
  const model = itemName(item, "model") ?? ""
  return { model, resources: decodeResources(includes.section(get(item, "resources"), "resources"), model, findings) }
}

/** A model from its item, what it inherits and its parameters already in it. */
export const decodeModel = (item: MapNode, home: Home, includes: Includer, findings: Findings): ModelDef => {
  const name = itemName(item, "model") ?? ""
  warnUnknown(item, MODEL, name === "" ? "the anonymous model" : `model '${name}'`, findings)
  const { resources } = modelResources(item, includes, findings)
  const context = {
    projectDir: home.dir,
    parentDirs: [...home.parents].reverse().map(dirName),
    sourcecode: readSourceCode(item, findings),
    resources,
    plugins: readPlugins(item, findings) ?? null,
    pythonRequires: readText(item, "python-requires", findings),
    includes,
    findings
  }
  return {
    name,
    description: readText(item, "description", findings) ?? "",
    default: readBoolean(item, "default", findings) ?? false,
    references: readTexts(item, "references", findings) ?? [],
    operations: Array.from(modelOperations(item, includes), ([opName, { value }]) =>
      decodeOp(value, guildFileRef(home.path, home.version, name, opName), context)
    ),
    resources,
    extra: readMap(item, "extra", findings) ?? {}
  }
}
