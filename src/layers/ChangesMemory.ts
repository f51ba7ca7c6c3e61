import { posix } from "node:path"
import { Effect, Layer } from "effect"
import type { FileChange } from "../domain/plan/Change.ts"
import { byCodePoint } from "../domain/text/PathOrder.ts"
import { Changes } from "../services/Changes.ts"
import type { MemoryFiles } from "./SourceFilesMemory.ts"

const sameBytes = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a !== undefined && b !== undefined && Buffer.compare(a, b) === 0

/**
 * Changes of files in the given map.
 *
 * @param times when files were last written, in microseconds since the epoch, by path; 0 where nothing is said
 */
export const layer = (files: MemoryFiles, times: ReadonlyMap<string, number> = new Map()): Layer.Layer<Changes> =>
  Layer.succeed(
    Changes,
    Changes.of({
      source: (root, selected, kept) =>
        Effect.sync(() => {
          const now = new Set(selected)
          const changes = selected.flatMap((path): ReadonlyArray<FileChange> => {
            const copy = files.get(posix.join(kept, path))
            if (copy === undefined) return [{ path, how: "added" }]
            return sameBytes(files.get(posix.join(root, path)), copy) ? [] : [{ path, how: "changed" }]
          })
          const gone = [...files.keys()]
            .filter((path) => path.startsWith(`${kept}/`))
            .map((path) => path.slice(kept.length + 1))
            .filter((path) => !now.has(path))
            .map((path): FileChange => ({ path, how: "removed" }))
          return [...changes, ...gone].sort((a, b) => byCodePoint(a.path, b.path))
        }),
      since: (path, time) =>
        Effect.sync(() => {
          const below = [...files.keys()].filter((file) => file === path || file.startsWith(`${path}/`))
          if (below.length === 0) return "removed"
          return below.some((file) => (times.get(file) ?? 0) > time) ? "changed" : undefined
        })
    })
  )
