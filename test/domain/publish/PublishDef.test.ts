import { describe, expect, it } from "@effect/vitest"
import { Either } from "effect"
import { decodePublish } from "../../../src/domain/publish/PublishDef.ts"
import { publishedFiles } from "../../../src/domain/publish/PublishedFiles.ts"
import type { Value } from "../../../src/domain/Value.ts"

const file = (path: string, type = "file") => ({ path, type, size: 1 })
const RUN = [file("a.txt"), file("b.png"), file("c.txt", "file link"), file("d", "dir"), file("e", "link")]

const chosen = (files: Value, links: boolean) =>
  Either.map(decodePublish({ files }), (def) =>
    publishedFiles(RUN, "selected", links, def.files).map(({ path }) => path)
  )

describe("what an operation says of publishing", () => {
  it.each<readonly [Value, ReadonlyArray<string>, ReadonlyArray<string>]>([
    [null, ["a.txt", "b.png"], ["a.txt", "b.png", "c.txt"]],
    [true, ["a.txt", "b.png"], ["a.txt", "b.png", "c.txt"]],
    [false, [], ["c.txt"]],
    [[], [], ["c.txt"]],
    ["*.png", ["b.png"], ["b.png", "c.txt"]],
    [["c.txt"], [], ["c.txt"]],
    [{ exclude: "*.txt" }, ["b.png"], ["b.png", "c.txt"]],
    [[{ exclude: "*" }, { include: "c.*" }], [], ["c.txt"]]
  ])("selects with files %j, links or not", (files, without, withLinks) => {
    expect(chosen(files, false)).toEqual(Either.right(without))
    expect(chosen(files, true)).toEqual(Either.right(withLinks))
  })

  it.each<Value>([
    "text",
    ["files"],
    { file: "*.txt" },
    { template: 1 },
    { files: 1 },
    { files: { dir: "x" } },
    { files: [{ exlude: "*" }] },
    { files: [{ exclude: [1, null] }] },
    { files: { select: "*" } }
  ])("does not guess what %j may mean", (value) => {
    expect(Either.isLeft(decodePublish(value))).toBe(true)
  })
})
