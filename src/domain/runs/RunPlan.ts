import { Schema } from "effect"
import type { DependencyDef, SelectRule } from "../ops/OpDef.ts"
import type { OpRef } from "../ops/OpRef.ts"
import type { Value, ValueMap } from "../Value.ts"
import type { RunRef } from "./Run.ts"

/** A Python operation, and no Python to run it with. */
export class PythonNotFound extends Schema.TaggedError<PythonNotFound>()("PythonNotFound", {
  operation: Schema.String
}) {
  override get message(): string {
    return `cannot run ${this.operation}: there is no python3 or python on PATH\nInstall Python or set GUILD_PYTHON_EXE to its program.`
  }
}

/** An operation wants another Python than any that is there. */
export class PythonUnfit extends Schema.TaggedError<PythonUnfit>()("PythonUnfit", {
  operation: Schema.String,
  requires: Schema.String,
  interpreter: Schema.String,
  version: Schema.String
}) {
  override get message(): string {
    return `cannot find a Python interpreter for '${this.requires}' as ${this.operation} requires (${this.interpreter} is ${this.version})\nPut one on PATH or set GUILD_PYTHON_EXE to its program.`
  }
}

/** Which source files a run keeps, and where. */
export interface SourcePlan {
  /** Absolute directory that the files are copied from. */
  readonly root: string
  /** Relative to the run directory. */
  readonly dest: string
  readonly rules: ReadonlyArray<SelectRule>
  readonly disabled: boolean
  /** `false` leaves the digest out. */
  readonly digest: boolean
}

/** What will happen, as plain data: a preview, `--print-cmd`, staging and the real run are folds over it. */
export interface RunPlan {
  readonly opRef: OpRef
  /** The operation as messages name it. */
  readonly opName: string
  /** Absolute. */
  readonly projectDir: string
  /** Where resources that the project does not have are looked for. Absolute. */
  readonly parentDirs?: ReadonlyArray<string>
  readonly command: {
    readonly argv: ReadonlyArray<string>
    /** Variables that the operation and its flags define, over the inherited ones. */
    readonly env: Readonly<Record<string, string>>
  }
  readonly flags: ValueMap
  /** The steps of an operation that has such in place of a process, as written. */
  readonly steps?: ReadonlyArray<Value> | undefined
  readonly source: SourcePlan
  /** Attributes that are known before the run exists. */
  readonly attrs: ReadonlyArray<readonly [string, Value]>
  readonly outputScalars: Value
  /** What in the output is an attribute of the run; see `compileOutputAttrs`. */
  readonly outputAttrs?: Value
  readonly dependencies: ReadonlyArray<DependencyDef>
  readonly resources: ValueMap
  /** A run that lacks something it requires is started all the same. */
  readonly forceDeps?: boolean
  /** The run starts a Python program: packages and the interpreter are recorded, and it finds its modules. */
  readonly python:
    { readonly interpreter: string; readonly recordPackages: boolean; readonly path: string | undefined } | undefined
  readonly envSecrets: ReadonlyArray<string>
  readonly gpus: string | undefined
  readonly stopAfterMinutes: number | undefined
  readonly debugSourcecode: string | undefined
  readonly runDir: string | undefined
  readonly runId: string | undefined
  /** The batch of a trial, which has a link to it from the first. */
  readonly linkedFrom?: RunRef
}
