import { Effect } from "effect"
import { concatBytes } from "../domain/Bytes.ts"
import { RunFiles } from "../services/RunFiles.ts"

/** A file of a run, whole or up to `limit` bytes. For files that are known to be small, or that cannot be taken in pieces. */
export const readBytes = (path: string, limit?: number) =>
  Effect.gen(function* () {
    const chunks: Array<Uint8Array> = []
    // What is read comes in one buffer, again and again.
    yield* (yield* RunFiles).read(path, 0, (chunk) => void chunks.push(chunk.slice()), limit)
    return concatBytes(chunks)
  })
