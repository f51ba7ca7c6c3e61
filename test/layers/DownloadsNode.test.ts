import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Layer } from "effect"
import { afterAll, beforeAll } from "vitest"
import { layer } from "../../src/layers/DownloadsNode.ts"
import { suite } from "../suites/DownloadsSuite.ts"
import { localServer } from "../support/localServer.ts"
import { testHost } from "../support/testHost.ts"

const base = mkdtempSync(join(tmpdir(), "guild-downloads-"))
const server = localServer((request, response) => {
  if (request.url === "/a") response.writeHead(200, { "content-length": 5 }).end("hello")
  else response.writeHead(404).end()
})
let origin = ""

beforeAll(async () => {
  origin = await server.origin
})
afterAll(() => {
  server.close()
  rmSync(base, { recursive: true, force: true })
})

suite("node", () => ({
  layer: layer.pipe(Layer.provide(testHost({ env: {}, cwd: base, guildHome: mkdtempSync(join(base, "home-")) }))),
  url: `${origin}/a`,
  missing: `${origin}/b`
}))
