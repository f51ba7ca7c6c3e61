import { Effect, Option } from "effect"
import type { OpDef } from "../domain/ops/OpDef.ts"
import { lookUpOp } from "../domain/ops/OpSpec.ts"
import { splitOperations } from "../domain/resources/ResourceOpRun.ts"
import { namesOperation } from "../domain/resources/ResourceOpRun.ts"
import type { Run } from "../domain/runs/Run.ts"
import { GuildFiles } from "../services/GuildFiles.ts"
import { Host } from "../services/Host.ts"
import { resolveOperation } from "./ResolveOperation.ts"
import { importFlags } from "./resolve/ImportFlags.ts"

/** The Guild file that the names of an operation's requirements are looked up in: that of its package, or of the directory. */
const fileOf = ({ opRef }: OpDef) =>
  Effect.gen(function* () {
    const files = yield* GuildFiles
    const { cwd } = yield* Host
    return opRef.pkgType === "package" ? yield* files.forPackage(opRef.pkgName) : yield* files.forDir(cwd)
  })

/**
 * The operation that a source of `requires` means, complete with the flags of its script: where it names several, or an expression
 * that several match, the one of the run at hand, else the first. None where it names nothing that is defined here.
 *
 * @param operations names or expressions for `op` or `model:op`, between commas
 * @param latest the latest run that the source could mean
 */
export const findRequired = (operations: string, by: OpDef, latest: Run | undefined) =>
  Effect.gen(function* () {
    const file = Option.getOrUndefined(yield* fileOf(by))
    const { modelName } = by
    const defined = (file?.models ?? []).flatMap((model) => model.operations)
    for (const name of splitOperations(operations)) {
      const lookup = lookUpOp(file, name.includes(":") || modelName === "" ? name : `${modelName}:${name}`)
      const named = lookup.kind === "found" ? [lookup.op] : []
      const matching = defined.filter(({ opRef }) => namesOperation({ operations: name, modelName }, opRef))
      const all = [...named, ...matching]
      const ran = latest === undefined ? undefined : all.find((op) => sameOperation(op, latest))
      const op = ran ?? all[0]
      if (op !== undefined) return yield* importFlags(op)
      // A script, or an operation of an installed package.
      const other = yield* Effect.option(resolveOperation(name))
      if (Option.isSome(other)) return other.value
    }
    return undefined
  })

const sameOperation = ({ opRef }: OpDef, run: Run): boolean =>
  opRef.opName === run.opRef.opName && opRef.modelName === run.opRef.modelName
