import { Either } from "effect"
import { describe, expect, it } from "vitest"
import type { RenameSpec, SelectSpec } from "../../../src/domain/resources/ResourceDef.ts"
import { renameFile, selectPaths } from "../../../src/domain/resources/ResourceSelect.ts"

const FILES = ["a", "a-001", "a-1", "a-2", "a-20", "b", "b.bak"]

const select = (...specs: ReadonlyArray<SelectSpec>) => Either.getOrThrow(selectPaths(FILES, specs))
const spec = (pattern: string, reduce?: "min" | "max"): SelectSpec => ({ pattern, reduce })

const rename = (name: string, ...specs: ReadonlyArray<RenameSpec>) => Either.getOrThrow(renameFile(name, specs))
const to = (pattern: string, replacement: string): RenameSpec => ({ pattern, replacement })

describe("selecting from a source", () => {
  it("takes what an expression matches in full", () => {
    expect(select(spec("a.*"))).toEqual(["a", "a-001", "a-1", "a-2", "a-20"])
    expect(select(spec("b"))).toEqual(["b"])
  })

  it("takes the match with the least or the greatest number", () => {
    expect(select(spec("a-([0-9]+)", "max"))).toEqual(["a-20"])
    expect(select(spec("a-(.+)", "min"))).toEqual(["a-001"])
    expect(select(spec("b(.*)", "max"))).toEqual([])
  })

  it("takes each path once, in the order of the paths", () => {
    expect(select(spec("b"), spec("a"), spec("[ab]"))).toEqual(["a", "b"])
    expect(select()).toEqual([])
  })

  it("says what is wrong with an expression", () => {
    expect(Either.flip(selectPaths(FILES, [spec("(")]))).toMatchObject({
      right: expect.stringContaining("invalid regular expression '('")
    })
  })
})

describe("renaming a file", () => {
  it("replaces the first match", () => {
    expect(rename("files", to("files", "all_files"))).toBe("all_files")
    expect(rename("a.bin", to(".bin", ""))).toBe("a")
    expect(rename("alt-msg", to(".*", "hello.txt"))).toBe("hello.txt")
    expect(rename("aXaX", to("X", "-"))).toBe("a-aX")
  })

  it("fills in groups by number and by name", () => {
    expect(rename("test.txt", to("(.+)\\.txt", "\\1.config"))).toBe("test.config")
    expect(rename("a.txt", to("(.+)\\.txt", "\\g<1>2.txt"))).toBe("a2.txt")
    expect(rename("a.txt", to("(?P<stem>.+)\\.(txt)", "\\g<stem>_\\2"))).toBe("a_txt")
    expect(rename("c.txt", to("(.+)", "archive2_\\1"))).toBe("archive2_c.txt")
    expect(rename("a", to("a", "$&$1"))).toBe("$&$1")
  })

  it("goes by the first spec that changes anything", () => {
    expect(rename("a", to("x", "y"), to("a", "a"), to("a", "b"), to("b", "c"))).toBe("b")
    expect(rename("a")).toBe("a")
  })
})
