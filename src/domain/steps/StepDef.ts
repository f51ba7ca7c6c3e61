import type { FilterExpr } from "../filter/FilterExpr.ts"
import type { Value, ValueMap } from "../Value.ts"
import type { StepRetry } from "./StepRetry.ts"

/** A regular expression, and how its author wrote it. */
export interface CheckPattern {
  readonly text: string
  readonly regex: RegExp
}

/** What a step's run is held against when it has ended. */
export type StepCheck =
  | ({ readonly kind: "output" } & CheckPattern)
  | {
      readonly kind: "file"
      /** A shell pattern for paths in the run directory. */
      readonly glob: string
      /** A file of the project that each file found has to equal. */
      readonly compareTo: string | undefined
      /** A regular expression that stands somewhere in each file found. */
      readonly contains: CheckPattern | undefined
    }

/** One step of an operation, as its Guild file has it. */
export interface StepDef {
  /** As written; messages quote it. */
  readonly data: Value
  readonly name: string | undefined
  /** The words of `run`, references to flags not yet filled in. */
  readonly words: ReadonlyArray<string>
  readonly runSpec: string
  /** `NAME=VALUE` words of the `flags` attribute. */
  readonly flags: ReadonlyArray<readonly [name: string, value: Value]>
  readonly flagWords: ReadonlyArray<string>
  readonly expect: ReadonlyArray<StepCheck>
  /** Operations that the step requires are looked for among the runs of this stepped run alone. */
  readonly isolateRuns: boolean
  /** Steps that have to end before this one starts; where it is left out, all those before it. */
  readonly needs: ReadonlyArray<string> | undefined
  readonly retry: StepRetry | undefined
  readonly timeoutMs: number | undefined
  /** The step is left out where this does not hold. */
  readonly when: { readonly text: string; readonly expr: FilterExpr } | undefined
  /** Flag values of which each combination is a step of its own. */
  readonly matrix: ReadonlyArray<readonly [name: string, values: ReadonlyArray<Value>]>
  readonly continueOnError: boolean
  /** All other attributes: options of `guild run` by name. */
  readonly params: ValueMap
}
