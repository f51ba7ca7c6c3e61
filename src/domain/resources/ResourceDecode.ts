import { nearest } from "../text/Nearest.ts"
import { Either } from "effect"
import { shortRepr } from "../text/PyRepr.ts"
import type { Decoded } from "./ResourceAttributes.ts"
import { flagOf, invalid, listOf, paramsOf, targetTypeOf, textAttr, textOf } from "./ResourceAttributes.ts"
import type { RenameSpec, ResourceDef, ResourceSource, SelectSpec, SourceKind } from "./ResourceDef.ts"
import { splitShell } from "../text/Shlex.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, isMap, mapOf } from "../Value.ts"

/** Source types that a Guild file may use; the DVC ones are of a later version than messages tell of. */
const KINDS = ["config", "file", "module", "url", "operation"] as const
const ALL_KINDS: ReadonlyArray<SourceKind> = [...KINDS, "dvcfile", "dvcstage"]

const decodeSelect = (map: ValueMap, where: string): Decoded<ReadonlyArray<SelectSpec>> =>
  Either.all(
    (["select", "select-min", "select-max"] as const).flatMap((key) =>
      listOf(getKey(map, key)).map((item): Decoded<SelectSpec> => {
        const pattern = textOf(item)
        const reduce = key === "select-min" ? "min" : key === "select-max" ? "max" : undefined
        return pattern === undefined
          ? invalid(
              `invalid ${key} value ${shortRepr(item)} in resource '${where}': expected a string or a list of strings`
            )
          : Either.right({ pattern, reduce })
      })
    )
  )

const decodeRename = (value: Value, where: string): Decoded<RenameSpec> => {
  const problem = invalid(
    `invalid rename spec ${shortRepr(value)} in resource '${where}': expected a pattern and what it is replaced with`
  )
  if (isMap(value)) {
    const pattern = textOf(getKey(value, "pattern"))
    const replacement = textOf(getKey(value, "repl"))
    return pattern === undefined || replacement === undefined ? problem : Either.right({ pattern, replacement })
  }
  const words = Either.getOrElse(splitRename(textOf(value) ?? ""), () => [])
  const [pattern, replacement] = words
  return words.length !== 2 || pattern === undefined || replacement === undefined
    ? problem
    : Either.right({ pattern, replacement })
}

/** Two words, where a backslash stands for itself: it belongs to the expression. */
const splitRename = (text: string) => splitShell(text.replaceAll("\\", "\\\\"))

const decodePath = (map: ValueMap, where: string): Decoded<string | undefined> => {
  const value = getKey(map, "target-path") ?? getKey(map, "path") ?? null
  const path = textOf(value)
  if (value === null) return Either.right(undefined)
  if (path === undefined) return invalid(`invalid path ${shortRepr(value)} in resource '${where}': expected a string`)
  return path.startsWith("/") || path.split("/").includes("..")
    ? invalid(`invalid path '${path}' in resource '${where}': path must be relative and below the run directory`)
    : Either.right(path)
}

const kindsOf = (map: ValueMap): ReadonlyArray<SourceKind> => ALL_KINDS.filter((kind) => Object.hasOwn(map, kind))

const uriOf = (kind: SourceKind, target: string): string => (kind === "url" ? target : `${kind}:${target}`)

const SOURCE_KEYS: ReadonlySet<string> = new Set(
  (
    "name flag-name description help path target-path sha256 unpack type select select-min select-max rename params " +
    "post-process target-type preserve-path replace-existing optional warn-if-empty fail-if-empty always-resolve"
  ).split(" ")
)

const RESOURCE_KEYS: ReadonlySet<string> = new Set(
  "name flag-name description private references path target-path default-unpack target-type preserve-path sources".split(
    " "
  )
)

const extraOf = (map: ValueMap, known: ReadonlySet<string>): ValueMap =>
  mapOf(Object.entries(map).filter(([key]) => !known.has(key)))

/** A source whose flag is not settled yet: that depends on the resource's other sources. */
type SourceData = Omit<ResourceSource, "flagName" | "takesFlag"> & {
  readonly ownName: string | undefined
  readonly ownFlag: string | undefined
}

const decodeSource = (value: Value, resource: ValueMap, where: string): Decoded<SourceData> => {
  const map = typeof value === "string" ? { file: value } : value
  const problem = (reason: string) => invalid(`invalid source ${shortRepr(value)} in resource '${where}': ${reason}`)
  if (!isMap(map)) return problem("expected a string or a mapping")
  const [kind, ...more] = kindsOf(map)
  if (kind === undefined) return problem(`missing required attribute (one of ${KINDS.join(", ")})`)
  if (more.length > 0) return problem(`conflicting attributes (${[kind, ...more].join(", ")})`)
  const target = textOf(getKey(map, kind))
  if (target === undefined) return problem(`expected a string for ${kind}`)
  return Either.gen(function* () {
    const select = yield* decodeSelect(map, where)
    const text = (key: string) => textAttr(map, key, where)
    const own = (key: string, otherwise: boolean) => flagOf(map, key, otherwise, where)
    const shared = (key: string, common: string, otherwise: boolean) =>
      Either.flatMap(flagOf(resource, common, otherwise, where), (value) => own(key, value))
    return {
      kind,
      target,
      uri: uriOf(kind, target),
      description: (yield* text("description")) ?? "",
      help: (yield* text("help")) ?? "",
      ownName: yield* text("name"),
      ownFlag: yield* text("flag-name"),
      path: yield* decodePath(map, where),
      sha256: yield* text("sha256"),
      unpack: yield* shared("unpack", "default-unpack", true),
      archiveType: yield* text("type"),
      select,
      rename: yield* Either.all(listOf(getKey(map, "rename")).map((spec) => decodeRename(spec, where))),
      params: yield* paramsOf(map, where),
      postProcess: yield* text("post-process"),
      targetType: yield* targetTypeOf(map, resource, where),
      preservePath: yield* shared("preserve-path", "preserve-path", false),
      replaceExisting: yield* own("replace-existing", false),
      optional: yield* own("optional", false),
      warnIfEmpty: yield* own("warn-if-empty", select.length > 0),
      failIfEmpty: yield* own("fail-if-empty", false),
      alwaysResolve: yield* own("always-resolve", false),
      extra: extraOf(map, new Set([...SOURCE_KEYS, kind]))
    }
  })
}

/** The name of a resource that has none: what its one operation is called, or the URIs of its sources. */
const impliedName = (sources: ReadonlyArray<SourceData>): string =>
  sources.map(({ kind, target, uri }) => (kind === "operation" && sources.length === 1 ? target : uri)).join(",")

/**
 * Gives every source its flag: its own, or the one that its resource says, or else the one of the resource's name. One flag cannot
 * name runs of several operations: those have the names of their sources or of the operations, one each, and no other source
 * of such a resource has one.
 */
const withFlags = (
  sources: ReadonlyArray<SourceData>,
  resource: { readonly name: string; readonly flagName: string | undefined }
): ReadonlyArray<ResourceSource> => {
  const operations = new Set(sources.filter(({ kind }) => kind === "operation").map(({ target }) => target))
  return sources.map(({ ownFlag, ownName, ...source }) => {
    const isRun = source.kind === "operation"
    const shared = isRun || operations.size === 0 ? resource.name : undefined
    const implied = isRun && operations.size > 1 ? (ownName ?? source.target) : shared
    const explicit = ownFlag ?? resource.flagName
    return { ...source, flagName: explicit ?? implied, takesFlag: explicit !== undefined || isRun }
  })
}

/**
 * Decodes a resource: a map with `sources`, or the list of sources alone. `name` is what the Guild file calls it, `undefined` for
 * one that is defined where it is required; `fullName` is how errors speak of it (`model:name`).
 */
export const decodeResource = (
  name: string | undefined,
  value: Value,
  fullName: string | undefined = name
): Decoded<ResourceDef> => {
  const map: Value = isList(value) ? { sources: value } : value
  if (!isMap(map)) return invalid(`invalid resource value ${shortRepr(value)}: expected a mapping or a list`)
  const given = textOf(getKey(map, "name")) ?? name
  const flagName = textOf(getKey(map, "flag-name"))
  const where = fullName ?? given ?? flagName ?? "inline"
  return Either.gen(function* () {
    const sources = yield* Either.all(listOf(getKey(map, "sources")).map((source) => decodeSource(source, map, where)))
    const known = given ?? flagName ?? impliedName(sources)
    return {
      name: known,
      description: textOf(getKey(map, "description")) ?? "",
      private: yield* flagOf(map, "private", false, where),
      references: listOf(getKey(map, "references")).flatMap((item) => textOf(item) ?? []),
      path: yield* decodePath(map, where),
      sources: withFlags(sources, { name: known, flagName }),
      extra: extraOf(map, RESOURCE_KEYS)
    }
  })
}

/** An inline map without `sources` is a source itself; its `name` and `flag-name` are the resource's. */
const asResourceMap = (map: ValueMap): ValueMap => {
  if (Object.hasOwn(map, "sources")) return map
  const names = ["name", "flag-name"].flatMap((key) =>
    Object.hasOwn(map, key) ? [[key, map[key] ?? null] as const] : []
  )
  const source = mapOf(Object.entries(map).filter(([key]) => key !== "name" && key !== "flag-name"))
  return mapOf([...names, ["sources", [source]]])
}

/** A resource's own name in `[PACKAGE/][MODEL:]RESOURCE`. */
export const resourceName = (named: string): string =>
  named.slice(named.lastIndexOf(named.includes(":") ? ":" : "/") + 1)

/**
 * Decodes one entry of `requires`: the name of a resource, a map that names one with `resource`, an inline source, or an inline
 * resource with `sources`. `resources` are those that may be named.
 */
export const decodeDependency = (
  spec: string | ValueMap,
  resources: ValueMap,
  operation: string
): Decoded<ResourceDef> => {
  const named = typeof spec === "string" ? spec : (textOf(getKey(spec, "resource")) ?? spec)
  if (typeof named !== "string") return decodeResource(undefined, asResourceMap(named))
  const found = getKey(resources, named)
  if (found !== undefined) return decodeResource(resourceName(named), found, named)
  const meant = nearest(named, Object.keys(resources))
  const advice = meant === undefined ? "Define it under 'resources' in the Guild file." : `Did you mean '${meant}'?`
  return invalid(`resource '${named}' required by operation '${operation}' is not defined\n${advice}`)
}
