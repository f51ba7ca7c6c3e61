import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { expect, it } from "vitest"

const root = resolve(import.meta.dirname, "../..")

it("runtime/js-top-level.cjs is what scripts/build-runtime.mjs makes of its source", () => {
  const made = execFileSync(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { compiled } from "${root}/scripts/build-runtime.mjs"; process.stdout.write(await compiled())`
    ],
    { encoding: "utf8" }
  )
  expect(readFileSync(resolve(root, "runtime/js-top-level.cjs"), "utf8")).toBe(made)
})
