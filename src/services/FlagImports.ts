import type { Effect } from "effect"
import { Context, Schema } from "effect"
import type { FlagDef } from "../domain/flags/FlagDef.ts"

/** A script that cannot be read for its flags. A run can still go on without them. */
export class FlagImportError extends Schema.TaggedError<FlagImportError>()("FlagImportError", {
  script: Schema.String,
  line: Schema.optional(Schema.Number),
  reason: Schema.String
}) {
  override get message(): string {
    return `cannot import flags from ${this.script}${this.line === undefined ? "" : `, line ${this.line}`}: ${this.reason}`
  }
}

export interface ScriptRef {
  readonly language: "python" | "node" | "typescript" | "r" | "pipeline" | "notebook"
  /** Absolute path of the script. */
  readonly path: string
  /** How messages name it: the module or the path as given. */
  readonly name: string
  /** Arguments that the Guild file gives before the flags. */
  readonly baseArgs: ReadonlyArray<string>
  /** Python: the module's package (`pkg.sub`), where it has one. */
  readonly packageName: string | undefined
  /** Python: directories that go before the interpreter's own path when its parser is asked. */
  readonly pythonPath: ReadonlyArray<string>
  /** The project's directory: where a child process that asks the script's parser runs. */
  readonly cwd: string
}

export interface ImportedFlags {
  readonly flags: ReadonlyArray<FlagDef>
  /** `args`, `args:click`, `args:absl`, `globals`, `global:NAME`: asked for, or found from the script. */
  readonly dest: string
  /** What `--test-flags` says about how this was found, a line each. */
  readonly log: ReadonlyArray<string>
  /** Warnings for standard error, such as a default that could not be serialised. */
  readonly warnings: ReadonlyArray<string>
}

/**
 * Owns finding the flags of an unmodified script: by parsing it, or by asking its own argument parser in a child process.
 * Never runs the training. Results are cached by content under the Guild home's cache; where one is not, and finding may take a
 * while, the user is told so, once.
 */
export class FlagImports extends Context.Tag("guild/FlagImports")<
  FlagImports,
  {
    /** `dest` is the operation's `flags-dest`; without it the script decides. */
    readonly importFlags: (script: ScriptRef, dest: string | undefined) => Effect.Effect<ImportedFlags, FlagImportError>
  }
>() {}
