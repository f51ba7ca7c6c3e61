import { readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { describe, expect, it } from "vitest"

const src = resolve(import.meta.dirname, "../../src")

/** Modules that a file loads as it is loaded: static imports and exports of values. */
const loads = (file: string): ReadonlyArray<string> =>
  Array.from(
    readFileSync(file, "utf8").matchAll(/^(?:import|export)\s+(?!type\b)[^"]*?\bfrom\s*"([^"]+)"/gm),
    (match) => match[1] ?? ""
  )

const reached = (from: string): { readonly files: ReadonlyArray<string>; readonly packages: ReadonlySet<string> } => {
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    for (const name of loads(file)) {
      if (name.startsWith(".")) visit(resolve(dirname(file), name))
      else packages.add(name)
    }
  }
  visit(from)
  return { files: [...files].map((file) => relative(src, file)), packages }
}

describe("starting guild", () => {
  const { files, packages } = reached(join(src, "cli/main.ts"))

  it("knows every command before any package is loaded", () => {
    expect(files).toContain("cli/commands/runs.ts")
    expect([...packages].filter((name) => !name.startsWith("node:"))).toEqual([])
  })

  it("loads no layer and no handler for help, but for writing it", () => {
    expect(files.filter((file) => /^(layers|workflows|services|steps)\/|^cli\/handlers\//.test(file))).toEqual([
      "layers/terminal/WriteFd.ts"
    ])
  })
})
