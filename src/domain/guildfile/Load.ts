import { Either } from "effect"
import type { GuildFile, GuildFileReport, ModelDef } from "../GuildFile.ts"
import { GuildFileError } from "../GuildFile.ts"
import type { ValueMap } from "../Value.ts"
import { isMap } from "../Value.ts"
import { PACKAGE, PACKAGE_LISTS, PACKAGE_TEXTS } from "./Attributes.ts"
import { itemName } from "./Coerce.ts"
import { decodeModel, modelOperations, modelResources } from "./DecodeModel.ts"
import type { Family } from "./Extends.ts"
import { familyOf } from "./Extends.ts"
import type { File, Finder } from "./File.ts"
import { readFile } from "./File.ts"
import { Findings } from "./Findings.ts"
import type { Entry, MapNode, Source } from "./Node.ts"
import { toValue } from "./Node.ts"
import { opPlaces } from "./OpPlace.ts"
import { withForeignResources } from "./ForeignResources.ts"
import { fillParams } from "./Params.ts"
import { readText, readTexts, warnUnknown } from "./Read.ts"
import type { Includer } from "./Sections.ts"
import { includer } from "./Sections.ts"
import { dirName } from "../text/Paths.ts"

/** Where a Guild file belongs: its absolute path and directory, and the MD5 of its bytes. */
export type GuildFileHome = Pick<GuildFile, "path" | "dir" | "version">

const decodePackage = (items: ReadonlyArray<MapNode>, findings: Findings): ValueMap | undefined => {
  const packages = items.filter((item) => item.entries.has("package"))
  const [first, second] = packages
  if (second !== undefined) findings.error(second, "multiple package definitions: expected at most one in a Guild file")
  if (first === undefined) return undefined
  warnUnknown(first, PACKAGE, "the package", findings)
  for (const name of PACKAGE_TEXTS) readText(first, name, findings)
  for (const name of PACKAGE_LISTS) readTexts(first, name, findings)
  const value = toValue(first)
  return isMap(value) ? value : undefined
}

const reportDuplicates = (
  items: ReadonlyArray<{ readonly item: MapNode }>,
  models: ReadonlyArray<ModelDef>,
  findings: Findings
): void => {
  const seen = new Set<string>()
  models.forEach((model, i) => {
    const item = items[i]?.item
    if (item !== undefined && seen.has(model.name))
      findings.error(
        item,
        model.name === ""
          ? "the anonymous model is defined twice: put its operations together"
          : `duplicate model '${model.name}': expected one definition for each name`
      )
    seen.add(model.name)
  })
}

/** What resolves the includes of a file's models, one for all models that inherit from the same packages; the nearest of them counts. */
const includersOf = (family: Family, findings: Findings) => {
  const made = new Map<string, Includer>()
  return (home: File, parents: ReadonlyArray<string>): Includer => {
    const key = [home.source.path, ...parents].join("\n")
    const includes = made.get(key) ?? includer(family, [home, ...family.packages([...parents].reverse())], findings)
    made.set(key, includes)
    return includes
  }
}

interface Loaded {
  readonly file: GuildFile
  /** What the operations of each model were made of, by their names. */
  readonly operations: () => ReadonlyMap<string, ReadonlyMap<string, Entry>>
}

/** What there is in a text; `undefined` where findings say what is wrong with it. */
const load = (source: Source, home: GuildFileHome, finder: Finder, findings: Findings): Loaded | undefined => {
  const file = readFile(source, finder, findings)
  if (findings.broken) return undefined
  const family = familyOf(file, finder, findings)
  const items = family.items.map(([item]) => fillParams(item, findings))
  if (findings.broken) return undefined
  const includes = includersOf(family, findings)
  const modelItems = items.flatMap((item, i) => {
    const parents = family.items[i]?.[1] ?? []
    return item.entries.has("model") ? [{ item, parents, includes: includes(file, parents) }] : []
  })
  const models = modelItems.map(({ item, parents, includes }) =>
    decodeModel(item, { ...home, parents }, includes, findings)
  )
  reportDuplicates(modelItems, models, findings)
  const linked = withForeignResources(models, home.dir, (name) => {
    const found = family.package(name)
    return found?.items
      .filter(([item]) => item.entries.has("model"))
      .map(([item, parents]) => ({
        ...modelResources(fillParams(item, findings), includes(found.file, parents), findings),
        dir: dirName(found.file.source.path)
      }))
  })
  const packageDef = decodePackage(items, findings)
  if (findings.failed) return undefined
  const guildFile: GuildFile = {
    path: home.path,
    dir: home.dir,
    version: home.version,
    models: linked,
    package: packageDef,
    warnings: findings.warnings,
    // Few ask for it, and it is as big as the file.
    get data() {
      return file.items.map(toValue)
    }
  }
  const operations = () =>
    new Map(modelItems.map(({ includes, item }) => [itemName(item, "model") ?? "", modelOperations(item, includes)]))
  return { file: guildFile, operations }
}

/** The same from the texts themselves, whatever is remembered of them. */
const loadAnew = (source: Source, home: GuildFileHome, { local, package: packaged }: Finder) => {
  const findings = new Findings()
  return { loaded: load(source, home, { local, package: packaged }, findings), findings }
}

/** What there is in a text, and what there is to say of it. Only what has been read anew can say where it stands. */
const loadWithPlaces = (source: Source, home: GuildFileHome, finder: Finder) => {
  const findings = new Findings()
  const loaded = load(source, home, finder, findings)
  return finder.readings === undefined || findings.isEmpty ? { loaded, findings } : loadAnew(source, home, finder)
}

/**
 * A Guild file from its text: YAML, then includes, then `extends`, then parameters, then `$include` and the defaults of each
 * model, then definitions. Flags of scripts are not imported here. The error names the first thing wrong, with its place.
 */
export const loadGuildFile = (
  source: Source,
  home: GuildFileHome,
  finder: Finder
): Either.Either<GuildFile, GuildFileError> => {
  const { findings, loaded } = loadWithPlaces(source, home, finder)
  return loaded === undefined
    ? Either.left(findings.firstError ?? new GuildFileError({ path: source.path, reason: "cannot be read" }))
    : Either.right(loaded.file)
}

/** Everything wrong and everything odd that can be told of a Guild file at once, in the order of the file. */
export const inspectGuildFile = (source: Source, home: GuildFileHome, finder: Finder): GuildFileReport => {
  const { findings, loaded } = loadAnew(source, home, finder)
  return {
    path: home.path,
    file: loaded?.file,
    errors: findings.errors,
    warnings: findings.warnings,
    placeOf: opPlaces(loaded?.operations() ?? new Map())
  }
}
