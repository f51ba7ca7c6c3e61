import { createHash } from "node:crypto"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { gzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { DownloadOptions } from "../../src/layers/resources/Download.ts"
import { download, downloadPath } from "../../src/layers/resources/Download.ts"
import { own } from "../../src/layers/resources/Owned.ts"
import { ofDead } from "../support/deadPid.ts"
import { localServer } from "../support/localServer.ts"

type Answer = (request: IncomingMessage, response: ServerResponse, nth: number) => void

const base = mkdtempSync(join(tmpdir(), "guild-download-"))
const answers = new Map<string, { answer: Answer; asked: Array<string | undefined> }>()
const server = localServer((request, response) => {
  const known = answers.get(request.url ?? "")
  known?.asked.push(request.headers.range)
  if (known === undefined) response.writeHead(404).end("no")
  else known.answer(request, response, known.asked.length)
})
let origin = ""

beforeAll(async () => {
  origin = await server.origin
})
afterAll(() => {
  server.close()
  rmSync(base, { recursive: true, force: true })
})

const TEXT = "0123456789".repeat(1000)
let places = 0

/** A URL with its answer, and a place for what is downloaded. */
const serve = (answer: Answer) => {
  places += 1
  const known = { answer, asked: [] }
  answers.set(`/${places}/data.txt`, known)
  const url = `${origin}/${places}/data.txt`
  const path = downloadPath(join(base, String(places)), url)
  const get = (more: Partial<DownloadOptions> = {}) =>
    download(url, path, { signal: new AbortController().signal, stallMs: 20_000, ...more })
  const beside = () => (existsSync(dirname(path)) ? readdirSync(dirname(path)).sort() : [])
  return { url, path, get, beside, asked: known.asked }
}

const rangeStart = (range: string | undefined): number => Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0)

/** Sends what is asked for, and breaks off after `limit` bytes of it. */
const partly =
  (limit: (nth: number) => number, tag = '"v1"'): Answer =>
  (request, response, nth) => {
    const from = rangeStart(request.headers.range)
    const rest = Buffer.from(TEXT).subarray(from)
    const range = from === 0 ? {} : { "content-range": `bytes ${from}-${TEXT.length - 1}/${TEXT.length}` }
    response.writeHead(from === 0 ? 200 : 206, { "content-length": rest.length, etag: tag, ...range })
    const sent = rest.subarray(0, limit(nth))
    response.write(sent, () => {
      if (sent.length === rest.length) response.end()
      else response.destroy()
    })
  }

describe("a download", () => {
  it("is kept under the SHA-224 of its URL, whole and alone", async () => {
    const { url, path, get, beside } = serve(partly(() => TEXT.length))
    await get()
    expect(readFileSync(path, "utf8")).toBe(TEXT)
    expect(basename(dirname(path))).toBe(createHash("sha224").update(url).digest("hex"))
    expect(beside()).toEqual(["data.txt"])
  })

  it("goes on where a server broke off", async () => {
    const { path, get, asked, beside } = serve(partly((nth) => (nth < 3 ? 4000 : TEXT.length)))
    await get()
    expect(readFileSync(path, "utf8")).toBe(TEXT)
    expect(asked.length).toBe(3)
    expect(asked[0]).toBeUndefined()
    expect(rangeStart(asked[2])).toBeGreaterThan(rangeStart(asked[1]))
    expect(beside()).toEqual(["data.txt"])
  })

  it("that a server will not finish fails, and is taken up by the next one", async () => {
    let limit = 100
    const { path, get, asked, beside } = serve(partly(() => limit))
    await expect(get()).rejects.toThrow(/ended the transfer after \d+ of 10000 bytes$/)
    expect(existsSync(path)).toBe(false)
    expect(beside().length).toBe(2)
    const before = asked.length
    limit = TEXT.length
    await get()
    expect(readFileSync(path, "utf8")).toBe(TEXT)
    expect(rangeStart(asked[before])).toBeGreaterThan(0)
    expect(beside()).toEqual(["data.txt"])
  })

  it("takes over what a guild that was killed has left, unless the server has another version", async () => {
    const left = (path: string, version: string) => {
      mkdirSync(dirname(path), { recursive: true })
      const part = ofDead(own(path, "part"))
      writeFileSync(part, TEXT.slice(0, 5000))
      writeFileSync(`${part}.version`, version)
    }
    const same = serve(partly(() => TEXT.length))
    left(same.path, '"v1"')
    await same.get()
    expect(same.asked).toEqual(["bytes=5000-"])
    expect(readFileSync(same.path, "utf8")).toBe(TEXT)

    const other = serve((_, response) => response.writeHead(200, { etag: '"v2"' }).end("another"))
    left(other.path, '"v1"')
    await other.get()
    expect(readFileSync(other.path, "utf8")).toBe("another")
    expect(other.beside()).toEqual(["data.txt"])
  })

  it("begins anew where the server goes on with another part, or with one of another version", async () => {
    for (const [from, tag] of [
      [0, '"v1"'],
      [3000, '"v1"'],
      [4000, '"v2"']
    ] as const) {
      const { path, get, asked, beside } = serve((request, response, nth) => {
        if (nth === 1) return partly(() => 4000)(request, response, nth)
        if (request.headers.range === undefined) return response.writeHead(200, { etag: tag }).end("another")
        const range = `bytes ${from === 4000 ? rangeStart(request.headers.range) : from}-9999/10000`
        response.writeHead(206, { etag: tag, "content-range": range }).end(TEXT.slice(from))
      })
      await get()
      expect(asked.map((range) => range !== undefined)).toEqual([false, true, false])
      expect(readFileSync(path, "utf8")).toBe("another")
      expect(beside()).toEqual(["data.txt"])
    }
  })

  it("begins anew where the rest is of a file of another length, also when another guild goes on", async () => {
    const { path, get, asked, beside } = serve((request, response, nth) => {
      if (nth === 1) return partly(() => 4000)(request, response, nth)
      if (nth === 2) return response.writeHead(503).end()
      const from = rangeStart(request.headers.range)
      if (from === 0) return response.writeHead(200, { etag: '"v1"' }).end("another")
      response.writeHead(206, { etag: '"v1"', "content-range": `bytes ${from}-4999/5000` }).end(TEXT.slice(from, 5000))
    })
    await expect(get()).rejects.toThrow(/503/)
    await get()
    expect(asked).toEqual([undefined, "bytes=4000-", "bytes=4000-", undefined])
    expect(readFileSync(path, "utf8")).toBe("another")
    expect(beside()).toEqual(["data.txt"])
  })

  it("is unpacked where the server packs it, asked or not, and then never taken up in the middle", async () => {
    const sent = gzipSync(TEXT)
    const { path, get, asked, beside } = serve((_, response, nth) => {
      const length = { "content-encoding": "gzip", "content-length": sent.length, etag: '"v1"' }
      response.writeHead(200, length)
      if (nth === 1) response.write(sent.subarray(0, 20), () => response.destroy())
      else response.end(sent)
    })
    await expect(get()).rejects.toThrow(/cannot download/)
    expect(beside()).toEqual([])
    await get()
    expect(asked).toEqual([undefined, undefined])
    expect(readFileSync(path, "utf8")).toBe(TEXT)
  })

  it("that is not what is wanted is no file, and does not take the place of one", async () => {
    const { path, get, beside } = serve((_, response) => response.end("new"))
    const verify = (file: string) => {
      throw new Error(`not wanted: ${readFileSync(file, "utf8")}`)
    }
    await expect(get({ verify })).rejects.toThrow("not wanted: new")
    expect(beside()).toEqual([])
    writeFileSync(path, "old")
    await expect(get({ verify })).rejects.toThrow("not wanted: new")
    expect(readFileSync(path, "utf8")).toBe("old")
    expect(beside()).toEqual(["data.txt"])
  })

  it("is refused where the server sends a part that nobody asked for", async () => {
    const { get, beside } = serve((_, response) =>
      response.writeHead(206, { "content-range": "bytes 5-9/10" }).end("56789")
    )
    await expect(get()).rejects.toThrow(/the server sends another part than was asked for$/)
    expect(beside()).toEqual([])
  })

  it("is of one version alone, also where a server stops to say which", async () => {
    const { path, get, asked, beside } = serve((request, response, nth) => {
      if (nth === 1) return partly(() => 4000)(request, response, nth)
      response.writeHead(200, nth < 4 ? { "content-length": 10 } : {})
      if (nth < 4) response.write("else", () => response.destroy())
      else response.end("whole")
    })
    await expect(get()).rejects.toThrow(/ended the transfer after 4 of 10 bytes$/)
    expect(beside()).toEqual([])
    await get().catch(() => undefined)
    await get()
    expect(asked.slice(2).filter((range) => range !== undefined)).toEqual([])
    expect(readFileSync(path, "utf8")).toBe("whole")
  })

  it("tells the server the name and password of its URL, and another server that it redirects to nothing", async () => {
    const seen: Array<string | undefined> = []
    const { path, url } = serve((request, response) => {
      seen.push(request.headers.authorization)
      const elsewhere = `${url.replace("127.0.0.1", "localhost")}`
      if (seen.length === 1) response.writeHead(302, { location: elsewhere }).end()
      else response.end("secret")
    })
    const named = url.replace("http://", "http://me:p%40ss@")
    await download(named, path, { signal: new AbortController().signal, stallMs: 20_000 })
    expect(seen).toEqual([`Basic ${Buffer.from("me:p@ss").toString("base64")}`, undefined])
    expect(readFileSync(path, "utf8")).toBe("secret")
  })

  it("is refused without a word of who signs in", async () => {
    const { path, url } = serve((_, response) => response.writeHead(403, "Forbidden").end())
    const named = url.replace("http://", "http://me:s3cret@")
    await expect(download(named, path, { signal: new AbortController().signal, stallMs: 20_000 })).rejects.toThrow(
      `cannot download ${url.replace("http://", "http://***@")}: the server answers 403 Forbidden`
    )
    expect(() => downloadPath(base, "ftp://me:s3cret@host/x")).toThrow("'ftp://***@host/x' is not a URL")
  })

  it("without a length that breaks off is no file", async () => {
    const { path, get, beside } = serve((_, response) => {
      response.writeHead(200)
      response.write("half", () => response.destroy())
    })
    await expect(get()).rejects.toThrow(/ended the transfer after 4 bytes$/)
    expect(existsSync(path)).toBe(false)
    expect(beside()).toEqual([])
  })

  it("is given up where the server sends nothing more", async () => {
    const { path, get } = serve((_, response) => {
      response.writeHead(200, { "content-length": 10 })
      response.write("half")
    })
    await expect(get({ stallMs: 100 })).rejects.toThrow(/the server has sent nothing for 0.1 seconds$/)
    expect(existsSync(path)).toBe(false)
  })

  it("is refused with the server's own words", async () => {
    const { url, get } = serve((_, response) => response.writeHead(503, "Busy").end())
    await expect(get()).rejects.toThrow(`cannot download ${url}: the server answers 503 Busy`)
  })

  it("follows redirects, but not without an end", async () => {
    const there = serve((_, response) => response.end("found"))
    const from = serve((_, response) => response.writeHead(302, { location: there.url }).end())
    await from.get()
    expect(readFileSync(from.path, "utf8")).toBe("found")
    const round = serve((request, response) => response.writeHead(302, { location: request.url }).end())
    await expect(round.get()).rejects.toThrow(/the server redirects without an end$/)
  })

  it("ends when nobody waits for it any more", async () => {
    const controller = new AbortController()
    const { path, get, beside } = serve((_, response) => {
      response.writeHead(200, { "content-length": 10 })
      response.write("half")
      controller.abort(new Error("enough"))
    })
    await expect(get({ signal: controller.signal })).rejects.toThrow("enough")
    expect(existsSync(path)).toBe(false)
    expect(beside()).toEqual([])
  })

  it("by several at once gives one file", async () => {
    const { path, get, beside } = serve(partly(() => TEXT.length))
    await Promise.all([get(), get(), get()])
    expect(readFileSync(path, "utf8")).toBe(TEXT)
    expect(beside()).toEqual(["data.txt"])
  })
})
