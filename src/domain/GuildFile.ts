import { Schema } from "effect"
import type { OpDef } from "./ops/OpDef.ts"
import type { Value, ValueMap } from "./Value.ts"
import { visibleText } from "./text/VisibleText.ts"

/**
 * A Guild file that cannot be used: what is wrong, where, and what was expected there, on one line that ends as Guild's does. Lines and
 * columns count from 1.
 */
export class GuildFileError extends Schema.TaggedError<GuildFileError>()("GuildFileError", {
  path: Schema.String,
  line: Schema.optional(Schema.Number),
  column: Schema.optional(Schema.Number),
  reason: Schema.String
}) {
  override get message(): string {
    const place = this.line === undefined ? "" : `line ${this.line}, column ${this.column ?? 1} of `
    return `error in ${place}${visibleText(this.path)}: ${this.reason}`
  }
}

export interface ModelDef {
  /** Empty for the anonymous model. */
  readonly name: string
  readonly description: string
  readonly default: boolean
  readonly references: ReadonlyArray<string>
  /** In the order of the file. */
  readonly operations: ReadonlyArray<OpDef>
  /** Resource definitions by name, as written. */
  readonly resources: ValueMap
  readonly extra: ValueMap
}

/** A Guild file, decoded and expanded: includes read, parents merged, parameters substituted, flags not yet imported. */
export interface GuildFile {
  /** Absolute path of the file. */
  readonly path: string
  /** Absolute path of its directory: the project. */
  readonly dir: string
  /** MD5 of the file's bytes, hex: the version in an opref. */
  readonly version: string
  readonly models: ReadonlyArray<ModelDef>
  readonly package: ValueMap | undefined
  /** Things that are odd but usable, a sentence each, for standard error. */
  readonly warnings: ReadonlyArray<string>
  readonly data: Value
}

/**
 * Where an operation stands, or what is found of it by names of attributes and indices in lists, as far as these lead: in the file
 * and the object that it is inherited or included from. `undefined` where there is no such operation.
 */
export type OpPlaces = (
  modelName: string,
  opName: string,
  path: ReadonlyArray<string | number>
) => { readonly path: string; readonly line: number; readonly column: number } | undefined

/** What is to be said of a Guild file, whether it can be used or not. */
export interface GuildFileReport {
  /** Absolute path of the file. */
  readonly path: string
  /** `undefined` where there are errors. */
  readonly file: GuildFile | undefined
  /** What reading could tell before it had to stop: a text that is no YAML hides what else is wrong. */
  readonly errors: ReadonlyArray<GuildFileError>
  readonly warnings: ReadonlyArray<string>
  /** For what else is found to be wrong with the file's operations. */
  readonly placeOf: OpPlaces
}
