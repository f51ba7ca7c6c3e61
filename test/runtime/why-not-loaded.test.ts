import { spawnSync } from "node:child_process"
import { resolve } from "node:path"
import { expect, it } from "vitest"

const program = resolve(import.meta.dirname, "../../runtime/why-not-loaded.mjs")

it("says of an ES module that CommonJS cannot load here which it is, and what to do", () => {
  const thrown = `Object.assign(new Error("require() of ES Module /p/node_modules/only/i.js from /p/p.ts not supported.\\nMore"), { code: "ERR_REQUIRE_ESM" })`
  const code = `import { whyNotLoaded } from ${JSON.stringify(program)}; console.log(whyNotLoaded(${thrown}, "/p"))`
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" })
  expect(stdout).toBe(
    `node_modules/only/i.js is an ES module, which Node ${process.versions.node} cannot load from CommonJS: use Node 20.19 or later, or make the file an ES module\n`
  )
})
