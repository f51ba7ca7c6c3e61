import type { Layer } from "effect"
import { runs, scalars } from "./api/Guild.ts"
import type { NodeServices } from "./api/NodeRun.ts"
import { describe, runFile } from "./api/Shell.ts"
import type { ChangeDirError } from "./domain/ChangeDirError.ts"
import type { HostOptions } from "./layers/HostNode.ts"
import { live } from "./layers/Live.ts"

export { flag } from "./api/Flags.ts"
export type { FlagOptions } from "./api/Flags.ts"
export { CurrentRun, Log } from "./api/Log.ts"
export { DataInvalid, NodeRunFailed, NodeTimedOut, PipelineFailed, PipelineRunFailed } from "./api/Errors.ts"
export type { NodeError, NodeFailed } from "./api/Errors.ts"
export type { Policy, Wire } from "./api/Node.ts"
export { Operation } from "./api/Operation.ts"
export type { Command, Input, NodeOptions } from "./api/Operation.ts"
export { Pipeline } from "./api/Pipeline.ts"
export type { RunOptions } from "./api/Pipeline.ts"
export type { PipelineError, PipelineNeeds, PipelineOptions } from "./api/RunPipeline.ts"

export { Float, float } from "./domain/Value.ts"
export type { Value, ValueMap } from "./domain/Value.ts"
export type { Run, RunRef } from "./domain/runs/Run.ts"
export { RunId } from "./domain/runs/RunId.ts"
export type { Marker } from "./domain/runs/RunLayout.ts"
export type { RunQuery } from "./domain/runs/RunQuery.ts"
export { RunStatus, statusName } from "./domain/runs/RunStatus.ts"
export { OpRef } from "./domain/ops/OpRef.ts"

// The services that programs ask about runs, and all others that a pipeline needs, so that types can speak of them.
export { Processes } from "./services/Processes.ts"
export { IndexError, RunIndex } from "./services/RunIndex.ts"
export { AttrDamaged, RunStore, StoreError } from "./services/RunStore.ts"
export type { RunScope } from "./services/RunStore.ts"
export { ScalarLog } from "./services/ScalarLog.ts"
export type { NodeServices } from "./api/NodeRun.ts"
export type { ChangeDirError } from "./domain/ChangeDirError.ts"
export type { Host } from "./services/Host.ts"
export type { Interrupts, InterruptSignal } from "./services/Interrupts.ts"
export type { PythonEnv } from "./services/PythonEnv.ts"
export type { Resources } from "./services/Resources.ts"
export type { RunOutput } from "./services/RunOutput.ts"
export type { SourceFiles } from "./services/SourceFiles.ts"
export type { Terminal } from "./services/Terminal.ts"
export type { UserFiles } from "./services/UserFiles.ts"
export type { Vcs } from "./services/Vcs.ts"
export type { HostOptions } from "./layers/HostNode.ts"
export type { FileRequest, FileRunFailed } from "./api/Shell.ts"
export type { Interrupted } from "./domain/Interrupted.ts"

/** Guild on this machine: its home, and the runs in it. */
export const Guild = {
  /** Everything that pipelines need, on this machine; the Guild home is GUILD_HOME or ~/.guild where none is named. */
  layer: (options: HostOptions = {}): Layer.Layer<NodeServices, ChangeDirError> => live(options),
  runs,
  scalars,
  /** What `guild run FILE[:NAME]` does in the process of its run. */
  runFile,
  /** The answer to a guild that asks a file for the flags of what it exports. */
  describeFile: describe
}
