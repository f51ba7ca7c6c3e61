import { Effect, Option } from "effect"
import type { GuildFile } from "../../domain/GuildFile.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import type { OpRef } from "../../domain/ops/OpRef.ts"
import { opSpec } from "../../domain/ops/OpRef.ts"
import { builtinOp } from "../../domain/ops/OpSpecBuiltin.ts"
import { OpNotFound } from "../../domain/ops/OpSpecErrors.ts"
import { scriptOp } from "../../domain/ops/OpSpecScript.ts"
import { GuildFiles } from "../../services/GuildFiles.ts"
import { ProjectFiles } from "../../services/ProjectFiles.ts"
import { fileOp } from "./FileOp.ts"
import { importFlags } from "./ImportFlags.ts"
import { absolutePath } from "../../domain/text/Paths.ts"

const opIn = (file: GuildFile, { modelName, opName }: OpRef): OpDef | undefined =>
  file.models.find(({ name }) => name === modelName)?.operations.find(({ name }) => name === opName)

const definition = (opRef: OpRef) =>
  Effect.gen(function* () {
    const guildFiles = yield* GuildFiles
    const files = yield* ProjectFiles
    const { opName, pkgName, pkgType } = opRef
    switch (pkgType) {
      case "guildfile": {
        const there = (yield* files.kindOf(pkgName)) !== undefined
        return there ? opIn(yield* guildFiles.forFile(pkgName), opRef) : undefined
      }
      case "package":
        return Option.getOrUndefined(
          Option.flatMapNullable(yield* guildFiles.forPackage(pkgName), (file) => opIn(file, opRef))
        )
      case "script": {
        const exported = yield* fileOp(opName, pkgName)
        if (exported !== undefined) return exported
        const kind = yield* files.kindOf(absolutePath(opName, pkgName))
        return kind === undefined || kind === "directory" ? undefined : scriptOp(opName, pkgName, kind)
      }
      default:
        return builtinOp(opName, pkgName)
    }
  })

/**
 * The operation that a run was of, as its project defines it now, wherever guild is started; its script's flags are not yet
 * imported. Fails with `OpNotFound` where the project, or the operation in it, is gone.
 */
export const findDefinition = (opRef: OpRef) =>
  Effect.flatMap(definition(opRef), (op) =>
    op === undefined ? Effect.fail(new OpNotFound({ spec: opSpec(opRef) })) : Effect.succeed(op)
  )

/** The same with the flags of its script. */
export const definitionOf = (opRef: OpRef) => Effect.flatMap(findDefinition(opRef), importFlags)
