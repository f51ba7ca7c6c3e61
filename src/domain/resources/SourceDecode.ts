import { Either } from "effect"
import { nearest } from "../text/Nearest.ts"
import { shortRepr } from "../text/PyRepr.ts"
import { splitShell } from "../text/Shlex.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isMap, mapOf } from "../Value.ts"
import type { Decoded } from "./ResourceAttributes.ts"
import { flagOf, invalid, listOf, paramsOf, targetTypeOf, textAttr, textOf, textsAttr } from "./ResourceAttributes.ts"
import type { RenameSpec, ResourceSource, SelectSpec, SourceKind } from "./ResourceDef.ts"
import { shownUrl } from "./ShownUrl.ts"

/** Source types that a Guild file may use; the DVC ones are of a later version than messages tell of. */
const KINDS = ["config", "file", "module", "url", "operation"] as const
const ALL_KINDS: ReadonlyArray<SourceKind> = [...KINDS, "dvcfile", "dvcstage"]

const SELECTS = [
  ["select", undefined],
  ["select-min", "min"],
  ["select-max", "max"]
] as const

const decodeSelect = (map: ValueMap, where: string): Decoded<ReadonlyArray<SelectSpec>> =>
  Either.map(
    Either.all(
      SELECTS.map(([key, reduce]) =>
        Either.map(textsAttr(map, key, where), (patterns) =>
          patterns.map((pattern): SelectSpec => ({ pattern, reduce }))
        )
      )
    ),
    (specs) => specs.flat()
  )

const decodeRename = (value: Value, where: string): Decoded<RenameSpec> => {
  const problem = invalid(
    `invalid rename spec ${shortRepr(value)} in resource '${where}': expected a pattern and what it is replaced with`,
    "rename"
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

/** Where under the run something is put, which is nowhere else. */
export const decodePath = (map: ValueMap, where: string): Decoded<string | undefined> => {
  const name = (getKey(map, "target-path") ?? null) === null ? "path" : "target-path"
  const value = getKey(map, name) ?? null
  const path = textOf(value)
  if (value === null) return Either.right(undefined)
  if (path === undefined)
    return invalid(`invalid ${name} value ${shortRepr(value)} in resource '${where}': expected a string`, name)
  return path.startsWith("/") || path.split("/").includes("..")
    ? invalid(`invalid path '${path}' in resource '${where}': path must be relative and below the run directory`, name)
    : Either.right(path)
}

const kindsOf = (map: ValueMap): ReadonlyArray<SourceKind> => ALL_KINDS.filter((kind) => Object.hasOwn(map, kind))

/** What a source says that it is, as far as it says so: `undefined` for one that is not well defined. */
export const targetOf = (source: Value): string | undefined => {
  if (!isMap(source)) return textOf(source)
  const [kind] = kindsOf(source)
  return kind === undefined ? undefined : textOf(getKey(source, kind))
}

const uriOf = (kind: SourceKind, target: string): string => (kind === "url" ? shownUrl(target) : `${kind}:${target}`)

const SOURCE_KEYS: ReadonlySet<string> = new Set(
  (
    "name flag-name description help path target-path sha256 unpack type select select-min select-max rename params " +
    "post-process target-type preserve-path replace-existing optional warn-if-empty fail-if-empty always-resolve"
  ).split(" ")
)

/** What no attribute of ours says, as written. */
export const extraOf = (map: ValueMap, known: ReadonlySet<string>): ValueMap =>
  mapOf(Object.entries(map).filter(([key]) => !known.has(key)))

/** A source whose flag is not settled yet: that depends on the resource's other sources. */
export type SourceData = Omit<ResourceSource, "flagName" | "takesFlag"> & {
  readonly ownName: string | undefined
  readonly ownFlag: string | undefined
}

/** What a resource says for those of its sources that say nothing themselves. */
export type SourceDefaults = Pick<ResourceSource, "preservePath" | "targetType" | "unpack">

const SOURCE_DEFAULTS: SourceDefaults = { preservePath: false, targetType: "link", unpack: true }

/** Reads what a resource says for its sources. */
export const decodeDefaults = (resource: ValueMap, where: string): Decoded<SourceDefaults> =>
  Either.all({
    preservePath: flagOf(resource, "preserve-path", SOURCE_DEFAULTS.preservePath, where),
    targetType: targetTypeOf(resource, SOURCE_DEFAULTS.targetType, where),
    unpack: flagOf(resource, "default-unpack", SOURCE_DEFAULTS.unpack, where)
  })

/** What is probably meant by the attributes of a source that has none of the types. */
const meantKind = (map: ValueMap): string => {
  const unknown = Object.keys(map).filter((name) => !SOURCE_KEYS.has(name))
  const meant = unknown.flatMap((name) => nearest(name, KINDS) ?? [])[0]
  return meant === undefined ? "" : `: did you mean '${meant}'?`
}

/** Decodes a source of a resource: the path of a file, or a map that has exactly one of the types. `where` is the resource. */
export const decodeSource = (
  value: Value,
  where: string,
  defaults: SourceDefaults = SOURCE_DEFAULTS
): Decoded<SourceData> => {
  const map = typeof value === "string" ? { file: value } : value
  const problem = (reason: string, attribute?: string) =>
    invalid(`invalid source ${shortRepr(value)} in resource '${where}': ${reason}`, attribute)
  if (!isMap(map)) return problem("expected a string or a mapping")
  const [kind, ...more] = kindsOf(map)
  if (kind === undefined) return problem(`missing required attribute (one of ${KINDS.join(", ")})${meantKind(map)}`)
  if (more.length > 0) return problem(`conflicting attributes (${[kind, ...more].join(", ")})`)
  const found = getKey(map, kind)
  const target = textOf(found)
  if (target === undefined) return problem(`invalid ${kind} ${shortRepr(found ?? null)}: expected a string`, kind)
  return Either.gen(function* () {
    const select = yield* decodeSelect(map, where)
    const text = (key: string) => textAttr(map, key, where)
    const own = (key: string, otherwise: boolean) => flagOf(map, key, otherwise, where)
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
      unpack: yield* own("unpack", defaults.unpack),
      archiveType: yield* text("type"),
      select,
      rename: yield* Either.all(listOf(getKey(map, "rename")).map((spec) => decodeRename(spec, where))),
      params: yield* paramsOf(map, where),
      postProcess: yield* text("post-process"),
      targetType: yield* targetTypeOf(map, defaults.targetType, where),
      preservePath: yield* own("preserve-path", defaults.preservePath),
      replaceExisting: yield* own("replace-existing", false),
      optional: yield* own("optional", false),
      warnIfEmpty: yield* own("warn-if-empty", select.length > 0),
      failIfEmpty: yield* own("fail-if-empty", false),
      alwaysResolve: yield* own("always-resolve", false),
      extra: extraOf(map, new Set([...SOURCE_KEYS, kind]))
    }
  })
}
