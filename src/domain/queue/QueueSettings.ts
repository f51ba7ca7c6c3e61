import { encodeFlagValue } from "../flags/FlagValue.ts"
import type { OpRef } from "../ops/OpRef.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, toNumber } from "../Value.ts"

/** What a queue was asked to be. */
export interface QueueSettings {
  /** GPUs that its runs see where they do not say themselves, such as `0,1`. */
  readonly gpus: string | undefined
  /** From one look for staged runs that found none to the next. */
  readonly pollSeconds: number
  /** It ends once there is nothing left to start. */
  readonly runOnce: boolean
  /** It starts a run only when no other runs. */
  readonly waitForRunning: boolean
}

const DEFAULT_POLL_SECONDS = 10

/** GPUs as the user wrote them; nothing where no value is set. */
export const gpuSpec = (value: Value | undefined): string | undefined =>
  value === undefined || value === null || value === "" ? undefined : encodeFlagValue(value).replace(/^'(.*)'$/, "$1")

/** The settings that the flags of a queue say. */
export const queueSettings = (flags: ValueMap): QueueSettings => {
  const poll = toNumber(getKey(flags, "poll-interval") ?? null)
  return {
    gpus: gpuSpec(getKey(flags, "gpus")),
    pollSeconds: poll !== undefined && poll > 0 ? poll : DEFAULT_POLL_SECONDS,
    runOnce: getKey(flags, "run-once") === true,
    waitForRunning: getKey(flags, "wait-for-running") === true
  }
}

/** Whether an operation is guild's own queue. */
export const isQueue = ({ modelName, opName, pkgType }: OpRef): boolean =>
  pkgType === "builtin" && modelName === "queue" && opName === "queue"
