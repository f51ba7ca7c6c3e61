import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Value } from "../../../src/domain/Value.ts"
import { resolvePlain } from "../../../src/domain/yaml/YamlScalar.ts"
import { yamlValue } from "../../../src/domain/yaml/YamlValue.ts"

/** Floats are objects of their own, so that 1.0 stays apart from 1. */
const kindOf = (value: Value): string =>
  value === null ? "nothing" : typeof value === "string" ? "text" : typeof value === "boolean" ? "truth" : "number"

const page = readFileSync(join(import.meta.dirname, "../../../docs/yaml.md"), "utf8")
const rows = [...page.matchAll(/^\| `(.+?)`\s*\| (\w+)\s*\| `(.+?)`\s*\|$/gm)]

describe("the table of how YAML values are read", () => {
  it("has rows", () => expect(rows.length).toBeGreaterThan(20))

  it.each(rows.map(([, written = "", kind = "", value = ""]) => [written, kind, value] as const))(
    "is right about %s",
    (written, kind, value) => {
      for (const read of [yamlValue(written, "float"), resolvePlain(written, "float")])
        expect([kindOf(read), String(read)]).toEqual([kind, value])
      expect(yamlValue(`"${written}"`, "float")).toBe(written)
    }
  )
})
