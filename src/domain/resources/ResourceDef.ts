import type { Value, ValueMap } from "../Value.ts"
import { getKey } from "../Value.ts"

/** A part of what a source has is taken: what a regular expression matches in full, or the one match with the least or greatest number. */
export interface SelectSpec {
  /** A regular expression of Python's. */
  readonly pattern: string
  readonly reduce: "min" | "max" | undefined
}

/** A file is linked under another name: the first match of the pattern in its name is replaced. */
export interface RenameSpec {
  /** A regular expression of Python's. */
  readonly pattern: string
  /** Takes `\1`, `\g<1>` and `\g<name>`. */
  readonly replacement: string
}

export type SourceKind = "config" | "file" | "module" | "operation" | "url" | "dvcfile" | "dvcstage"

/** One place that a required resource comes from. */
export interface ResourceSource {
  readonly kind: SourceKind
  /** What stands behind the kind: a path, a URL, a module, operations. */
  readonly target: string
  /** `file:data.txt`, `operation:train`, `https://...`: how messages and `resolved_deps` name the source. A URL's user and password are not in it. */
  readonly uri: string
  readonly description: string
  readonly help: string
  /** The flag whose value stands in for this source, where there is such a flag. */
  readonly flagName: string | undefined
  /** The user may set that flag although the operation defines none of that name. */
  readonly takesFlag: boolean
  /** Directory below the resource's, relative to the run. */
  readonly path: string | undefined
  readonly sha256: string | undefined
  readonly unpack: boolean
  /** The kind of archive where the name does not tell. */
  readonly archiveType: string | undefined
  readonly select: ReadonlyArray<SelectSpec>
  readonly rename: ReadonlyArray<RenameSpec>
  /** Config sources: values that are set before the run's flags are. */
  readonly params: ValueMap
  /** A shell command to be run once in the directory of an unpacked or downloaded source. */
  readonly postProcess: string | undefined
  readonly targetType: "link" | "copy"
  readonly preservePath: boolean
  readonly replaceExisting: boolean
  /** A failure is told and the run goes on. */
  readonly optional: boolean
  /** Unless it says otherwise, a source that selects and finds nothing is worth a warning; an earlier run without files is not. */
  readonly warnIfEmpty: boolean
  readonly failIfEmpty: boolean
  /** Resolved again on a restart. */
  readonly alwaysResolve: boolean
  /** Attributes that nothing here acts on, kept as written. */
  readonly extra: ValueMap
}

/** A required resource: its sources, and where in the run they go. */
export interface ResourceDef {
  readonly name: string
  readonly description: string
  readonly private: boolean
  readonly references: ReadonlyArray<string>
  /** Directory relative to the run. */
  readonly path: string | undefined
  readonly sources: ReadonlyArray<ResourceSource>
  readonly extra: ValueMap
}

/** What stands in for a source: the value of its flag, unless it is unset or empty. */
export const overrideOf = ({ flagName }: ResourceSource, flags: ValueMap): Value | undefined => {
  const value = (flagName === undefined ? undefined : getKey(flags, flagName)) ?? null
  return value === null || value === "" ? undefined : value
}
