import { describe, expect, it } from "vitest"
import { opDesc, opSource } from "../../../src/domain/ops/OpDesc.ts"
import { userPath } from "../../../src/domain/text/Paths.ts"
import { OpRef } from "../../../src/domain/ops/OpRef.ts"

const project = "/home/u/deep/down/in/some/long/folder/op-desc"

const script = (dir: string, opName: string) =>
  new OpRef({ pkgType: "script", pkgName: dir, pkgVersion: "", modelName: "", opName })

const guildfile = (dir: string, modelName: string, opName: string) =>
  new OpRef({ pkgType: "guildfile", pkgName: `${dir}/guild.yml`, pkgVersion: "abc", modelName, opName })

const shownFrom = (opRef: OpRef, dir: string) =>
  opDesc({ opRef }, { cwd: dir === "." ? project : `${project}/${dir}`, homeDir: "/home/u" })

describe("opDesc", () => {
  it.each([
    [script(project, "train.py"), ".", "train.py"],
    [script(project, "train.py"), "a", "train.py (../)"],
    [script(`${project}/a`, "train.py"), ".", "train.py (a)"],
    [script(`${project}/a`, "train.py"), "a", "train.py"],
    [script(`${project}/a`, "train.py"), "a/b", "train.py (../)"],
    [script(`${project}/a`, "train.py"), "b", "train.py (../a)"],
    [script(`${project}/a/b`, "train.py"), ".", "train.py (a/b)"],
    [script(`${project}/a/b`, "train.py"), "a", "train.py (b)"],
    [script(`${project}/a/b`, "train.py"), "b", "train.py (../a/b)"],
    [script(project, "a/train.py"), "a", "a/train.py (../)"],
    [guildfile(project, "a", "train"), ".", "a:train"],
    [guildfile(project, "a", "train"), "a", "a:train (../)"],
    [guildfile(project, "", "train"), ".", "train"]
  ])("names %s seen from %s", (opRef, dir, expected) => {
    expect(shownFrom(opRef, dir)).toBe(expected)
  })

  it("shows a project further away by its whole path, shortened, with the home as ~", () => {
    expect(shownFrom(script(project, "train.py"), "a/b")).toBe("train.py (~/deep/…/long/folder/op-desc)")
  })

  it("puts a batch behind the operation that it runs, before the directory", () => {
    const batch = new OpRef({ pkgType: "builtin", pkgName: "guildai", pkgVersion: "0.7.0", modelName: "", opName: "+" })
    const place = { cwd: "/home/u/deep/down/in/some/long/folder", homeDir: "/home/u" }
    expect(opDesc({ opRef: batch, protoOpRef: guildfile(project, "", "hello") }, place)).toBe("hello+ (op-desc)")
  })

  it("names a package's operation by its package", () => {
    const opRef = new OpRef({
      pkgType: "package",
      pkgName: "gpkg.mnist",
      pkgVersion: "0.6.0",
      modelName: "logreg",
      opName: "train"
    })
    expect(shownFrom(opRef, ".")).toBe("gpkg.mnist/logreg:train")
    expect(opSource(opRef, "/home/u")).toBe("gpkg.mnist==0.6.0")
  })
})

describe("userPath", () => {
  it("shortens only whole segments of the home", () => {
    expect(userPath("/home/u/x", "/home/u")).toBe("~/x")
    expect(userPath("/home/user/x", "/home/u")).toBe("/home/user/x")
    expect(userPath("/home/u", "/home/u")).toBe("~")
  })
})
