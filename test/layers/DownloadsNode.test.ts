import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Layer } from "effect"
import { afterAll, beforeAll } from "vitest"
import { layer } from "../../src/layers/DownloadsNode.ts"
import { suite } from "../suites/DownloadsSuite.ts"
import { testHost } from "../support/testHost.ts"

const base = mkdtempSync(join(tmpdir(), "guild-downloads-"))
const server = createServer((request, response) => {
  if (request.url === "/a") response.writeHead(200, { "content-length": 5 }).end("hello")
  else response.writeHead(404).end()
})
let origin = ""

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(base, { recursive: true, force: true })
})

suite("node", () => ({
  layer: layer.pipe(Layer.provide(testHost({ env: {}, cwd: base, guildHome: mkdtempSync(join(base, "home-")) }))),
  url: `${origin}/a`,
  missing: `${origin}/b`
}))
