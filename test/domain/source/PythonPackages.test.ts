import { describe, expect, it } from "vitest"
import { freezeLines, parseMetadata } from "../../../src/domain/source/PythonPackages.ts"

describe("Python packages", () => {
  it("are named by their metadata's own headers", () => {
    expect(parseMetadata("Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0.1\nSummary: x\n\nName: other\n")).toEqual({
      name: "PyYAML",
      version: "6.0.1"
    })
    expect(parseMetadata("Metadata-Version: 1.0\r\nName: a\r\nVersion:  2\r\n")).toEqual({ name: "a", version: "2" })
  })

  it("are none without a name and a version, or with a name that is none", () => {
    expect(parseMetadata("Name: a\n\nVersion: 1\n")).toBeUndefined()
    expect(parseMetadata("Name: ~umpy\nVersion: 1\n")).toBeUndefined()
    expect(parseMetadata("")).toBeUndefined()
  })

  it("are listed by name without regard to case, each once, the first on the path", () => {
    const packages = [
      { name: "scikit-learn", version: "1.4" },
      { name: "PyYAML", version: "6.0" },
      { name: "absl-py", version: "2.0" },
      { name: "scikit_learn", version: "1.0" }
    ]
    expect(freezeLines(packages, "3.11.7")).toEqual(["absl-py==2.0", "PyYAML==6.0", "scikit-learn==1.4"])
  })

  it("leave out the tools that install, of which Python 3.12 knows but one", () => {
    const packages = ["pip", "setuptools", "wheel", "argparse", "six"].map((name) => ({ name, version: "1" }))
    expect(freezeLines(packages, "3.11.7")).toEqual(["six==1"])
    expect(freezeLines(packages, "3.12.0")).toEqual(["setuptools==1", "six==1", "wheel==1"])
    expect(freezeLines(packages, "2.7.18")).toEqual(["six==1"])
  })
})
