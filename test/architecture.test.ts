import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { describe, expect, it } from "vitest"

const root = resolve(import.meta.dirname, "..")
const src = join(root, "src")

const sources: ReadonlyArray<string> = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
  .map((name) => join(src, name))

/** Every module name that a file imports, static or dynamic; type-only imports count for the arrows as well. */
const imports = (file: string): ReadonlyArray<string> =>
  Array.from(
    readFileSync(file, "utf8").matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)"([^"]+)"/g),
    (match) => match[1] ?? ""
  )

const room = (file: string): string => relative(src, file).split("/")[0] ?? ""

/** The rooms that a room may import from, besides itself. */
const allowed: Readonly<Record<string, ReadonlyArray<string>>> = {
  domain: [],
  services: ["domain"],
  layers: ["services", "domain"],
  steps: ["services", "domain"],
  workflows: ["steps", "services", "domain"],
  api: ["workflows", "steps", "services", "domain"],
  cli: ["workflows", "steps", "services", "domain"]
}

/** The only files that name a layer: the wiring of the command line and of the library. */
const wiring = new Set(["cli/main.ts", "index.ts", "testing.ts", "layers/Live.ts", "layers/LiveRuns.ts"])

const edges = sources.flatMap((file) =>
  imports(file)
    .filter((name) => name.startsWith("."))
    .map((name) => [file, resolve(dirname(file), name)] as const)
)

describe("architecture", () => {
  it("imports follow the arrows between rooms", () => {
    const wrong = edges
      .filter(([from]) => !wiring.has(relative(src, from)))
      .filter(([from, to]) => room(from) !== room(to) && !(allowed[room(from)] ?? []).includes(room(to)))
      .map(([from, to]) => `${relative(src, from)} -> ${relative(src, to)}`)
    expect(wrong).toEqual([])
  })

  it("has no circles", () => {
    const next = new Map<string, Array<string>>()
    for (const [from, to] of edges) next.set(from, [...(next.get(from) ?? []), to])
    const done = new Set<string>()
    const circles: Array<string> = []
    const visit = (file: string, path: ReadonlyArray<string>): void => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file].map((name) => relative(src, name)).join(" -> "))
        return
      }
      if (done.has(file)) return
      for (const to of next.get(file) ?? []) visit(to, [...path, file])
      done.add(file)
    }
    for (const file of sources) visit(file, [])
    expect(circles).toEqual([])
  })

  it("touches the clock, chance, the process and node's modules only in layers and main.ts", () => {
    const wrong = sources
      .filter((file) => room(file) !== "layers" && relative(src, file) !== "cli/main.ts")
      .flatMap((file) => {
        const text = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "")
        const ambient = text.match(/\bDate\.now\b|\bMath\.random\b|\bprocess\.\w|"node:[^"]*"/)
        return ambient === null ? [] : [`${relative(src, file)}: ${ambient[0]}`]
      })
    expect(wrong).toEqual([])
  })

  it("keeps @effect/schema out: Schema comes from effect", () => {
    expect(sources.filter((file) => imports(file).some((name) => name.startsWith("@effect/schema")))).toEqual([])
  })
})
