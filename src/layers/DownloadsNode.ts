import { createHash } from "node:crypto"
import { createReadStream, existsSync } from "node:fs"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import { Effect, Layer } from "effect"
import { DownloadFailed, Downloads } from "../services/Downloads.ts"
import { Host } from "../services/Host.ts"
import { download, downloadPath, stallMs } from "./resources/Download.ts"
import type { ResourceProblem } from "./resources/ResourceProblem.ts"
import { attempt, attemptAsync } from "./resources/ResourceProblem.ts"

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash("sha256")
  await pipeline(createReadStream(path), hash)
  return hash.digest("hex")
}

const failed = ({ message }: ResourceProblem) => new DownloadFailed({ reason: message })

/** Downloads over HTTP into the cache of the Guild home. */
export const layer: Layer.Layer<Downloads, never, Host> = Layer.effect(
  Downloads,
  Effect.map(Host, ({ env, guildHome }) => {
    const place = (url: string) => attempt(() => downloadPath(join(guildHome, "cache", "resources"), url))
    return Downloads.of({
      cached: (url) => Effect.map(Effect.mapError(place(url), failed), (path) => (existsSync(path) ? path : undefined)),
      get: (url, onProgress) =>
        Effect.gen(function* () {
          const path = yield* place(url)
          if (!existsSync(path))
            yield* attemptAsync((signal) => download(url, path, { signal, stallMs: stallMs(env), onProgress }))
          return { path, sha256: yield* attemptAsync(() => sha256Of(path)) }
        }).pipe(Effect.mapError(failed))
    })
  })
)
