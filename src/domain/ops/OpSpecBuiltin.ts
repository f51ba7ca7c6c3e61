import type { FlagChoice, FlagDef } from "../flags/FlagDef.ts"
import { emptyFlagDef } from "../flags/FlagDef.ts"
import { emptyOp } from "../guildfile/EmptyOp.ts"
import { noSourceCodeDef } from "../source/SourceRules.ts"
import type { OpDef } from "./OpDef.ts"
import { OpRef } from "./OpRef.ts"
import type { Value } from "../Value.ts"
import { float } from "../Value.ts"

const VERSION = "0.7.0"

interface Builtin {
  readonly model: string
  readonly op: string
  /** What the user may call it. */
  readonly names: ReadonlyArray<string>
  readonly program: string
  readonly description: string
  readonly flags: ReadonlyArray<FlagDef>
}

const choice = (value: Value, description: string): FlagChoice => ({ value, description, alias: undefined, flags: {} })

const flag = (name: string, value: Value, description: string, more: Partial<FlagDef> = {}): FlagDef => ({
  ...emptyFlagDef(name),
  default: value,
  description,
  ...more
})

const kappa = flag("kappa", float(1.96), "How far the predicted spread of a value counts, for the LCB function", {
  type: "number"
})
const randomStarts = flag("random-starts", 3, "Number of trials with random values before the model is asked", {
  type: "int",
  min: 0
})
const xi = flag(
  "xi",
  float(0.05),
  "Improvement over the best value that is looked for, in predicted spreads, for EI and PI",
  { type: "number" }
)

const acqFunc = flag("acq-func", "gp_hedge", "Function that chooses the next trial", {
  choices: [
    choice("LCB", "Lower confidence bound"),
    choice("EI", "Expected improvement"),
    choice("PI", "Probability of improvement"),
    choice("gp_hedge", "One of LCB, EI and PI for each trial, by what they have gained so far"),
    choice("EIps", "Expected improvement per second"),
    choice("PIps", "Probability of improvement per second")
  ]
})

const prevTrials = flag("prev-trials", null, "Earlier runs that the model learns from as well", {
  choices: [
    choice("batch", "Trials of an earlier run of the batch"),
    choice("sourcecode", "Runs of the operation with the same source code"),
    // What `off` is read as.
    choice(false, "None")
  ],
  nullLabel: "batch"
})

const treeAcqFunc: FlagDef = {
  ...acqFunc,
  default: null,
  choices: acqFunc.choices.filter(({ value }) => ["LCB", "EI", "PI"].some((name) => name === value)),
  nullLabel: "EI"
}

const noise = flag("noise", "gaussian", "Level of noise in the objective", {
  choices: [choice("gaussian", "The level is estimated")],
  allowOther: true
})

/** An optimizer; each of its names may stand behind its model's. */
const optimizer = (
  op: string,
  description: string,
  flags: ReadonlyArray<FlagDef>,
  aliases: ReadonlyArray<string> = []
): Builtin => ({
  model: "skopt",
  op,
  names: [op, ...aliases].flatMap((name) => [name, `skopt:${name}`]),
  program: op,
  description,
  flags
})

const builtins = (): ReadonlyArray<Builtin> => [
  {
    model: "",
    op: "+",
    names: ["+", "batch"],
    program: "batch",
    description: "Runs a trial for each combination of flag values",
    flags: []
  },
  optimizer("random", "Draws flag values at random", []),
  optimizer(
    "gp",
    "Bayesian optimizer with Gaussian processes",
    [acqFunc, kappa, noise, prevTrials, randomStarts, xi],
    ["bayesian", "gaussian"]
  ),
  optimizer("forest", "Sequential optimizer with decision trees", [treeAcqFunc, kappa, prevTrials, randomStarts, xi]),
  optimizer("gbrt", "Sequential optimizer with gradient boosted trees", [
    treeAcqFunc,
    kappa,
    prevTrials,
    randomStarts,
    xi
  ]),
  optimizer("tpe", "Sequential optimizer with tree-structured Parzen estimators", [
    prevTrials,
    { ...randomStarts, default: 10 }
  ]),
  optimizer("cma-es", "Evolution strategy that adapts a covariance matrix", [
    flag("population", null, "Trials in the first generation", {
      nullLabel: "by the number of flags",
      type: "int",
      min: 2
    }),
    prevTrials,
    randomStarts,
    flag("sigma", float(0.3), "Spread of the first generation, as a share of each flag's range", { type: "number" })
  ]),
  optimizer("sobol", "Fills the space evenly, by a scrambled Sobol sequence", []),
  {
    model: "queue",
    op: "queue",
    names: ["queue", "queue:queue"],
    program: "queue",
    description: "Starts staged runs as they appear",
    flags: [
      flag("gpus", null, "GPUs that the queue's runs see, by their numbers", { nullLabel: "all available" }),
      flag("poll-interval", 10, "Seconds between looks for staged runs", { min: 1 }),
      flag("run-once", false, "Stop once no staged run is left", { argSwitch: true }),
      flag("wait-for-running", false, "Start a run only when no other is running", { argSwitch: true })
    ]
  }
]

/** The operations that come with guild, by any of their names: the batch, the optimizers and the queue. */
export const builtinOp = (name: string, cwd: string): OpDef | undefined => {
  const found = builtins().find((builtin) => builtin.names.includes(name))
  if (found === undefined) return undefined
  const opRef = new OpRef({
    pkgType: "builtin",
    pkgName: "guildai",
    pkgVersion: VERSION,
    modelName: found.model,
    opName: found.op
  })
  return {
    ...emptyOp(opRef, cwd, { kind: "builtin", name: found.program }),
    description: found.description,
    flags: found.flags,
    flagsImport: "none",
    sourcecode: { model: undefined, op: { ...noSourceCodeDef, disabled: true, emptyDef: false } }
  }
}
