import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { makeDirs } from "../../src/layers/SafeDirs.ts"

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "guild-safe-dirs-"))
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

describe("making directories", () => {
  it("makes those above as well, and leaves what is there", () => {
    makeDirs(join(root, "a/b/c"))
    writeFileSync(join(root, "a/b/file"), "kept")
    makeDirs(join(root, "a/b/c"))
    makeDirs(join(root, "a/b/d"))
    expect(readdirSync(join(root, "a/b"))).toEqual(["c", "d", "file"])
    expect(readFileSync(join(root, "a/b/file"), "utf8")).toBe("kept")
  })

  it("goes through a link to a directory, and stops at a file or a link to nothing", () => {
    mkdirSync(join(root, "real"))
    symlinkSync("real", join(root, "link"))
    symlinkSync("nowhere", join(root, "dangling"))
    writeFileSync(join(root, "file"), "")
    makeDirs(join(root, "link/x"))
    expect(statSync(join(root, "real/x")).isDirectory()).toBe(true)
    expect(() => makeDirs(join(root, "file"))).toThrow("EEXIST")
    expect(() => makeDirs(join(root, "file/x"))).toThrow("ENOTDIR")
    expect(() => makeDirs(join(root, "dangling"))).toThrow("EEXIST")
    expect(existsSync(join(root, "nowhere"))).toBe(false)
  })

  it.runIf(existsSync("/proc/self"))("ends where the system makes none", () => {
    expect(() => makeDirs("/proc/no-such/place")).toThrow("ENOENT")
  })

  it("is done here alone: no other layer has node make directories by itself", () => {
    const layers = join(import.meta.dirname, "../../src/layers")
    const direct = readdirSync(layers, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .filter((file) => /mkdir(Sync)?\([^\n]*recursive: true/.test(readFileSync(join(layers, file), "utf8")))
    expect(direct).toEqual([])
  })
})
