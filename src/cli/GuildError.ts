import type {
  ArchiveInvalid,
  ArchiveNameInvalid,
  ArchiveNotMovable,
  ArchiveReadOnly,
  ExportLocationInvalid,
  NamedArchiveMissing
} from "../domain/ArchiveErrors.ts"
import type {
  DiffConfigInvalid,
  DiffFailed,
  NoWorkingDir,
  SecondRunRefused,
  TwoRunsNeeded
} from "../domain/DiffErrors.ts"
import type { FlagEncoderFailed } from "../domain/flags/FlagEncoder.ts"
import type { BatchFileError, BatchFileMissing } from "../domain/flags/BatchFile.ts"
import type { CheckFailed } from "../domain/CheckFailed.ts"
import type { ColSpecError } from "../domain/compare/ColSpec.ts"
import type { DuplicateNode, GraphCycle, UnknownNeed } from "../domain/graph/GraphErrors.ts"
import type { NoSuchStep, NotStepped, RestartRequired, StepInvalid } from "../domain/steps/StepErrors.ts"
import type { InvalidFlagArg } from "../domain/flags/FlagAssign.ts"
import type {
  InvalidFlagValue,
  MissingFlags,
  UnsupportedChoice,
  UnsupportedFlag
} from "../domain/flags/FlagResolveErrors.ts"
import type { FilterExprError } from "../domain/filter/FilterExpr.ts"
import type { GuildFileError } from "../domain/GuildFile.ts"
import type { ReferenceCycle, UndefinedReference } from "../domain/ops/OpCommandRefs.ts"
import type {
  AmbiguousModel,
  NoGuildFile,
  OpNotDefined,
  OpNotFound,
  OpSpecInvalid,
  ScriptNotRunnable
} from "../domain/ops/OpSpecErrors.ts"
import type { MergeElsewhere, MergeReplaces, SummaryNameInvalid } from "../domain/merge/MergeErrors.ts"
import type { Interrupted } from "../domain/Interrupted.ts"
import type { GpusMissing, NotResumable, ResumeChanges } from "../domain/batch/BatchErrors.ts"
import type {
  NoMoreTrials,
  NoSuchAnswer,
  NotInOptimizer,
  OptimizerFailed,
  TrialCallFailed
} from "../domain/batch/TrialErrors.ts"
import type { TooManyTrials } from "../domain/batch/TrialList.ts"
import type { NotAnOptimizer } from "../workflows/resolve/FindOptimizer.ts"
import type { DeskError } from "../services/TrialDesk.ts"
import type { InvalidOperation } from "../domain/ops/OpTemplate.ts"
import type { OutputScalarsError } from "../domain/scalars/OutputScalars.ts"
import type { InvalidResource } from "../domain/resources/ResourceAttributes.ts"
import type { InvalidFlagReference } from "../domain/resources/ResourceRefs.ts"
import type { NamedRunMissing, RequiredOpMissing, RequiredRunFailed } from "../domain/plan/PlanErrors.ts"
import type { PythonNotFound, PythonUnfit } from "../domain/runs/RunPlan.ts"
import type { AmbiguousRun, RunNotFound } from "../domain/runs/RunSelection.ts"
import type { InvalidSearchSpace } from "../domain/flags/SearchSpace.ts"
import type { InvalidObjective } from "../domain/compare/Objective.ts"
import type { NoSearchDimensions, TrialsUnknown } from "../domain/optimizer/Search.ts"
import type { Declined, NoAnswer } from "../domain/AnswerErrors.ts"
import type { ChangeDirError } from "../domain/ChangeDirError.ts"
import type { InvalidCommand, OpenFailed } from "../domain/OpenErrors.ts"
import type { OptionRequired } from "../domain/OptionRequired.ts"
import type { OptionsConflict } from "../domain/OptionsConflict.ts"
import type { ShellUnknown } from "../domain/ShellUnknown.ts"
import type { SqlRefused } from "../domain/SqlErrors.ts"
import type { PathMissing } from "../domain/PathMissing.ts"
import type { PathOutside } from "../domain/PathOutside.ts"
import type { RemoteNotDefined } from "../domain/RemoteNotDefined.ts"
import type { ArchiveMissing, NoMatchingRuns } from "../domain/runs/RunChoiceErrors.ts"
import type { InvalidTimeRange } from "../domain/time/TimeRangeOption.ts"
import type {
  CommandNotAvailable,
  InvalidEditedFlags,
  NotABatch,
  OptimizerAlone,
  OptimizerRequired,
  RunIdInvalid
} from "../domain/UserError.ts"
import type { InvalidTensorBoardOption, TensorBoardFailed, TensorBoardMissing } from "../domain/TensorBoardErrors.ts"
import type { NoRunForPid, NothingToWatch } from "../domain/WatchErrors.ts"
import type { TemplateInvalid, TemplateMissing } from "../domain/publish/PublishErrors.ts"
import type { PublishError } from "../services/PublishedRuns.ts"
import type { RunGone, RunTaken } from "../steps/ClaimRun.ts"
import type { OpConfigUnusable } from "../workflows/BasisOfRun.ts"
import type { AlreadyResolved, RestartIsOneRun } from "../workflows/PrepareAgain.ts"
import type { NoSuchComment } from "../workflows/CommentRuns.ts"
import type { InvalidScalar } from "../workflows/SelectRuns.ts"
import type { RunElsewhere } from "../workflows/StopRuns.ts"
import type { DownloadFailed } from "../services/Downloads.ts"
import type { FlagImportError } from "../services/FlagImports.ts"
import type { SpawnFailed } from "../services/Processes.ts"
import type { DependencyNotMet } from "../services/Resources.ts"
import type { ArchiveError } from "../services/RunArchives.ts"
import type { FileError } from "../services/RunFiles.ts"
import type { IndexError } from "../services/RunIndex.ts"
import type { AttrDamaged, StoreError } from "../services/RunStore.ts"
import type { LogDirError } from "../services/LogDirs.ts"
import type { ScalarLogError } from "../services/ScalarLog.ts"
import type { SourceError } from "../services/SourceFiles.ts"
import type { UserFileError } from "../services/UserFiles.ts"
import type { VersionMismatch, VersionSpecInvalid } from "../domain/VersionSpec.ts"

/** Everything that a command can fail with. A new error does not compile until it has its line here and in exit.ts. */
export type GuildError =
  | AlreadyResolved
  | AmbiguousModel
  | AmbiguousRun
  | ArchiveError
  | ArchiveInvalid
  | ArchiveMissing
  | ArchiveNameInvalid
  | ArchiveNotMovable
  | ArchiveReadOnly
  | AttrDamaged
  | BatchFileError
  | BatchFileMissing
  | ChangeDirError
  | CheckFailed
  | ColSpecError
  | CommandNotAvailable
  | Declined
  | DeskError
  | DependencyNotMet
  | DiffConfigInvalid
  | DiffFailed
  | DuplicateNode
  | DownloadFailed
  | ExportLocationInvalid
  | FileError
  | FilterExprError
  | FlagImportError
  | GpusMissing
  | GraphCycle
  | GuildFileError
  | IndexError
  | Interrupted
  | InvalidCommand
  | InvalidEditedFlags
  | InvalidFlagArg
  | InvalidFlagReference
  | InvalidFlagValue
  | InvalidObjective
  | InvalidOperation
  | InvalidResource
  | InvalidScalar
  | InvalidSearchSpace
  | InvalidTensorBoardOption
  | InvalidTimeRange
  | LogDirError
  | MergeElsewhere
  | MergeReplaces
  | MissingFlags
  | NamedArchiveMissing
  | NamedRunMissing
  | FlagEncoderFailed
  | NoAnswer
  | NoGuildFile
  | NoMatchingRuns
  | NoMoreTrials
  | NoRunForPid
  | NoSearchDimensions
  | NoSuchAnswer
  | NoSuchComment
  | NoSuchStep
  | NoWorkingDir
  | NotABatch
  | NotAnOptimizer
  | NotInOptimizer
  | NotResumable
  | NotStepped
  | NothingToWatch
  | OpConfigUnusable
  | OpNotDefined
  | OpNotFound
  | OpSpecInvalid
  | OpenFailed
  | OptimizerAlone
  | OptimizerFailed
  | OptimizerRequired
  | OptionRequired
  | OptionsConflict
  | OutputScalarsError
  | PathMissing
  | PathOutside
  | PublishError
  | PythonNotFound
  | PythonUnfit
  | ReferenceCycle
  | RemoteNotDefined
  | RestartIsOneRun
  | RestartRequired
  | RequiredOpMissing
  | RequiredRunFailed
  | ResumeChanges
  | RunElsewhere
  | RunGone
  | RunIdInvalid
  | RunNotFound
  | RunTaken
  | ScalarLogError
  | ScriptNotRunnable
  | SecondRunRefused
  | ShellUnknown
  | SourceError
  | SpawnFailed
  | SqlRefused
  | StepInvalid
  | StoreError
  | SummaryNameInvalid
  | TemplateInvalid
  | TemplateMissing
  | TensorBoardFailed
  | TensorBoardMissing
  | TooManyTrials
  | TrialCallFailed
  | TrialsUnknown
  | TwoRunsNeeded
  | UndefinedReference
  | UnknownNeed
  | UnsupportedChoice
  | UnsupportedFlag
  | UserFileError
  | VersionMismatch
  | VersionSpecInvalid
