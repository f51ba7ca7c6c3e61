import type { OpRef } from "../../domain/ops/OpRef.ts"
import { printOpRef } from "../../domain/ops/OpRef.ts"
import type { Run } from "../../domain/runs/Run.ts"
import { statusName } from "../../domain/runs/RunStatus.ts"
import type { Value } from "../../domain/Value.ts"

/** A run and its command line, which lists do not know of. */
export interface ListedCommand {
  readonly run: Run
  readonly cmd: Value
}

const batchProto = (opRef: OpRef | undefined) =>
  opRef === undefined ? {} : { batch_proto: { opref: printOpRef(opRef) } }

/** One run of `guild runs --json`. Times are microseconds since the epoch, `opref` is the run's one line. */
export const listedJson = ({ cmd, run }: ListedCommand) => ({
  id: run.id,
  run_dir: run.dir,
  opref: printOpRef(run.opRef),
  status: statusName(run.status),
  exit_status: run.exitStatus ?? null,
  cmd: cmd,
  flags: run.flags,
  label: run.label,
  marked: run.marked,
  tags: run.tags,
  started: run.started ?? null,
  stopped: run.stopped ?? null,
  ...batchProto(run.protoOpRef)
})
