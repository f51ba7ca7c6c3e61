import { createHash } from "node:crypto"
import { renameSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { shownUrl } from "../../domain/resources/ShownUrl.ts"
import { makeDirs } from "../SafeDirs.ts"
import { decodePath } from "./DecodePath.ts"
import { releasePart, takePart } from "./PartFiles.ts"
import { problem, ResourceProblem } from "./ResourceProblem.ts"
import type { TransferOptions } from "./Transfer.ts"
import { NO_SPACE, transfer } from "./Transfer.ts"

/** Where a URL is kept once downloaded: `<cache>/<sha224 of the URL>/<name>`, as Guild has it. */
export const downloadPath = (cacheDir: string, url: string): string => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || (parsed.protocol !== "http:" && parsed.protocol !== "https:"))
    throw problem(`'${shownUrl(url)}' is not a URL that can be downloaded: expected http or https`)
  const name = basename(decodePath(parsed.pathname)).replace(/[\0/]/g, "_")
  return join(
    cacheDir,
    createHash("sha224").update(url).digest("hex"),
    name === "" || name === ".." ? "download" : name
  )
}

export interface DownloadOptions extends TransferOptions {
  /** Looks at the file that has come before it counts; what it throws is what the download fails with. */
  readonly verify?: ((file: string) => void) | undefined
}

const DEFAULT_STALL_SECONDS = 60

/** How long a server may send nothing; the environment may say so in seconds. */
export const stallMs = (env: Readonly<Record<string, string>>): number => {
  const seconds = Number(env["DOWNLOAD_TIMEOUT"] ?? "")
  return (Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_STALL_SECONDS) * 1000
}

/** A transfer that ended too early is taken up again this often while it gets on. */
const MAX_TRANSFERS = 5

/**
 * Downloads a URL to a file that is whole or not there at all. What an earlier download left of it is used where the server still
 * has the same version. Throws a ResourceProblem.
 */
export const download = async (url: string, path: string, options: DownloadOptions): Promise<void> => {
  makeDirs(dirname(path))
  let part = takePart(path)
  let keep = true
  let whole = false
  try {
    for (let count = 1; ; count++) {
      const before = part.size
      const result = await transfer(url, part, options)
      part = result.part
      whole = result.whole
      if (whole) break
      const resumes = part.size === 0 || (part.version !== undefined && part.size > before)
      if (count >= MAX_TRANSFERS || !resumes) throw problem(result.reason)
    }
    keep = false
    options.verify?.(part.path)
    renameSync(part.path, path)
  } catch (cause) {
    if (whole || !(cause instanceof ResourceProblem)) throw cause
    // A full disk is not to be kept full.
    if (cause.reason === NO_SPACE) keep = false
    throw problem(`cannot download ${shownUrl(url)}: ${cause.reason}`)
  } finally {
    releasePart(part, keep)
  }
}
