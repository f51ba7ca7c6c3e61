import { Effect } from "effect"
import type { Place } from "../../domain/ops/OpDesc.ts"
import { absolutePath } from "../../domain/text/Paths.ts"
import { OptionsConflict } from "../../domain/OptionsConflict.ts"
import { RemoteNotDefined } from "../../domain/RemoteNotDefined.ts"
import { ArchiveMissing } from "../../domain/runs/RunChoiceErrors.ts"
import { Host } from "../../services/Host.ts"
import { RunFiles } from "../../services/RunFiles.ts"
import type { RunScope } from "../../services/RunStore.ts"

/** Where the user is: what directories in lists are shown against. */
export const place: Effect.Effect<Place, never, Host> = Effect.map(Host, ({ cwd, homeDir }) => ({ cwd, homeDir }))

/** Refuses a remote: none can be configured in this version. */
export const noRemote = (remote: string | undefined): Effect.Effect<void, RemoteNotDefined> =>
  remote === undefined ? Effect.void : Effect.fail(new RemoteNotDefined({ remote }))

/** Refuses options that exclude each other, given as pairs of a name and whether it was used. */
export const exclusive = (
  first: readonly [name: string, used: boolean],
  second: readonly [name: string, used: boolean]
): Effect.Effect<void, OptionsConflict> =>
  first[1] && second[1] ? Effect.fail(new OptionsConflict({ first: first[0], second: second[0] })) : Effect.void

/** The runs of an archive, or those of the Guild home. */
export const archiveScope = (archive: string | undefined): Effect.Effect<RunScope, ArchiveMissing, Host | RunFiles> =>
  Effect.gen(function* () {
    if (archive === undefined) return "live"
    const { cwd } = yield* Host
    const dir = absolutePath(archive, cwd)
    const files = yield* RunFiles
    if ((yield* files.kindOf(dir)) === "dir") return { archive: dir }
    return yield* new ArchiveMissing({ archive })
  })
