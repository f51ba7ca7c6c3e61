import { printOpRef } from "../../domain/OpRef.ts"
import { statusName } from "../../domain/RunStatus.ts"
import type { Value } from "../../domain/Value.ts"
import { toJson } from "../../domain/Value.ts"
import type { RunDetails } from "../../workflows/ReadRunDetails.ts"

const ATTRS = ["exit_status", "cmd", "marked", "label", "started", "stopped", "tags", "flags"] as const

const attrsJson = (attrs: ReadonlyMap<string, Value>) =>
  Object.fromEntries(ATTRS.map((name) => [name, toJson(attrs.get(name) ?? null)]))

/** One run of `guild runs --json`. Times are microseconds since the epoch, `opref` is the run's one line. */
export const listedJson = ({ attrs, proto, run }: RunDetails) => ({
  id: run.id,
  run_dir: run.dir,
  opref: printOpRef(run.opRef),
  status: statusName(run.status),
  ...attrsJson(attrs),
  ...(proto === undefined ? {} : { batch_proto: attrsJson(proto) })
})
