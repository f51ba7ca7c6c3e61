import type { GuildFileError } from "../domain/GuildFile.ts"
import type { AmbiguousRun, RunNotFound } from "../domain/RunSelection.ts"
import type { Declined, NoAnswer, OptionRequired, OptionsConflict, RemoteNotDefined } from "../domain/UserError.ts"
import type { FlagImportError } from "../services/FlagImports.ts"
import type { SpawnFailed } from "../services/Processes.ts"
import type { IndexError } from "../services/RunIndex.ts"
import type { AttrDamaged, StoreError } from "../services/RunStore.ts"
import type { ScalarLogError } from "../services/ScalarLog.ts"
import type { SourceError } from "../services/SourceFiles.ts"

/** Everything that a command can fail with. A new error does not compile until it has its line below. */
export type GuildError =
  | AmbiguousRun
  | AttrDamaged
  | Declined
  | FlagImportError
  | GuildFileError
  | IndexError
  | NoAnswer
  | OptionRequired
  | OptionsConflict
  | RemoteNotDefined
  | RunNotFound
  | ScalarLogError
  | SourceError
  | SpawnFailed
  | StoreError

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
    case "AmbiguousRun":
    case "AttrDamaged":
    case "FlagImportError":
    case "GuildFileError":
    case "IndexError":
    case "NoAnswer":
    case "OptionRequired":
    case "OptionsConflict":
    case "RemoteNotDefined":
    case "RunNotFound":
    case "ScalarLogError":
    case "SourceError":
    case "SpawnFailed":
    case "StoreError":
      return failed(error)
  }
}
