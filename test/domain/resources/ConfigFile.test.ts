import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { configFileText, configTarget, flatConfig, parseConfigFile } from "../../../src/domain/resources/ConfigFile.ts"
import { float } from "../../../src/domain/Value.ts"

const read = (path: string, text: string) => Either.merge(parseConfigFile(path, text))

describe("configuration files", () => {
  it("are YAML, JSON or INI by their names, also as templates", () => {
    const config = { a: { b: 1, c: "x y" } }
    expect(read("c.yml", "a: {b: 1, c: x y}\n")).toEqual(config)
    expect(read("c.JSON.in", '{"a": {"b": 1,\t"c": "x y"}}')).toEqual(config)
    expect(read("c.ini", "# one\n[a]\nb = 1\nc: x y\n")).toEqual(config)
    expect(configTarget("d/c.yml.in")).toBe("d/c.yml")
  })

  it("are read back as they are written", () => {
    for (const path of ["c.yml", "c.json.in", "c.cfg"]) {
      const config = { a: { b: 1, c: "two\nlines", d: true, e: float(2) }, z: { y: "x" } }
      expect(read(path, configFileText(path, config))).toEqual(config)
    }
  })

  it("of the INI form may have names before any section, which are those of DEFAULT", () => {
    expect(read("c.ini", "a = 1\n\n[s]\nb = yes\n")).toEqual({ DEFAULT: { a: 1 }, s: { b: true } })
    expect(configFileText("c.ini", { a: 1, s: { b: null } })).toBe("[DEFAULT]\na = 1\n\n[s]\nb = \n")
    const both = { s: { x: 1 }, DEFAULT: { a: 1, b: 2 }, a: 3 }
    expect(configFileText("c.ini", both)).toBe("[DEFAULT]\na = 3\nb = 2\n\n[s]\nx = 1\n")
  })

  it("that are none say why", () => {
    expect(read("c.toml", "")).toMatch(/^c\.toml is not of a supported format/)
    expect(read("c.ini", "[a]\nnonsense\n")).toBe("cannot read c.ini: line 2 is no section and no 'name = value'")
    expect(read("c.json", "{")).toMatch(/^cannot read c\.json: /)
    expect(read("c.yml", "a: 1\nb: [1\n")).toMatch(/^cannot read c\.yml: line 3, column 1: .+$/)
    expect(read("c.yml", "- a\n")).toBe("unexpected data in c.yml: expected a mapping, got ['a']")
  })

  it("are flat for flags, whose names are harmless, with no default for a list and no flag for a list of maps", () => {
    const config = { a: 1, b: { c: { d: "x" }, e: [1, 2], f: [{ g: 1 }] } }
    expect(flatConfig(config)).toEqual({ a: 1, "b.c.d": "x", "b.e": null })
    expect(Object.keys(flatConfig(Either.getOrThrow(parseConfigFile("c.ini", "[__proto__]\nx = 1\n"))))).toEqual([
      "__proto__.x"
    ])
  })
})
