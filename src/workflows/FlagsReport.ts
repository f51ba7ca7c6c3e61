import { Effect } from "effect"
import { mergeImported, needsScript } from "../domain/guildfile/ImportedFlags.ts"
import type { OpDef } from "../domain/ops/OpDef.ts"
import { GuildFiles } from "../services/GuildFiles.ts"
import type { ResolveError, ResolveNeeds } from "./ResolveOperation.ts"
import { readScript } from "./resolve/ImportFlags.ts"

/** How the flags of each script of a project were found, and an operation with those that it takes. */
export interface FlagsReport {
  readonly scripts: ReadonlyArray<{ readonly op: string; readonly log: ReadonlyArray<string> }>
  readonly op: OpDef
}

/** What `--test-flags` reports of an operation that was found: every script of its Guild file is read, as the original does. */
export const flagsReport = (op: OpDef): Effect.Effect<FlagsReport, ResolveError, ResolveNeeds> =>
  Effect.gen(function* () {
    const files = yield* GuildFiles
    const file = op.opRef.pkgType === "guildfile" ? yield* files.forFile(op.opRef.pkgName) : undefined
    const ops = file?.models.flatMap((model) => model.operations) ?? [op]
    const read = yield* Effect.forEach(ops.filter(needsScript), (each) =>
      Effect.map(readScript(each), (imported) => ({ op: each, imported }))
    )
    const own = read.find((one) => one.op.fullName === op.fullName)?.imported
    return {
      scripts: read.flatMap(({ imported, op: each }) =>
        imported === undefined ? [] : [{ op: each.fullName, log: imported.log }]
      ),
      op: own === undefined ? op : mergeImported(op, own.flags, own.dest)
    }
  })
