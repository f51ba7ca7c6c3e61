import type { FileRequest } from "./api/Shell.ts"
import { describe, runFile } from "./api/Shell.ts"
import { runs, scalars } from "./api/Guild.ts"
import type { HostOptions } from "./layers/HostNode.ts"
import { live } from "./layers/Live.ts"

export { Float, float } from "./domain/Value.ts"
export type { Value, ValueMap } from "./domain/Value.ts"
export type { Run, RunRef } from "./domain/runs/Run.ts"
export { RunStatus, statusName } from "./domain/runs/RunStatus.ts"
export { OpRef } from "./domain/ops/OpRef.ts"
export { RunStore } from "./services/RunStore.ts"
export { RunIndex } from "./services/RunIndex.ts"
export { ScalarLog } from "./services/ScalarLog.ts"
export { Processes } from "./services/Processes.ts"

export { flag } from "./api/Flags.ts"
export type { FlagOptions } from "./api/Flags.ts"
export { CurrentRun, Log } from "./api/Log.ts"
export { DataInvalid, NodeRunFailed, PipelineFailed, PipelineRunFailed } from "./api/Errors.ts"
export type { NodeError, NodeFailed } from "./api/Errors.ts"
export type { Policy, Wire } from "./api/Node.ts"
export type { NodeServices } from "./api/NodeRun.ts"
export { Operation } from "./api/Operation.ts"
export { Pipeline } from "./api/Pipeline.ts"
export type { RunOptions } from "./api/Pipeline.ts"

/** Everything guild does on this machine, as layers: provide it to an effect over the services above. */
export { live } from "./layers/Live.ts"

/** Guild on this machine: its home, and the runs in it. */
export const Guild = {
  /** Everything that pipelines need, on this machine; the Guild home is GUILD_HOME or ~/.guild where none is named. */
  layer: (options: HostOptions = {}) => live(options),
  runs,
  scalars,
  /** What `guild run FILE[:NAME]` does in the process of its run. Gives a line for each way in which it failed. */
  runFile: (request: FileRequest) => runFile(request),
  describeFile: describe
}
