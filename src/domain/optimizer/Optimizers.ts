import type { ValueMap } from "../Value.ts"
import { getKey, toNumber } from "../Value.ts"
import type { Dimension } from "./Dimension.ts"
import { forestModel } from "./ForestModel.ts"
import { gbrtModel } from "./GbrtModel.ts"
import type { AcqFunc } from "./GpModel.ts"
import { gpModel } from "./GpModel.ts"
import type { Optimizer, Snapshot } from "./Optimizer.ts"
import type { OptimizerName } from "./OptimizerName.ts"
import { randomStartsOf } from "./OptimizerName.ts"
import { cmaModel } from "./CmaModel.ts"
import { drawRandom } from "./Draw.ts"
import { drawSobol } from "./Sobol.ts"
import { tpeModel } from "./TpeModel.ts"
import type { Model } from "./Sequential.ts"
import { sequential } from "./Sequential.ts"

const acqFuncs: ReadonlyArray<AcqFunc> = ["LCB", "EI", "PI", "gp_hedge", "EIps", "PIps"]

const number = (flags: ValueMap, name: string): number | undefined => toNumber(getKey(flags, name) ?? null)

const modelOf = (name: OptimizerName, flags: ValueMap): Model | undefined => {
  const xi = number(flags, "xi") ?? 0.05
  const kappa = number(flags, "kappa") ?? 1.96
  const acqFunc = acqFuncs.find((each) => each === getKey(flags, "acq-func"))
  const treeSettings = { acqFunc: acqFunc === "LCB" || acqFunc === "PI" ? acqFunc : ("EI" as const), kappa, xi }
  switch (name) {
    case "random":
    case "sobol":
      return undefined
    case "gp":
      return gpModel({
        acqFunc: acqFunc ?? "gp_hedge",
        kappa,
        xi,
        noise: number(flags, "noise")
      })
    case "forest":
      return forestModel(treeSettings)
    case "gbrt":
      return gbrtModel(treeSettings)
    case "tpe":
      return tpeModel
    case "cma-es":
      return cmaModel({ sigma: number(flags, "sigma") ?? 0.3, population: number(flags, "population") })
  }
}

/** An optimizer with the flags of its operation, at the start or where a snapshot left it. */
export const optimizer = (
  name: OptimizerName,
  dimensions: ReadonlyArray<Dimension>,
  flags: ValueMap,
  snapshot: Snapshot
): Optimizer =>
  sequential(
    {
      dimensions,
      draw: name === "sobol" ? drawSobol : drawRandom,
      randomStarts: randomStartsOf(flags),
      model: modelOf(name, flags)
    },
    snapshot
  )
