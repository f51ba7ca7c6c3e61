import type { DependencyDef } from "./OpDef.ts"
import type { OpCmd } from "./OpCommand.ts"
import type { OpRef } from "./OpRef.ts"
import type { SourcePlan } from "../runs/RunPlan.ts"
import type { Value, ValueMap } from "../Value.ts"

/**
 * What runs of an operation are made from, once its flags are settled: it comes from the operation's definition, or from a run
 * that keeps it, so that a run can be started again where its project is gone.
 */
export interface OpBasis {
  readonly opRef: OpRef
  /** The operation as messages name it. */
  readonly opName: string
  /** Absolute. */
  readonly projectDir: string
  /** Where resources that the project does not have are looked for: projects that its model inherits from. Absolute. */
  readonly parentDirs?: ReadonlyArray<string>
  /** Attributes that the operation's definition gives its runs. */
  readonly runAttrs?: ValueMap
  readonly cmd: OpCmd
  /** The steps of an operation that has such in place of a process, as written. */
  readonly steps?: ReadonlyArray<Value> | undefined
  readonly source: SourcePlan
  readonly labelTemplate: string | undefined
  readonly tags: ReadonlyArray<string>
  readonly compare: ReadonlyArray<Value> | undefined
  /** What a null flag is called, by flag. */
  readonly nullLabels: ValueMap
  readonly outputScalars: Value
  readonly outputAttrs?: Value
  readonly dependencies: ReadonlyArray<DependencyDef>
  readonly resources: ValueMap
  /** The dependencies as the `op` attribute keeps them. */
  readonly deps: ReadonlyArray<Value>
  readonly pythonRequires: string | undefined
  readonly pythonPath: string | undefined
  /** The Python packages that are installed are recorded. */
  readonly recordPackages: boolean
  readonly envSecrets: ReadonlyArray<string>
  /** A run that succeeds is deleted. */
  readonly deleteOnSuccess?: boolean
}
