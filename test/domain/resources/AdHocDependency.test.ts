import { describe, expect, it } from "vitest"
import { adHocDependency } from "../../../src/domain/resources/AdHocDependency.ts"

const spec = (text: string) => adHocDependency(text, "/here").spec

describe("a dependency on the command line", () => {
  it("is a file of the directory that the user is in, by its name", () => {
    expect(spec("data.txt")).toEqual({ file: "/here/data.txt", name: "file:data.txt" })
    expect(spec("file:../a: b")).toEqual({ file: "/a: b", name: "file:../a: b" })
    expect(spec("/data")).toEqual({ file: "/data", name: "file:/data" })
  })

  it("may be a URL, a module, an operation or a configuration", () => {
    expect(spec("https://example.com/a.zip")).toEqual({ url: "https://example.com/a.zip" })
    expect(spec("module:numpy")).toEqual({ module: "numpy" })
    expect(spec("operation:train")).toEqual({ operation: "train" })
    expect(spec("config:c.yml")).toEqual({
      config: "/here/c.yml",
      name: "config:c.yml",
      "replace-existing": true
    })
  })
})
