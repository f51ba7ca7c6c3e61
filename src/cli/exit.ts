import type { GuildFileError } from "../domain/GuildFile.ts"
import type {
  AmbiguousModel,
  NoGuildFile,
  OpNotDefined,
  OpNotFound,
  OpSpecInvalid,
  ScriptNotRunnable
} from "../domain/OpSpecErrors.ts"
import type { AmbiguousRun, RunNotFound } from "../domain/RunSelection.ts"
import type {
  ArchiveMissing,
  ChangeDirError,
  CommandNotAvailable,
  Declined,
  InvalidCommand,
  InvalidScalar,
  InvalidTimeRange,
  NoAnswer,
  NoMatchingRuns,
  NoRunForPid,
  NoSuchComment,
  NothingToWatch,
  OpenFailed,
  OptionRequired,
  OptionsConflict,
  PathMissing,
  PathOutside,
  RemoteNotDefined
} from "../domain/UserError.ts"
import type { FlagImportError } from "../services/FlagImports.ts"
import type { SpawnFailed } from "../services/Processes.ts"
import type { FileError } from "../services/RunFiles.ts"
import type { IndexError } from "../services/RunIndex.ts"
import type { AttrDamaged, StoreError } from "../services/RunStore.ts"
import type { ScalarLogError } from "../services/ScalarLog.ts"
import type { SourceError } from "../services/SourceFiles.ts"
import type { UserFileError } from "../services/UserFiles.ts"

/** Everything that a command can fail with. A new error does not compile until it has its line below. */
export type GuildError =
  | AmbiguousModel
  | AmbiguousRun
  | ArchiveMissing
  | AttrDamaged
  | ChangeDirError
  | CommandNotAvailable
  | Declined
  | FileError
  | FlagImportError
  | GuildFileError
  | IndexError
  | InvalidCommand
  | InvalidScalar
  | InvalidTimeRange
  | NoAnswer
  | NoGuildFile
  | NoMatchingRuns
  | NoRunForPid
  | NoSuchComment
  | NothingToWatch
  | OpNotDefined
  | OpNotFound
  | OpSpecInvalid
  | OpenFailed
  | OptionRequired
  | OptionsConflict
  | PathMissing
  | PathOutside
  | RemoteNotDefined
  | RunNotFound
  | ScalarLogError
  | ScriptNotRunnable
  | SourceError
  | SpawnFailed
  | StoreError
  | UserFileError

/** What the user sees of a failure, and what the shell does. An empty text is not printed. */
export interface Exit {
  readonly stderr: string
  readonly code: number
}

/** The code of a command that a wrong command line ended, as in click. */
export const USAGE_ERROR_CODE = 2

/** The code of a mistake in guild itself (sysexits' EX_SOFTWARE). */
export const DEFECT_CODE = 70

const failed = (error: { readonly message: string }): Exit => ({ stderr: `guild: ${error.message}`, code: 1 })

/** The only place where an error becomes a text and an exit code; it does not compile while a tag has no line. */
export const exitFor = (error: GuildError): Exit => {
  switch (error._tag) {
    case "Declined":
      return { stderr: "", code: 1 }
    case "GuildFileError":
      return {
        stderr: `ERROR: ${error.message}\nguild: guildfile in the current directory contains an error (see above for details)`,
        code: 1
      }
    case "AmbiguousModel":
    case "AmbiguousRun":
    case "NoGuildFile":
    case "OpNotDefined":
    case "OpNotFound":
    case "OpSpecInvalid":
    case "ScriptNotRunnable":
    case "ArchiveMissing":
    case "AttrDamaged":
    case "ChangeDirError":
    case "CommandNotAvailable":
    case "FileError":
    case "FlagImportError":
    case "IndexError":
    case "InvalidCommand":
    case "InvalidScalar":
    case "InvalidTimeRange":
    case "NoAnswer":
    case "NoMatchingRuns":
    case "NoRunForPid":
    case "NoSuchComment":
    case "NothingToWatch":
    case "OpenFailed":
    case "OptionRequired":
    case "OptionsConflict":
    case "PathMissing":
    case "PathOutside":
    case "RemoteNotDefined":
    case "RunNotFound":
    case "ScalarLogError":
    case "SourceError":
    case "SpawnFailed":
    case "StoreError":
    case "UserFileError":
      return failed(error)
  }
}
