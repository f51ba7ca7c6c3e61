import type { ScriptFlag } from "../../domain/script/ScriptFlag.ts"

/** A file that an answer depends on, as it was: a different size or time of change makes the answer old. */
export interface WatchedFile {
  readonly path: string
  readonly size: number
  /** Nanoseconds since the epoch, decimal. */
  readonly mtimeNs: string
}

/** What was found in a script, and what the finding depends on besides the script itself. */
export interface Found {
  readonly flags: ReadonlyArray<ScriptFlag>
  readonly dest: string
  readonly log: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<string>
  readonly watched: ReadonlyArray<WatchedFile>
  /** The interpreter that was asked, where one was. */
  readonly interpreter: string | undefined
}

/** What a script's own parser answered. */
export interface Answer {
  readonly flags: ReadonlyArray<ScriptFlag>
  readonly warnings: ReadonlyArray<string>
  readonly watched: ReadonlyArray<WatchedFile>
}
