import { describe, expect, it } from "vitest"
import { readDistribution, requiredBy } from "../../../src/domain/source/Distribution.ts"

const METADATA = `Metadata-Version: 2.1\r
Name: Some.Package
Version: 1.0rc1
Summary: Does
  two things
Home-page: UNKNOWN
Project-URL: Source, https://example.org/source
Project-URL: Homepage, https://example.org/
Author-email: "A. Uthor" <a@example.org>
License-Expression: MIT
Requires-Dist: other_one (>=2)
Requires-Dist: third[fast]<3; python_version < "3.9"
Requires-Dist: only-tests ; extra == 'tests'

Name: not a header
Summary: of a readme
`

const read = (metadata: string, entryPoints = "") => readDistribution(metadata, entryPoints, "/site")

describe("the metadata of a distribution", () => {
  it("says what is said of it, headers of several lines and newer ones included, and nothing of its readme", () => {
    expect(read(METADATA)).toEqual({
      name: "Some.Package",
      version: "1.0rc1",
      summary: "Does two things",
      homePage: "https://example.org/",
      author: "",
      authorEmail: '"A. Uthor" <a@example.org>',
      license: "MIT",
      location: "/site",
      requires: ["other_one", "third"],
      hasModels: false
    })
  })

  it("is none without a name or a version", () => {
    expect(read("Version: 1\n")).toBeUndefined()
    expect(read("Name: a\n")).toBeUndefined()
    expect(read("")).toBeUndefined()
  })

  it("is that of a package with models where it offers some, or is in the namespace for them", () => {
    const hasModels = (name: string, entryPoints: string) => read(`Name: ${name}\nVersion: 1\n`, entryPoints)?.hasModels
    expect(hasModels("a", "[guild.models]\nm = guild.model:PackageModel\n")).toBe(true)
    expect(hasModels("a", "[guild.models]\n\n[console_scripts]\nx = y\n")).toBe(false)
    expect(hasModels("gpkg.a", "")).toBe(true)
  })

  it("is required by what names it, however it is spelled", () => {
    const [needs, needed] = [read(METADATA), read("Name: Other-One\nVersion: 2\n")]
    const all = [needs, needed].filter((each) => each !== undefined)
    expect(requiredBy("other.one", all)).toEqual(["Some.Package"])
    expect(requiredBy("Some.Package", all)).toEqual([])
  })
})
