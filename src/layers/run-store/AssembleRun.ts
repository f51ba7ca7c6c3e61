import type { OpRef } from "../../domain/ops/OpRef.ts"
import { pyRepr } from "../../domain/text/PyRepr.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import type { StatusEvidence } from "../../domain/runs/RunStatus.ts"
import { fromEvidence } from "../../domain/runs/RunStatus.ts"
import type { Value } from "../../domain/Value.ts"
import { isFloat, isInt, isList, isMap, toNumber } from "../../domain/Value.ts"
import { dumpYamlFlow } from "../../domain/yaml/Yaml.ts"

/** What a store found of one run. `attr` gives nothing for an attribute that is missing or damaged. */
export interface RunParts {
  readonly opRef: OpRef
  readonly isBatch: boolean
  readonly protoOpRef: OpRef | undefined
  readonly markers: { readonly has: (name: string) => boolean }
  readonly lock: StatusEvidence["lock"]
  readonly attr: (name: string) => Value | undefined
}

/** Attributes that a run is assembled from; the others are read one by one where they are wanted. */
export const RUN_ATTRS = [
  "initialized",
  "started",
  "stopped",
  "exit_status",
  "label",
  "marked",
  "tags",
  "comments",
  "flags",
  "sourcecode_digest"
] as const

/** What a reader sees where a text was meant: numbers and the like as Python writes them, lists and maps as in the file. */
const asText = (value: Value | undefined): string => {
  if (value === undefined || value === null) return ""
  if (typeof value === "string") return value
  return isList(value) || isMap(value) ? dumpYamlFlow(value) : pyRepr(value)
}

const asTime = (value: Value | undefined): number | undefined => {
  const time = value === undefined ? undefined : toNumber(value)
  return time !== undefined && Number.isSafeInteger(Math.trunc(time)) ? Math.trunc(time) : undefined
}

const asExitStatus = (value: Value | undefined): number | undefined =>
  value !== undefined && isInt(value) && Number.isSafeInteger(Number(value)) ? Number(value) : undefined

const asTruth = (value: Value | undefined): boolean => {
  if (value === undefined || value === null || value === false || value === "") return false
  if (isFloat(value) || isInt(value)) return toNumber(value) !== 0
  return isList(value) ? value.length > 0 : !isMap(value) || Object.keys(value).length > 0
}

const asTags = (value: Value | undefined): ReadonlyArray<string> =>
  value === undefined || value === null ? [] : isList(value) ? value.map(asText) : [asText(value)]

/** Makes a run of what its directory says, whichever version of Guild wrote it; what cannot be understood counts as missing. */
export const assembleRun = (ref: RunRef, parts: RunParts): Run => {
  const exitStatus = asExitStatus(parts.attr("exit_status"))
  const comments = parts.attr("comments") ?? null
  const flags = parts.attr("flags") ?? null
  const digest = parts.attr("sourcecode_digest") ?? null
  return {
    id: ref.id,
    dir: ref.dir,
    opRef: parts.opRef,
    status: fromEvidence({
      remoteLock: parts.markers.has("LOCK.remote"),
      pending: parts.markers.has("PENDING"),
      staged: parts.markers.has("STAGED"),
      exitStatus,
      lock: parts.lock
    }),
    exitStatus,
    initialized: asTime(parts.attr("initialized")),
    started: asTime(parts.attr("started")),
    stopped: asTime(parts.attr("stopped")),
    label: asText(parts.attr("label")),
    marked: asTruth(parts.attr("marked")),
    tags: asTags(parts.attr("tags")),
    comments: isList(comments) ? comments : [],
    flags: isMap(flags) ? flags : {},
    sourcecodeDigest: digest === null ? undefined : asText(digest),
    isBatch: parts.isBatch,
    ...(parts.protoOpRef === undefined ? {} : { protoOpRef: parts.protoOpRef })
  }
}
