import type { RunPlan } from "../../src/domain/runs/RunPlan.ts"
import { opOf } from "./memoryWorld.ts"

/** A plan to run a program `train` in `/p` that has nothing besides. */
export const planOf = (more: Partial<RunPlan> = {}): RunPlan => ({
  opRef: opOf({ kind: "none" }).opRef,
  opName: "train",
  projectDir: "/p",
  command: { argv: ["train"], env: {} },
  flags: {},
  source: { root: "/p", dest: ".guild/sourcecode", rules: [], disabled: true, digest: true },
  attrs: [],
  outputScalars: null,
  dependencies: [],
  resources: {},
  python: undefined,
  envSecrets: [],
  gpus: undefined,
  stopAfterMinutes: undefined,
  debugSourcecode: undefined,
  runDir: undefined,
  runId: undefined,
  ...more
})
