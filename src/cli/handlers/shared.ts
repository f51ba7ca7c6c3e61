import type { Scope } from "effect"
import { Effect } from "effect"
import type { Place } from "../../domain/ops/OpDesc.ts"
import { ArchiveInvalid, ArchiveReadOnly } from "../../domain/ArchiveErrors.ts"
import { OptionsConflict } from "../../domain/OptionsConflict.ts"
import { RemoteNotDefined } from "../../domain/RemoteNotDefined.ts"
import { ArchiveMissing } from "../../domain/runs/RunChoiceErrors.ts"
import { Host } from "../../services/Host.ts"
import type { ArchiveError } from "../../services/RunArchives.ts"
import { RunArchives } from "../../services/RunArchives.ts"
import type { RunFiles } from "../../services/RunFiles.ts"
import type { RunScope } from "../../services/RunStore.ts"
import { archiveToRead } from "./archive.ts"

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

/** The runs of an archive, or those of the Guild home. A zip file is unpacked to a place that goes when the scope closes. */
export const archiveScope = (
  archive: string | undefined
): Effect.Effect<
  RunScope,
  ArchiveError | ArchiveInvalid | ArchiveMissing,
  Host | RunArchives | RunFiles | Scope.Scope
> =>
  Effect.gen(function* () {
    if (archive === undefined) return "live"
    const { archive: named, found } = yield* archiveToRead(archive)
    if (found === undefined) return yield* new ArchiveMissing({ archive })
    if (found === "file" && named.form === "dir") return yield* new ArchiveInvalid({ archive })
    return { archive: yield* (yield* RunArchives).open(named) }
  })

/** The same for a command that changes the runs: those in a zip file are only read. */
export const changeableScope = (archive: string | undefined) =>
  Effect.gen(function* () {
    if (archive !== undefined && (yield* archiveToRead(archive)).archive.form === "zip")
      return yield* new ArchiveReadOnly({ archive })
    return yield* archiveScope(archive)
  })
