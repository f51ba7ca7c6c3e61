import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { matchesVersion } from "../../src/domain/VersionSpec.ts"

const matches = (version: string, spec: string) => Either.getOrThrow(matchesVersion(version, spec))

describe("a version spec", () => {
  it.each([
    ["0.7.0", "0.7", true],
    ["0.7.0", "==0.7.1", false],
    ["0.7.0", ">=0.7,<1.0", true],
    ["0.7.0", ">=0.7, <0.7", false],
    ["0.7.0", "!=0.7", false],
    ["0.10.0", ">0.9", true],
    ["0.7.0rc9", "<0.7", true],
    ["0.7.0rc9", ">=0.7.0.rc10", false],
    ["0.7.0.dev1", "<0.7.0a1", true],
    ["0.7.0.post1", ">0.7", true],
    ["0.7.3", "==0.7.*", true],
    ["0.8", "!=0.7.*", true],
    ["0.7.3", "~=0.7.1", true],
    ["0.8.0", "~=0.7.1", false],
    ["0.9", "~=0.7", true]
  ])("reads %s %s as %s", (version, spec, expected) => {
    expect(matches(version, spec)).toBe(expected)
  })

  it("is refused where it is no comparison", () => {
    for (const spec of ["", "x y", ">=", "=>1", "~=1", "1,", "1.x"])
      expect(Either.isLeft(matchesVersion("0.7.0", spec)), spec).toBe(true)
  })
})
