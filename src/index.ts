export { Float, float } from "./domain/Value.ts"
export type { Value, ValueMap } from "./domain/Value.ts"
export type { Run, RunRef } from "./domain/runs/Run.ts"
export { RunStatus, statusName } from "./domain/runs/RunStatus.ts"
export { OpRef } from "./domain/ops/OpRef.ts"
export { RunStore } from "./services/RunStore.ts"
export { RunIndex } from "./services/RunIndex.ts"
export { ScalarLog } from "./services/ScalarLog.ts"

/** Everything guild does on this machine, as layers: provide it to an effect over the services above. */
export { live } from "./layers/Live.ts"
