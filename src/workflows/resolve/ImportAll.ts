import { Effect } from "effect"
import type { GuildFile } from "../../domain/GuildFile.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { importFlags } from "./ImportFlags.ts"

/** Scripts are asked for their flags two at a time: enough to wait less, too little to be felt. */
const concurrency = 2

const inModels = <R>(
  file: GuildFile,
  change: (op: OpDef) => Effect.Effect<OpDef, never, R>
): Effect.Effect<GuildFile, never, R> =>
  Effect.map(
    Effect.forEach(file.models, (model) =>
      Effect.map(Effect.forEach(model.operations, change, { concurrency }), (operations) => ({ ...model, operations }))
    ),
    (models) => ({ ...file, models })
  )

/** A Guild file with the flags of all its scripts, for those who want to see everything. */
export const importAllFlags = (file: GuildFile) => inModels(file, importFlags)
