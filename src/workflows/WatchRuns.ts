import { Effect } from "effect"
import type { Option } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { watchRun } from "./WatchRun.ts"

/** Takes what a run prints, and gives it line by line. */
export interface LineReader {
  readonly chunk: (bytes: Uint8Array) => void
  /** There is no more: a last line without its end is one too. */
  readonly end: () => void
}

/** What is left on the screen of a line that went back to its beginning to be written anew, as progress bars do. */
const lastWritten = (line: string): string => line.split("\r").findLast((part) => part !== "") ?? ""

/** Puts together lines that come in pieces; bytes that are no UTF-8 become replacement characters. */
export const lineReader = (onLine: (line: string) => void): LineReader => {
  const decoder = new TextDecoder()
  let begun: Array<string> = []
  const take = (text: string): void => {
    const [first = "", ...more] = text.split("\n")
    begun.push(first)
    for (const next of more) {
      onLine(lastWritten(begun.join("")))
      begun = [next]
    }
  }
  return {
    chunk: (bytes) => take(decoder.decode(bytes, { stream: true })),
    end: () => {
      take(decoder.decode())
      const last = begun.join("")
      if (last !== "") onLine(lastWritten(last))
    }
  }
}

/** What somebody who watches runs is told. */
export interface Watcher<E, R> {
  readonly line: (run: Run, line: string) => void
  /** The run as it is in the end; nothing where it was deleted meanwhile. */
  readonly ended: (run: Run, last: Option.Option<Run>) => Effect.Effect<void, E, R>
}

/** Follows several runs side by side, line by line, until the last of them has ended. */
export const watchRuns = <E, R>(runs: ReadonlyArray<Run>, watcher: Watcher<E, R>) =>
  Effect.forEach(
    runs,
    (run) =>
      Effect.gen(function* () {
        const reader = lineReader((line) => watcher.line(run, line))
        const last = yield* watchRun(run, reader.chunk)
        reader.end()
        yield* watcher.ended(run, last)
      }),
    { concurrency: "unbounded", discard: true }
  )
