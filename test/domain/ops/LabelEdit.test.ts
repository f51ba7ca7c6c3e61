import { describe, expect, it } from "vitest"
import type { LabelEdit } from "../../../src/domain/ops/LabelEdit.ts"
import { editLabel } from "../../../src/domain/ops/LabelEdit.ts"

describe("editing a label", () => {
  it.each<readonly [string, LabelEdit, string]>([
    ["msg='Hello Guild!'", { kind: "prepend", text: "foo" }, "foo msg='Hello Guild!'"],
    ["foo msg='Hello Guild!'", { kind: "append", text: "bar baz" }, "foo msg='Hello Guild!' bar baz"],
    ["foo msg='Hello Guild!' bar baz", { kind: "remove", text: "foo" }, "msg='Hello Guild!' bar baz"],
    ["msg='Hello Guild!' bar baz", { kind: "remove", text: "a" }, "msg='Hello Guild!' bar baz"],
    ["msg='Hello Guild!' bar baz", { kind: "remove", text: "bar baz" }, "msg='Hello Guild!'"],
    ["msg='Hello Guild!'", { kind: "remove", text: "msg='Hello Guild!'" }, ""],
    ["a b a c a b", { kind: "remove", text: "a b" }, "a c"],
    ["anything", { kind: "set", text: "hello goodbye" }, "hello goodbye"],
    ["", { kind: "append", text: "x" }, "x"],
    ["hello", { kind: "clear" }, ""]
  ])("%j by %j", (before, edit, after) => {
    expect(editLabel(before, edit)).toBe(after)
  })
})
