import type { Effect } from "effect"
import { Context, Schema } from "effect"

/** A URL cannot be had. */
export class DownloadFailed extends Schema.TaggedError<DownloadFailed>()("DownloadFailed", {
  reason: Schema.String
}) {
  override get message(): string {
    return this.reason
  }
}

export interface Downloaded {
  /** Absolute, in the Guild home's cache. */
  readonly path: string
  /** Hexadecimal, lower case. */
  readonly sha256: string
}

/**
 * Owns the files that URLs were downloaded to: one for each URL, whole or not there at all, for all guilds of a Guild home.
 * Does not own putting them into runs (Resources).
 */
export class Downloads extends Context.Tag("guild/Downloads")<
  Downloads,
  {
    /** The file of a URL if it has been downloaded. Fails where the URL is none that can be. */
    readonly cached: (url: string) => Effect.Effect<string | undefined, DownloadFailed>
    /** The file of a URL, downloaded unless it is there. `onProgress` is told of bytes and of how many there will be. */
    readonly get: (
      url: string,
      onProgress?: (bytes: number, total: number | undefined) => void
    ) => Effect.Effect<Downloaded, DownloadFailed>
  }
>() {}
