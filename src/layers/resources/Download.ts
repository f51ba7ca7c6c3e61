import { createHash } from "node:crypto"
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { makeDirs } from "../SafeDirs.ts"
import type { Part } from "./PartFiles.ts"
import { releasePart, rememberVersion, takePart } from "./PartFiles.ts"
import { problem, ResourceProblem } from "./ResourceProblem.ts"

/** Where a URL is kept once downloaded: `<cache>/<sha224 of the URL>/<name>`, as Guild has it. */
export const downloadPath = (cacheDir: string, url: string): string => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || (parsed.protocol !== "http:" && parsed.protocol !== "https:"))
    throw problem(`'${url}' is not a URL that can be downloaded: expected http or https`)
  const name = basename(decodePath(parsed.pathname)).replace(/[\0/]/g, "_")
  return join(
    cacheDir,
    createHash("sha224").update(url).digest("hex"),
    name === "" || name === ".." ? "download" : name
  )
}

const decodePath = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    // A percent sign that encodes nothing is part of the name.
    return path
  }
}

export interface DownloadOptions {
  readonly signal: AbortSignal
  /** A server that sends nothing for this long is given up. */
  readonly stallMs: number
  /** Told of bytes that are there, and of how many there will be where the server says. */
  readonly onProgress?: ((bytes: number, total: number | undefined) => void) | undefined
}

const DEFAULT_STALL_SECONDS = 60

/** How long a server may send nothing; the environment may say so in seconds. */
export const stallMs = (env: Readonly<Record<string, string>>): number => {
  const seconds = Number(env["DOWNLOAD_TIMEOUT"] ?? "")
  return (Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_STALL_SECONDS) * 1000
}

/** A transfer that ended too early is taken up again this often while it gets on. */
const MAX_TRANSFERS = 5

const NO_SPACE = "there is no space left on the disk"

const codeOf = (cause: unknown): unknown => (cause instanceof Error && "code" in cause ? cause.code : undefined)

const reasonOf = (cause: unknown): string => {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  if (!(inner instanceof Error)) return String(inner)
  if (inner.message.includes("redirect count exceeded")) return "the server redirects without an end"
  if (codeOf(inner) === "ENOSPC") return NO_SPACE
  return inner.message
}

/** Aborts when it has not been fed for a while, or with another signal. */
const watchdog = ({ signal, stallMs }: DownloadOptions) => {
  const controller = new AbortController()
  const stalled = () => controller.abort(problem(`the server has sent nothing for ${stallMs / 1000} seconds`))
  const given = () => controller.abort(signal.reason)
  let timer = setTimeout(stalled, stallMs)
  signal.addEventListener("abort", given, { once: true })
  return {
    signal: controller.signal,
    feed: () => {
      clearTimeout(timer)
      timer = setTimeout(stalled, stallMs)
    },
    stop: () => {
      clearTimeout(timer)
      signal.removeEventListener("abort", given)
    }
  }
}

/** What tells one version of a file on a server from another. A weak tag does not promise the same bytes. */
const versionOf = ({ headers }: Response): string | undefined => {
  const tag = headers.get("etag")
  return tag !== null && !tag.startsWith("W/") ? tag : (headers.get("last-modified") ?? undefined)
}

const rangeHeaders = ({ size, version }: Part): Record<string, string> =>
  size > 0 && version !== undefined ? { range: `bytes=${size}-`, "if-range": version } : {}

/** The size that the whole file has, as the server says it: `bytes 10-99/100`, or the length of all that it sends. */
const totalOf = (response: Response): number | undefined => {
  const text = response.status === 206 ? /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1] : undefined
  const length = text ?? (response.status === 200 ? response.headers.get("content-length") : null)
  return length === null || !/^\d+$/.test(length) ? undefined : Number(length)
}

/** Whether the server goes on where the part ends. Some begin anew, some with another byte or version than was asked for. */
const goesOn = (response: Response, { size, version }: Part): boolean =>
  response.status === 206 &&
  (response.headers.get("content-range") ?? "").startsWith(`bytes ${size}-`) &&
  (size === 0 || (versionOf(response) ?? version) === version)

/** What is asked of the server: a name and password in the URL are for it alone, and are not sent on where it redirects to another. */
const requestOf = (url: string): { readonly address: URL; readonly headers: Readonly<Record<string, string>> } => {
  const address = new URL(url)
  const { password, username } = address
  if (username === "" && password === "") return { address, headers: {} }
  const credentials = Buffer.from(`${decodePath(username)}:${decodePath(password)}`).toString("base64")
  address.username = ""
  address.password = ""
  return { address, headers: { authorization: `Basic ${credentials}` } }
}

/** One transfer: the rest of the part, or all of the file. Gives the part with what it has now, and whether that is all. */
const transfer = async (
  url: string,
  part: Part,
  options: DownloadOptions
): Promise<{ readonly part: Part; readonly whole: boolean; readonly reason: string }> => {
  const watch = watchdog(options)
  let now = part
  let total: number | undefined
  let fd: number | undefined
  let broken = false
  try {
    const { address, headers: own } = requestOf(url)
    const headers = { "accept-encoding": "identity", ...own, ...rangeHeaders(part) }
    const response = await fetch(address, { signal: watch.signal, headers })
    const isOther = response.status === 206 && !goesOn(response, part)
    if ((response.status === 416 || isOther) && part.size > 0) {
      await response.body?.cancel()
      return { part: { ...part, size: 0, version: undefined }, whole: false, reason: "there is no such part of it" }
    }
    if (isOther) throw problem("the server sends another part than was asked for")
    if (!response.ok || response.body === null)
      throw problem(`the server answers ${response.status} ${response.statusText}`.trimEnd())
    const append = response.status === 206 && part.size > 0
    total = totalOf(response)
    fd = openSync(part.path, append ? "a" : "w")
    const version = versionOf(response) ?? (append ? part.version : undefined)
    rememberVersion(part, version)
    now = { ...part, size: append ? part.size : 0, version }
    for await (const piece of response.body) {
      watch.feed()
      for (let at = 0; at < piece.length;) at += writeSync(fd, piece, at)
      now = { ...now, size: now.size + piece.length }
      options.onProgress?.(now.size, total)
    }
    // A half that a loss of power leaves behind would be taken for the whole.
    fsyncSync(fd)
  } catch (cause) {
    if (cause instanceof ResourceProblem) throw cause
    if (watch.signal.aborted) throw watch.signal.reason
    broken = fd !== undefined && now.size > 0 && codeOf(cause) === undefined
    if (!broken) throw problem(reasonOf(cause))
  } finally {
    watch.stop()
    if (fd !== undefined) closeSync(fd)
  }
  const whole = !broken && (total === undefined || now.size === total)
  const of = total === undefined ? "" : ` of ${total}`
  return { part: now, whole, reason: `the server ended the transfer after ${now.size}${of} bytes` }
}

/**
 * Downloads a URL to a file that is whole or not there at all. What an earlier download left of it is used where the server still
 * has the same version. Throws a ResourceProblem.
 */
export const download = async (url: string, path: string, options: DownloadOptions): Promise<void> => {
  makeDirs(dirname(path))
  let part = takePart(path)
  let keep = true
  try {
    for (let count = 1; ; count++) {
      const before = part.size
      const result = await transfer(url, part, options)
      part = result.part
      if (result.whole) break
      const resumes = part.size === 0 || (part.version !== undefined && part.size > before)
      if (count >= MAX_TRANSFERS || !resumes) throw problem(result.reason)
    }
    renameSync(part.path, path)
    keep = false
  } catch (cause) {
    // A full disk is not to be kept full.
    if (cause instanceof ResourceProblem && cause.reason === NO_SPACE) keep = false
    throw cause instanceof ResourceProblem ? problem(`cannot download ${url}: ${cause.reason}`) : cause
  } finally {
    releasePart(part, keep)
  }
}
