import { Effect, Option } from "effect"
import type { GuildFileError, ModelDef } from "../../domain/GuildFile.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { GuildFiles } from "../../services/GuildFiles.ts"

/** The model that an operation belongs to; a script or one of guild's own operations is alone in its model. */
export const modelOf = (op: OpDef): Effect.Effect<ModelDef, GuildFileError, GuildFiles> =>
  Effect.gen(function* () {
    const alone: ModelDef = {
      name: op.modelName,
      description: "",
      default: false,
      references: [],
      operations: [op],
      resources: op.resources,
      extra: {}
    }
    const { pkgName, pkgType } = op.opRef
    const files = yield* GuildFiles
    const file =
      pkgType === "guildfile"
        ? yield* files.forFile(pkgName)
        : pkgType === "package"
          ? Option.getOrUndefined(yield* files.forPackage(pkgName))
          : undefined
    return file?.models.find((model) => model.name === op.modelName) ?? alone
  })
