import { createHash } from "node:crypto"
import { Effect, Layer } from "effect"
import { imageFile, isLinked } from "../domain/hparams/LogLayout.ts"
import type { LinkedFile } from "../services/LogDirs.ts"
import { LogDirs } from "../services/LogDirs.ts"

/** Files of runs by run directory, as they are at the moment. */
export type MemoryRuns = ReadonlyMap<string, ReadonlyArray<LinkedFile>>

/** What a log directory has: the bytes of guild's own files, and `link` where there is one. By path in the directory. */
export type MemoryLog = Map<string, Uint8Array | "link">

/** One log directory in memory, which a test looks into. */
export const layer = (runs: MemoryRuns, log: MemoryLog): Layer.Layer<LogDirs> => {
  const below = (name: string) => [...log.keys()].filter((path) => path.startsWith(`${name}/`))
  const made = {
    path: "/tmp/guild-tensorboard",
    link: (name: string, runDir: string) =>
      Effect.sync(() => {
        const files = (runs.get(runDir) ?? []).filter(({ path }) => isLinked(path))
        for (const path of below(name)) if (log.get(path) === "link") log.delete(path)
        for (const { path } of files) log.set(`${name}/${path}`, "link")
        return files
      }),
    write: (name: string, path: string, bytes: Uint8Array) => Effect.sync(() => void log.set(`${name}/${path}`, bytes)),
    addImage: (name: string, imagePath: string, bytes: Uint8Array) =>
      Effect.sync(() => {
        const position = below(`${name}/.images`).length
        const digest = createHash("md5").update(imagePath).digest("hex")
        log.set(`${name}/${imageFile(position, digest)}`, bytes)
      }),
    retain: (names: ReadonlySet<string>) =>
      Effect.sync(() => {
        for (const path of log.keys()) if (!names.has(path.split("/")[0] ?? "")) log.delete(path)
      }),
    files: Effect.sync(() => [...log.keys()].sort())
  }
  return Layer.succeed(
    LogDirs,
    LogDirs.of({
      make: ({ keep }) =>
        Effect.acquireRelease(Effect.succeed(made), () => (keep ? Effect.void : Effect.sync(() => log.clear())))
    })
  )
}
