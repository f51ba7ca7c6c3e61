import type { Effect } from "effect"
import { Context } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import type { StoreError } from "../services/RunStore.ts"
import type { Value } from "../domain/Value.ts"

/**
 * What an operation that is a function says of its run while it runs. Provided by guild to each run.
 */
export class Log extends Context.Tag("guild/Log")<
  Log,
  {
    /** A scalar of the run, as `guild compare` shows it. `step` is 0 where it is left out. */
    readonly scalar: (tag: string, value: number, step?: number) => Effect.Effect<void>
    /** A line of the run's output. */
    readonly print: (text: string) => Effect.Effect<void>
    /** An attribute of the run. */
    readonly attr: (name: string, value: Value) => Effect.Effect<void, StoreError>
  }
>() {}

/** The run that a function is run as: its id, and its directory for files. Provided by guild to each run. */
export class CurrentRun extends Context.Tag("guild/CurrentRun")<CurrentRun, RunRef>() {}
