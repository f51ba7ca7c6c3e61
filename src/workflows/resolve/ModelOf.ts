import { Effect } from "effect"
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
    if (op.opRef.pkgType !== "guildfile") return alone
    const files = yield* GuildFiles
    const file = yield* files.forFile(op.opRef.pkgName)
    return file.models.find((model) => model.name === op.modelName) ?? alone
  })
