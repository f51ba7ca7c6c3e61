import type { Effect, Scope } from "effect"
import { Context } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import type { OutputStream } from "./Processes.ts"
import type { StoreError } from "./RunStore.ts"

export interface OutputWriter {
  /** Appends bytes to `.guild/output` and, for every finished line, nine bytes to `.guild/output.index`. Synchronous. */
  readonly write: (chunk: Uint8Array, stream: OutputStream, timeMs: number) => void
  /** The first thing that went wrong while writing (a full disk): output may be missing from the files since then. */
  readonly problem: () => StoreError | undefined
}

export interface OutputLine {
  readonly timeMs: number
  readonly stream: OutputStream
  readonly text: string
}

/**
 * Owns a run's captured output: `.guild/output` and `.guild/output.index`.
 *
 * Laws, held by `test/suites/RunOutputSuite.ts` for every layer: each line is kept whole, with the stream it came on and the time
 * it was finished; lines stand in the order in which they were finished; the two streams' bytes never share a line. After a kill at
 * any moment, both files hold what had arrived, and the index has no more lines than the output.
 */
export class RunOutput extends Context.Tag("guild/RunOutput")<
  RunOutput,
  {
    /** Closing the scope closes both files; a last line without its newline is indexed then. */
    readonly writer: (run: RunRef) => Effect.Effect<OutputWriter, StoreError, Scope.Scope>
    readonly lines: (run: RunRef) => Effect.Effect<ReadonlyArray<OutputLine>, StoreError>
  }
>() {}
