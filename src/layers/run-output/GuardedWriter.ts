import type { OutputWriter } from "../../services/RunOutput.ts"
import { StoreError } from "../../services/RunStore.ts"
import type { OutputFile } from "./OutputFile.ts"

export interface GuardedWriter extends OutputWriter {
  readonly close: () => void
}

/** A writer that never throws into the output's way: what cannot be written is lost, and the first reason is kept. */
export const guardedWriter = (file: OutputFile, path: string): GuardedWriter => {
  let problem: StoreError | undefined
  const attempt = (act: () => void): void => {
    try {
      act()
    } catch (cause) {
      problem ??= new StoreError({ operation: "write", path, cause })
    }
  }
  return {
    write: (chunk, stream, timeMs) => attempt(() => file.write(chunk, stream, timeMs)),
    close: () => attempt(() => file.close()),
    problem: () => problem
  }
}
