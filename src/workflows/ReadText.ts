import { Effect } from "effect"
import type { FileError } from "../services/RunFiles.ts"
import { RunFiles } from "../services/RunFiles.ts"

/** A small text file of a run, or `undefined` where there is none. */
export const readText = (path: string): Effect.Effect<string | undefined, FileError, RunFiles> =>
  Effect.gen(function* () {
    const files = yield* RunFiles
    const decoder = new TextDecoder()
    let text = ""
    const read = files.read(path, 0, (chunk) => {
      text += decoder.decode(chunk, { stream: true })
    })
    return yield* read.pipe(
      Effect.map(() => text + decoder.decode()),
      Effect.catchTag("PathMissing", () => Effect.succeed(undefined))
    )
  })
