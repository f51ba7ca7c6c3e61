import type { Value, ValueMap } from "../Value.ts"

/** Types that a flag may name; `auto` (and none) take what the value syntax says. */
export type FlagType = "string" | "number" | "int" | "float" | "boolean" | "path" | "existing-path" | "auto"

export interface FlagChoice {
  readonly value: Value
  readonly description: string
  readonly alias: string | undefined
  /** Values of other flags that this choice sets. */
  readonly flags: ValueMap
}

/** One flag of an operation, as the Guild file defines it or as it was imported from a script. */
export interface FlagDef {
  readonly name: string
  readonly default: Value
  readonly description: string
  readonly type: FlagType | undefined
  readonly required: boolean
  readonly argName: string | undefined
  readonly argSkip: boolean | undefined
  /** The flag is passed as `--name` alone, and only when its value equals this. */
  readonly argSwitch: Value | undefined
  readonly argSplit: Value | undefined
  readonly argEncoding: ValueMap | undefined
  readonly envName: string | undefined
  readonly envEncoding: ValueMap | undefined
  readonly alias: string | undefined
  readonly choices: ReadonlyArray<FlagChoice>
  readonly allowOther: boolean
  readonly min: Value | undefined
  readonly max: Value | undefined
  readonly distribution: string | undefined
  readonly nullLabel: string | undefined
  /** Attributes that are not guild's own, kept as written. */
  readonly extra: ValueMap
}

/** A flag with nothing said about it. */
export const emptyFlagDef = (name: string): FlagDef => ({
  name,
  default: null,
  description: "",
  type: undefined,
  required: false,
  argName: undefined,
  argSkip: undefined,
  argSwitch: undefined,
  argSplit: undefined,
  argEncoding: undefined,
  envName: undefined,
  envEncoding: undefined,
  alias: undefined,
  choices: [],
  allowOther: false,
  min: undefined,
  max: undefined,
  distribution: undefined,
  nullLabel: undefined,
  extra: {}
})
