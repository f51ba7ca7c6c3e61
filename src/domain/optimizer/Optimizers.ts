import type { ValueMap } from "../Value.ts"
import { getKey, toNumber } from "../Value.ts"
import type { Dimension } from "./Dimension.ts"
import { forestModel } from "./ForestModel.ts"
import { gbrtModel } from "./GbrtModel.ts"
import type { AcqFunc } from "./GpModel.ts"
import { gpModel } from "./GpModel.ts"
import type { Optimizer, Snapshot } from "./Optimizer.ts"
import type { Model } from "./Sequential.ts"
import { sequential } from "./Sequential.ts"

/** The optimizers that come with guild, by their programs' names. */
export type OptimizerName = "random" | "gp" | "forest" | "gbrt"

const acqFuncs: ReadonlyArray<AcqFunc> = ["LCB", "EI", "PI", "gp_hedge", "EIps", "PIps"]

const number = (flags: ValueMap, name: string): number | undefined => toNumber(getKey(flags, name) ?? null)

const modelOf = (name: OptimizerName, flags: ValueMap): Model | undefined => {
  const xi = number(flags, "xi") ?? 0.05
  switch (name) {
    case "random":
      return undefined
    case "gp":
      return gpModel({
        acqFunc: acqFuncs.find((acqFunc) => acqFunc === getKey(flags, "acq-func")) ?? "gp_hedge",
        kappa: number(flags, "kappa") ?? 1.96,
        xi,
        noise: number(flags, "noise")
      })
    case "forest":
      return forestModel({ xi })
    case "gbrt":
      return gbrtModel({ xi })
  }
}

/** How many trials an optimizer draws at random before it asks its model. */
export const randomStartsOf = (flags: ValueMap): number => Math.max(0, number(flags, "random-starts") ?? 3)

/** An optimizer with the flags of its operation, at the start or where a snapshot left it. */
export const optimizer = (
  name: OptimizerName,
  dimensions: ReadonlyArray<Dimension>,
  flags: ValueMap,
  snapshot: Snapshot
): Optimizer => sequential({ dimensions, randomStarts: randomStartsOf(flags), model: modelOf(name, flags) }, snapshot)
