import { Effect, Option, Schema } from "effect"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { lookUpOp } from "../../domain/ops/OpSpec.ts"
import { builtinOp } from "../../domain/ops/OpSpecBuiltin.ts"
import { optimizerNames } from "../../domain/optimizer/OptimizerName.ts"
import { GuildFiles } from "../../services/GuildFiles.ts"
import { Host } from "../../services/Host.ts"
import { resolveOperation } from "../ResolveOperation.ts"
import { importFlags } from "./ImportFlags.ts"

/** An operation that cannot choose the trials of a batch. */
export class NotAnOptimizer extends Schema.TaggedError<NotAnOptimizer>()("NotAnOptimizer", {
  operation: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `cannot use '${this.operation}' as an optimizer: ${this.reason}`
  }
}

const unfit = (op: OpDef): string | undefined => {
  const { target } = op
  if (target.kind === "steps") return "it has steps and no process to choose trials"
  if (target.kind === "notebook" || target.kind === "none") return "there is no program to run"
  if (target.kind !== "builtin") return undefined
  return target.name === "batch" || optimizerNames.some((name) => name === target.name)
    ? undefined
    : "it runs no trials"
}

/**
 * The operation that an optimizer's name means: one of the project's Guild file, one of guild's own (`gp`, `random`, ...), or else
 * whatever `guild run` takes for an operation, such as a script.
 */
export const findOptimizer = (name: string) =>
  Effect.gen(function* () {
    const { cwd } = yield* Host
    const file = Option.getOrUndefined(yield* (yield* GuildFiles).forDir(cwd))
    const lookup = lookUpOp(file, name)
    const op =
      lookup.kind === "found"
        ? yield* importFlags(lookup.op)
        : (builtinOp(name, cwd) ?? (yield* resolveOperation(name)))
    const reason = unfit(op)
    return reason === undefined ? op : yield* new NotAnOptimizer({ operation: name, reason })
  })
