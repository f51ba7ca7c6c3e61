import type { FlagDef } from "../flags/FlagDef.ts"
import type { OpRef } from "./OpRef.ts"
import type { Value, ValueMap } from "../Value.ts"

/**
 * Which program an operation starts. A `main` is a Python module with its arguments, put into the `exec` template at
 * `${main_args}` where there is one; an `exec` is a command template; a `script` is a file run without a Guild file (or named
 * as `main` by its path), by the interpreter of its language; `path` is relative to the project.
 */
export type OpTarget =
  | { readonly kind: "main"; readonly main: string; readonly exec: string | undefined }
  | { readonly kind: "exec"; readonly exec: string }
  | {
      readonly kind: "script"
      /** A `pipeline` is a module that exports operations or pipelines of the TypeScript API. */
      readonly language: "python" | "node" | "typescript" | "r" | "pipeline"
      readonly path: string
      /** Which export of a `pipeline` is meant. */
      readonly name?: string | undefined
    }
  | { readonly kind: "steps"; readonly steps: ReadonlyArray<Value> }
  | { readonly kind: "notebook"; readonly notebook: string }
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "none" }

/** Which flags are taken from the script: all, none, the named ones, or (unset) those that the Guild file defines. */
export type FlagsImport = "all" | "none" | "defined" | ReadonlyArray<string>

/** One source code rule, in the order of the Guild file. */
export interface SelectRule {
  readonly include: boolean
  readonly patterns: ReadonlyArray<string>
  readonly type: "dir" | "text" | "binary" | undefined
  readonly regex: boolean
  /** The rule holds only for a directory that has this file in it. */
  readonly sentinel: string | undefined
  readonly sizeLt: number | undefined
  readonly sizeGt: number | undefined
  readonly maxMatches: number | undefined
}

/** What the `sourcecode` attribute of a model or an operation says. */
export interface SourceCodeDef {
  readonly root: string | undefined
  readonly dest: string | undefined
  /** `false` leaves the digest out. */
  readonly digest: boolean
  readonly disabled: boolean
  /** Nothing was said about which files; the default rules hold alone. */
  readonly emptyDef: boolean
  readonly rules: ReadonlyArray<SelectRule>
}

/** What an operation says of how its runs are published; `undefined` where it leaves that to the command. */
export interface PublishDef {
  readonly template: string | undefined
  readonly files: ReadonlyArray<SelectRule> | undefined
}

/** One required resource, as the operation names it or defines it inline; resources act on it when the run starts. */
export interface DependencyDef {
  /** A resource's name (`data`, `model:data`, `pkg/data`), or an inline definition. */
  readonly spec: string | ValueMap
}

/**
 * An operation, expanded: everything that its Guild file, its model, `extends`, defaults, a script's own flags and a proxy
 * say about it, and nothing that the user has asked for yet.
 */
export interface OpDef {
  readonly opRef: OpRef
  readonly name: string
  /** `model:name`, or the name alone in the anonymous model. */
  readonly fullName: string
  readonly modelName: string
  readonly description: string
  /** The project: where the Guild file is, or the directory a script was run from. Absolute. */
  readonly projectDir: string
  /** Absolute directories of the packages that its model inherits from, the nearest first: files and modules may lie there too. */
  readonly parentDirs?: ReadonlyArray<string>
  readonly target: OpTarget
  readonly flags: ReadonlyArray<FlagDef>
  readonly flagsDest: string | undefined
  readonly flagsImport: FlagsImport
  readonly flagsImportSkip: ReadonlyArray<string>
  readonly defaultFlagArgSkip: boolean
  readonly flagEncoder: string | undefined
  readonly env: ValueMap
  readonly envSecrets: ReadonlyArray<string>
  readonly sourcecode: { readonly model: SourceCodeDef | undefined; readonly op: SourceCodeDef | undefined }
  /** As written: `null` unset, `false` off, a pattern, a map, or a list of them. */
  readonly outputScalars: Value
  readonly requires: ReadonlyArray<DependencyDef>
  /** Resources of the operation's model, by name, as written. */
  readonly resources: ValueMap
  readonly label: string | undefined
  readonly tags: ReadonlyArray<string>
  readonly compare: ReadonlyArray<Value> | undefined
  readonly objective: Value
  readonly optimizers: ReadonlyArray<{
    readonly name: string
    readonly algorithm: string
    readonly default: boolean
    readonly flags: ValueMap
  }>
  readonly defaultMaxTrials: number | undefined
  readonly pythonPath: string | undefined
  readonly pythonRequires: string | undefined
  /** `undefined` means: on for Python operations. */
  readonly pipFreeze: boolean | undefined
  readonly plugins: Value
  readonly handleKeyboardInterrupt: boolean
  readonly stoppable: boolean
  readonly deleteOnSuccess: boolean | undefined
  readonly publish: PublishDef
  readonly runAttrs: ValueMap
  readonly outputAttrs: Value
  readonly default: boolean
  /** Attributes that later stories act on, kept as written. */
  readonly extra: ValueMap
}
