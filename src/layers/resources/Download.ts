import { createHash } from "node:crypto"
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { problem } from "./ResourceProblem.ts"

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

const reasonOf = (cause: unknown): string => {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return inner instanceof Error ? inner.message : String(inner)
}

/** Downloads a URL to a file that is whole or not there at all. */
export const download = async (url: string, path: string, signal: AbortSignal): Promise<void> => {
  mkdirSync(dirname(path), { recursive: true })
  const half = `${path}.${process.pid}.part`
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    throw problem(`cannot download ${url}: ${reasonOf(cause)}`)
  })
  if (!response.ok || response.body === null)
    throw problem(`cannot download ${url}: the server answers ${response.status} ${response.statusText}`.trimEnd())
  const fd = openSync(half, "w")
  try {
    for await (const piece of response.body) for (let at = 0; at < piece.length;) at += writeSync(fd, piece, at)
    renameSync(half, path)
  } catch (cause) {
    throw problem(`cannot download ${url}: ${reasonOf(cause)}`)
  } finally {
    closeSync(fd)
    if (existsSync(half)) rmSync(half)
  }
}
