import type { Interrupted } from "../domain/Interrupted.ts"
import { OVER_CODE } from "../domain/batch/TrialErrors.ts"
import { signalStatus } from "../domain/Interrupted.ts"
import type { GuildError } from "./GuildError.ts"

/** What the user sees of a failure, and what the shell does. An empty text is not printed. */
export interface Exit {
  readonly stderr: string
  readonly code: number
}

/** The code of a command that a wrong command line ended, as in click. */
export const USAGE_ERROR_CODE = 2

/** The code of a mistake in guild itself (sysexits' EX_SOFTWARE). */
export const DEFECT_CODE = 70

/** The code of what a signal ended, as shells have it: 128 and the signal's number. */
const signalCode = (signal: Interrupted["signal"]): number => 128 - signalStatus(signal)

/** The code of a command that Ctrl-C ended. */
export const INTERRUPTED_CODE = signalCode("SIGINT")

const failed = (error: { readonly message: string }): Exit => ({ stderr: `guild: ${error.message}`, code: 1 })

/** The only place where an error becomes a text and an exit code; it does not compile while a tag has no line. */
export const exitFor = (error: GuildError): Exit => {
  switch (error._tag) {
    case "Declined":
      return { stderr: "", code: 1 }
    case "Interrupted":
      return { stderr: "", code: signalCode(error.signal) }
    case "GuildFileError":
      return {
        stderr: `ERROR: ${error.message}\nguild: guildfile in the current directory contains an error (see above for details)`,
        code: 1
      }
    case "NoMoreTrials":
      return { ...failed(error), code: OVER_CODE }
    // A batch says these as it says everything else: in its log.
    case "InvalidObjective":
    case "InvalidSearchSpace":
    case "NoSearchDimensions":
    case "TrialsUnknown":
      return { stderr: `ERROR: [guild] ${error.message}`, code: 1 }
    // These are tables to choose from, which Guild shows without its name before them.
    case "MissingFlags":
    case "UnsupportedChoice":
      return { stderr: error.message, code: 1 }
    case "AlreadyResolved":
    case "AmbiguousModel":
    case "AmbiguousRun":
    case "ArchiveError":
    case "ArchiveInvalid":
    case "ArchiveMissing":
    case "ArchiveNameInvalid":
    case "ArchiveNotMovable":
    case "ArchiveReadOnly":
    case "AttrDamaged":
    case "BatchFileError":
    case "BatchFileMissing":
    case "ChangeDirError":
    case "CheckFailed":
    case "ColSpecError":
    case "CommandNotAvailable":
    case "DependencyNotMet":
    case "DiffConfigInvalid":
    case "DiffFailed":
    case "DuplicateNode":
    case "DownloadFailed":
    case "ExportLocationInvalid":
    case "FileError":
    case "FilterExprError":
    case "FlagImportError":
    case "GpusMissing":
    case "GraphCycle":
    case "IndexError":
    case "InvalidCommand":
    case "InvalidEditedFlags":
    case "InvalidFlagArg":
    case "InvalidFlagReference":
    case "InvalidFlagValue":
    case "InvalidOperation":
    case "InvalidResource":
    case "InvalidScalar":
    case "InvalidTensorBoardOption":
    case "InvalidTimeRange":
    case "LogDirError":
    case "MergeElsewhere":
    case "MergeReplaces":
    case "NamedArchiveMissing":
    case "NamedRunMissing":
    case "FlagEncoderFailed":
    case "NoAnswer":
    case "NoGuildFile":
    case "NoMatchingRuns":
    case "NoRunForPid":
    case "NoSuchComment":
    case "NoSuchStep":
    case "NoWorkingDir":
    case "DeskError":
    case "NoSuchAnswer":
    case "NotABatch":
    case "NotAnOptimizer":
    case "NotInOptimizer":
    case "OptimizerFailed":
    case "TrialCallFailed":
    case "NotResumable":
    case "NotStepped":
    case "NothingToWatch":
    case "OpConfigUnusable":
    case "OpNotDefined":
    case "OpNotFound":
    case "OpSpecInvalid":
    case "OpenFailed":
    case "OptimizerAlone":
    case "OptimizerRequired":
    case "OptionRequired":
    case "OptionsConflict":
    case "OutputScalarsError":
    case "PathMissing":
    case "PathOutside":
    case "PublishError":
    case "PythonNotFound":
    case "PythonUnfit":
    case "ReferenceCycle":
    case "RemoteNotDefined":
    case "RestartIsOneRun":
    case "RestartRequired":
    case "RequiredOpMissing":
    case "RequiredRunFailed":
    case "ResumeChanges":
    case "RunElsewhere":
    case "RunGone":
    case "RunIdInvalid":
    case "RunNotFound":
    case "RunTaken":
    case "ScalarLogError":
    case "ScriptNotRunnable":
    case "SecondRunRefused":
    case "ShellUnknown":
    case "SourceError":
    case "SpawnFailed":
    case "SqlRefused":
    case "StepInvalid":
    case "StoreError":
    case "SummaryNameInvalid":
    case "TemplateInvalid":
    case "TemplateMissing":
    case "TensorBoardFailed":
    case "TensorBoardMissing":
    case "TooManyTrials":
    case "TwoRunsNeeded":
    case "UndefinedReference":
    case "UnknownNeed":
    case "UnsupportedFlag":
    case "UserFileError":
    case "VersionMismatch":
    case "VersionSpecInvalid":
      return failed(error)
  }
}
