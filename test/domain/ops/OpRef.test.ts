import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { OpRef, opSpec, parseOpRef, printOpRef } from "../../../src/domain/ops/OpRef.ts"

const make = (pkgType: string, pkgName: string, pkgVersion: string, modelName: string, opName: string) =>
  new OpRef({ pkgType, pkgName, pkgVersion, modelName, opName })

const lines: ReadonlyArray<readonly [string, OpRef]> = [
  ["script:/home/u/proj '' '' train.py", make("script", "/home/u/proj", "", "", "train.py")],
  [
    "guildfile:/home/u/proj/guild.yml fbf96a7c6a318547e3a5911bac185792 m train",
    make("guildfile", "/home/u/proj/guild.yml", "fbf96a7c6a318547e3a5911bac185792", "m", "train")
  ],
  ["builtin:guildai 0.7.0.rc9 '' +", make("builtin", "guildai", "0.7.0.rc9", "", "+")],
  ["script:'/home/u/my proj' '' '' 'a b.py'", make("script", "/home/u/my proj", "", "", "a b.py")]
]

describe("an opref line", () => {
  it.each(lines)("%s is read and written back", (line, opRef) => {
    expect(Either.getOrThrow(parseOpRef(line))).toEqual(opRef)
    expect(printOpRef(opRef)).toBe(line)
  })

  it.each(["", "train.py", "script:/x '' ''", "script:/x '' '' a b", ":x '' '' a", "script:'/x '' '' a"])(
    "%j is none",
    (line) => {
      expect(Either.isLeft(parseOpRef(line))).toBe(true)
    }
  )
})

describe("opSpec", () => {
  it("names a Guild file's operation by model and name", () => {
    expect(opSpec(make("guildfile", "/foo/guild.yml", "", "m1", "op1"))).toBe("m1:op1")
    expect(opSpec(make("guildfile", "/foo/guild.yml", "", "", "op1"))).toBe("op1")
  })

  it("names a script by its path from where the user stands", () => {
    const opRef = make("script", "/foo/bar", "", "", "train.py")
    expect(opSpec(opRef, "")).toBe("/foo/bar/train.py")
    expect(opSpec(opRef, "/foo/bar")).toBe("train.py")
    expect(opSpec(opRef, "/foo")).toBe("bar/train.py")
    expect(opSpec(opRef, "/foo/ba")).toBe("/foo/bar/train.py")
    expect(opSpec(opRef)).toBe("train.py")
  })

  it("puts a package's name before its operations", () => {
    expect(opSpec(make("package", "gpkg.mnist", "0.1", "logreg", "train"))).toBe("gpkg.mnist/logreg:train")
    expect(opSpec(make("builtin", "guildai", "0.7.0", "skopt", "random"))).toBe("skopt:random")
  })
})
