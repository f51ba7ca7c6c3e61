import type { ValueMap } from "../Value.ts"
import { getKey, toNumber } from "../Value.ts"

/** The optimizers that come with guild, by their programs' names. */
export const optimizerNames = ["random", "sobol", "gp", "forest", "gbrt", "tpe", "cma-es"] as const

export type OptimizerName = (typeof optimizerNames)[number]

/** Whether an optimizer chooses its trials without looking at what comes of them, so that they are known beforehand. */
export const isBlind = (name: OptimizerName): boolean => name === "random" || name === "sobol"

/** How many trials an optimizer with these flags draws before it asks its model. */
export const randomStartsOf = (flags: ValueMap): number =>
  Math.max(0, toNumber(getKey(flags, "random-starts") ?? null) ?? 3)
