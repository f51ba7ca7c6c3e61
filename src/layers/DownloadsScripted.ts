import { createHash } from "node:crypto"
import { Effect, Layer } from "effect"
import { DownloadFailed, Downloads } from "../services/Downloads.ts"

/** URLs that are told with what is behind them; any other cannot be downloaded. */
export const layer = (known: Readonly<Record<string, string>> = {}): Layer.Layer<Downloads> =>
  Layer.sync(Downloads, () => {
    const have = new Set<string>()
    return Downloads.of({
      cached: (url) => Effect.sync(() => (have.has(url) ? `/cache/${url}` : undefined)),
      get: (url, onProgress) => {
        const text = Object.hasOwn(known, url) ? known[url] : undefined
        if (text === undefined) return new DownloadFailed({ reason: `cannot download ${url}: nobody told of it` })
        return Effect.sync(() => {
          have.add(url)
          onProgress?.(text.length, text.length)
          return { path: `/cache/${url}`, sha256: createHash("sha256").update(text).digest("hex") }
        })
      }
    })
  })
