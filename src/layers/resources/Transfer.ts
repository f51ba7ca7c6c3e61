import { closeSync, fsyncSync, openSync, writeSync } from "node:fs"
import { decodePath } from "./DecodePath.ts"
import type { Part } from "./PartFiles.ts"
import { anew, rememberVersion } from "./PartFiles.ts"
import { problem, ResourceProblem } from "./ResourceProblem.ts"

export interface TransferOptions {
  readonly signal: AbortSignal
  /** A server that sends nothing for this long is given up. */
  readonly stallMs: number
  /** Told of bytes that are there, and of how many there will be where the server says. */
  readonly onProgress?: ((bytes: number, total: number | undefined) => void) | undefined
}

/** Why a transfer ends where the disk is full. */
export const NO_SPACE = "there is no space left on the disk"

const codeOf = (cause: unknown): unknown => (cause instanceof Error && "code" in cause ? cause.code : undefined)

const reasonOf = (cause: unknown): string => {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  if (!(inner instanceof Error)) return String(inner)
  if (inner.message.includes("redirect count exceeded")) return "the server redirects without an end"
  if (inner.message === "bad port") return "its port is one that is closed to HTTP"
  if (codeOf(inner) === "ENOSPC") return NO_SPACE
  return inner.message
}

/** Aborts when it has not been fed for a while, or with another signal. */
const watchdog = ({ signal, stallMs }: TransferOptions) => {
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

/** What arrives is packed and is unpacked on the way: lengths and offsets of the server's count other bytes. */
const isEncoded = ({ headers }: Response): boolean => (headers.get("content-encoding") ?? "identity") !== "identity"

/** What tells one version of a file on a server from another. A weak tag does not promise the same bytes. */
const versionOf = (response: Response): string | undefined => {
  if (isEncoded(response)) return undefined
  const { headers } = response
  const tag = headers.get("etag")
  return tag !== null && !tag.startsWith("W/") ? tag : (headers.get("last-modified") ?? undefined)
}

const rangeHeaders = ({ size, version }: Part): Record<string, string> =>
  size > 0 && version !== undefined ? { range: `bytes=${size}-`, "if-range": version } : {}

/** The size that the whole file has, as the server says it: `bytes 10-99/100`, or the length of all that it sends. */
const totalOf = (response: Response): number | undefined => {
  if (isEncoded(response)) return undefined
  const text = response.status === 206 ? /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1] : undefined
  const length = text ?? (response.status === 200 ? response.headers.get("content-length") : null)
  return length === null || !/^\d+$/.test(length) ? undefined : Number(length)
}

/** Whether a server has the file that a part is of, as far as it says. */
const isSame = (response: Response, { total, version }: Part): boolean => {
  const now = totalOf(response) ?? total
  return (versionOf(response) ?? version) === version && (total ?? now) === now
}

/** Whether the server goes on where the part ends. Some begin anew, some with another byte or version than was asked for. */
const goesOn = (response: Response, part: Part): boolean =>
  response.status === 206 &&
  !isEncoded(response) &&
  (response.headers.get("content-range") ?? "").startsWith(`bytes ${part.size}-`) &&
  (part.size === 0 || isSame(response, part))

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
export const transfer = async (
  url: string,
  part: Part,
  options: TransferOptions
): Promise<{ readonly part: Part; readonly whole: boolean; readonly reason: string }> => {
  const watch = watchdog(options)
  let now = part
  let fd: number | undefined
  let broken = false
  try {
    const { address, headers: own } = requestOf(url)
    const headers = { "accept-encoding": "identity", ...own, ...rangeHeaders(part) }
    const response = await fetch(address, { signal: watch.signal, headers })
    const isOther = response.status === 206 && !goesOn(response, part)
    if ((response.status === 416 || isOther) && part.size > 0) {
      await response.body?.cancel()
      return { part: anew(part), whole: false, reason: "there is no such part of it" }
    }
    if (isOther) throw problem("the server sends another part than was asked for")
    if (!response.ok || response.body === null)
      throw problem(`the server answers ${response.status} ${response.statusText}`.trimEnd())
    const append = response.status === 206 && part.size > 0
    const total = totalOf(response)
    fd = openSync(part.path, append ? "a" : "w")
    const version = versionOf(response) ?? (append ? part.version : undefined)
    now = { path: part.path, size: append ? part.size : 0, version, total }
    rememberVersion(now)
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
  const whole = !broken && (now.total === undefined || now.size === now.total)
  const of = now.total === undefined ? "" : ` of ${now.total}`
  return { part: now, whole, reason: `the server ended the transfer after ${now.size}${of} bytes` }
}
