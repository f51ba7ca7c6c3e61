import { Effect } from "effect"
import type { OpDef } from "../domain/ops/OpDef.ts"
import { dependencyFlags, missingRunWarning, requiredBy } from "../domain/resources/ResourceFlags.ts"
import type { ValueMap } from "../domain/Value.ts"
import { isList } from "../domain/Value.ts"
import { findOpRun } from "../steps/FindOpRun.ts"
import { requiredResources } from "../steps/ResolveDependencies.ts"
import { Terminal } from "../services/Terminal.ts"

/**
 * The flags of a run with those that name the runs its required operations are taken from: what the user chose, else the short id
 * of the run that would be used, else null. Warns of each that no run is found for. Looks at no runs where none is required. Fails,
 * before there is a run, where the operation's dependencies are not well defined.
 */
export const planDependencies = (op: OpDef, flags: ValueMap) =>
  Effect.gen(function* () {
    const filledIn = yield* requiredResources({
      dependencies: op.requires,
      resources: op.resources,
      flags,
      opName: op.fullName
    })
    const lists = Object.entries(flags).flatMap(([name, value]) => (isList(value) ? [`\${${name}}`] : []))
    const written = requiredBy(op)
    // What depends on the flags of a batch's trials is found by each of them.
    const required = filledIn.filter(
      (_, i) => !written[i]?.sources.some(({ target }) => lists.some((list) => target.includes(list)))
    )
    if (!required.some(({ sources }) => sources.some(({ kind }) => kind === "operation"))) return flags
    const planned = yield* dependencyFlags(required, flags, op.modelName, (request) => findOpRun(request))
    for (const resource of planned.missing) yield* (yield* Terminal).warn(missingRunWarning(resource))
    return planned.flags
  })
