import { encodeFlagValue } from "../../domain/flags/FlagValue.ts"
import type { Place } from "../../domain/ops/OpDesc.ts"
import { isRunAttr } from "../../domain/runs/RunAttrs.ts"
import { printOpRef } from "../../domain/ops/OpRef.ts"
import { byCodePoint } from "../../domain/text/PathOrder.ts"
import type { ScalarSummary } from "../../domain/scalars/Scalar.ts"
import type { Value, ValueMap } from "../../domain/Value.ts"
import { isList, isMap, mapOf } from "../../domain/Value.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { dumpYaml } from "../../domain/yaml/Yaml.ts"
import type { RunDetails } from "../../workflows/ReadRunDetails.ts"
import { commentLines } from "./comments.ts"
import { runDetail } from "./run-detail.ts"
import { scalarEntries } from "./run-scalars.ts"

/** A part of what is known of a run: how it is shown, and how it stands in JSON. */
export interface InfoEntry {
  readonly name: string
  readonly lines: ReadonlyArray<string>
  readonly json: unknown
}

export interface InfoOptions {
  readonly comments: boolean
  readonly env: boolean
  readonly deps: boolean
  readonly plugins: boolean
  readonly allScalars: boolean
  readonly privateAttrs: boolean
}

/** Attributes of guild's own that tell the user something: all others are shown elsewhere, or are guild's business. */
const TELLING: ReadonlySet<string> = new Set(["previous_trials", "stopped_early"])

const line = (name: string, value: string): string => `${name}: ${visibleText(value)}`.trimEnd()

const map = (value: Value | undefined): ValueMap => (value !== undefined && isMap(value) ? value : {})

/** `name: value` lines of a map, in the order of its names; nested lists and maps a step further in. */
const mapLines = (value: ValueMap): ReadonlyArray<string> =>
  Object.entries(value)
    .sort(([a], [b]) => byCodePoint(a, b))
    .flatMap(([name, item]) => {
      if (isList(item)) return [`  ${visibleText(name)}:`, ...item.map((each) => `    - ${shownValue(each)}`)]
      if (isMap(item)) return [`  ${visibleText(name)}:`, ...yamlLines(item).map((text) => `    ${text}`)]
      return [line(`  ${visibleText(name)}`, encodeFlagValue(item))]
    })

const shownValue = (value: Value): string => visibleText(encodeFlagValue(value))

const yamlLines = (value: Value): ReadonlyArray<string> => dumpYaml(value).trimEnd().split("\n").map(visibleText)

/** An attribute of the user's own: on its line, or a list or a map below its name. */
export const attrLines = (name: string, value: Value): ReadonlyArray<string> => {
  if (isList(value)) return [`${name}:`, ...value.map((item) => `  ${visibleText(plainText(item))}`)]
  if (isMap(value))
    return [`${name}:`, ...Object.entries(value).map(([key, item]) => line(`  ${visibleText(key)}`, plainText(item)))]
  return [line(name, plainText(value))]
}

const plainText = (value: Value): string => (typeof value === "string" ? value : encodeFlagValue(value))

const mapEntry = (name: string, value: ValueMap): InfoEntry => ({
  name,
  lines: [`${name}:`, ...mapLines(value)],
  json: value
})

/** Tags begin the label of a run that was started with them; by themselves they are told with the other remarks of the user's. */
const tagsEntry = (tags: ReadonlyArray<string>, shown: boolean): InfoEntry => ({
  name: "tags",
  lines: shown ? [line("tags", tags.join(", "))] : [],
  json: tags
})

/** Paths by resource: before 0.8 they stand by source, later by source under `paths`. */
const dependencies = (attrs: RunDetails["attrs"]): ValueMap => {
  const resources = map(attrs.get("deps") ?? attrs.get("resolved_deps"))
  const paths = (source: Value): ReadonlyArray<Value> => {
    const found = isMap(source) ? source["paths"] : source
    return found !== undefined && isList(found) ? found : []
  }
  return mapOf(Object.entries(resources).map(([name, sources]) => [name, Object.values(map(sources)).flatMap(paths)]))
}

const otherAttrs = (details: RunDetails, withPrivate: boolean): ReadonlyArray<InfoEntry> =>
  [...details.attrs]
    .filter(([name]) => (!isRunAttr(name) || TELLING.has(name)) && (withPrivate || !name.startsWith("_")))
    .map(([name, value]) => ({ name, lines: attrLines(name, value), json: value }))

const privateEntries = (details: RunDetails): ReadonlyArray<InfoEntry> => {
  const opRef = printOpRef(details.run.opRef)
  const op = details.attrs.get("op") ?? null
  return [
    { name: "opref", lines: [line("opref", opRef)], json: opRef },
    { name: "op", lines: ["op:", ...yamlLines(op).map((text) => `  ${text}`)], json: op }
  ]
}

/**
 * Everything that `guild runs info` shows, in its order.
 *
 * @param manifest the lines of the run's manifest, where they were asked for
 */
export const runInfo = (
  details: RunDetails,
  scalars: ReadonlyArray<ScalarSummary>,
  manifest: string | undefined,
  place: Place,
  options: InfoOptions
): ReadonlyArray<InfoEntry> => {
  const { attrs, proto, run } = details
  const lines = manifest?.split("\n").filter((text) => text !== "")
  return [
    ...runDetail(details, place).map(([name, value]) => ({ name, lines: [line(name, String(value))], json: value })),
    ...otherAttrs(details, options.privateAttrs),
    ...(options.privateAttrs ? privateEntries(details) : []),
    mapEntry("flags", map(attrs.get("flags"))),
    ...(proto === undefined ? [] : [mapEntry("proto-flags", map(proto.get("flags")))]),
    scalarEntries(scalars, options.allScalars),
    ...(run.tags.length === 0 ? [] : [tagsEntry(run.tags, options.comments)]),
    ...(options.comments
      ? [{ name: "comments", lines: ["comments:", ...commentLines(run.comments)], json: run.comments }]
      : []),
    ...(options.env ? [mapEntry("environment", map(attrs.get("env")))] : []),
    ...(options.deps ? [mapEntry("dependencies", dependencies(attrs))] : []),
    ...(options.plugins
      ? [
          {
            name: "plugins",
            lines: attrLines("plugins", attrs.get("plugins") ?? []),
            json: attrs.get("plugins") ?? []
          }
        ]
      : []),
    ...(lines === undefined
      ? []
      : [{ name: "manifest", lines: ["manifest:", ...lines.map((text) => `  ${visibleText(text)}`)], json: lines }])
  ]
}

/** What is known of a run, as `guild runs info` prints it. */
export const infoLines = (info: ReadonlyArray<InfoEntry>): ReadonlyArray<string> => info.flatMap((entry) => entry.lines)

/** The same by name, for `--json`. */
export const infoJson = (info: ReadonlyArray<InfoEntry>): unknown =>
  Object.fromEntries(info.map(({ json, name }) => [name, json]))
