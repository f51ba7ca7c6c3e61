import { Effect } from "effect"
import { labelTemplate, runLabel } from "../domain/ops/Label.ts"
import { OpRef } from "../domain/ops/OpRef.ts"
import type { RunPlan, SourcePlan } from "../domain/runs/RunPlan.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"

/** What a run of an operation or a pipeline is made from. */
export interface PlanInput {
  readonly operation: string
  readonly label: string | undefined
  readonly tags: ReadonlyArray<string>
  readonly flags: ValueMap
  readonly requires?: Value | undefined
  readonly argv?: ReadonlyArray<string>
  readonly env?: Readonly<Record<string, string>>
  readonly outputScalars?: Value
}

/** The plan of a run that a TypeScript program starts. A function has no command; its run has an empty one. */
export const planOf = (input: PlanInput, projectDir: string, source: SourcePlan): Effect.Effect<RunPlan, never, Host> =>
  Effect.map(Host, (host) => {
    const { argv = [], env = {}, flags, operation, outputScalars = null, requires, tags } = input
    const { label } = runLabel(labelTemplate(input.label, tags), flags)
    return {
      opRef: new OpRef({ pkgType: "script", pkgName: projectDir, pkgVersion: "", modelName: "", opName: operation }),
      opName: operation,
      projectDir,
      command: { argv, env },
      flags,
      source,
      attrs: [
        ["flags", flags],
        ["cmd", [...argv]],
        ["host", host.hostName],
        ["user", host.userName],
        ...(requires === undefined ? [] : [["requires", requires] as const]),
        ...(label === "" ? [] : [["label", label] as const]),
        ...(tags.length === 0 ? [] : [["tags", [...tags]] as const])
      ],
      outputScalars,
      dependencies: [],
      resources: {},
      python: undefined,
      envSecrets: [],
      gpus: undefined,
      stopAfterMinutes: undefined,
      debugSourcecode: undefined,
      runDir: undefined,
      runId: undefined
    }
  })
