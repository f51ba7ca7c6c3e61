import { Effect, Option } from "effect"
import { lookUpOp, parseOpSpec } from "../../domain/ops/OpSpec.ts"
import type { OpLookup } from "../../domain/ops/OpSpec.ts"
import { GuildFiles } from "../../services/GuildFiles.ts"

/**
 * Looks for `MODEL:OPERATION` among the models of all packages on the Python path; of a model's name, a part is enough where only
 * one has it. None for a spec that names no model, or a package. Packages whose Guild files cannot be used are passed over.
 */
export const installedOp = (spec: string): Effect.Effect<Option.Option<OpLookup>, never, GuildFiles> =>
  Effect.gen(function* () {
    const model = parseOpSpec(spec)?.model
    if (model === undefined || model === "" || model.includes("/")) return Option.none()
    const guildFiles = yield* GuildFiles
    const files = yield* Effect.forEach(yield* guildFiles.packageNames, (name) =>
      Effect.orElseSucceed(guildFiles.forPackage(name), Option.none)
    )
    const [first, ...rest] = files.flatMap(Option.toArray)
    if (first === undefined) return Option.none()
    const models = [first, ...rest].flatMap((file) => file.models)
    const lookup = lookUpOp({ ...first, models }, spec)
    return lookup.kind === "no-model" || lookup.kind === "invalid" ? Option.none() : Option.some(lookup)
  })
