import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { noSourceCodeDef, selectRule } from "../../../src/domain/source/SourceRules.ts"
import { decodeSourceCode } from "../../../src/domain/source/SourceRulesDecode.ts"
import type { Value } from "../../../src/domain/Value.ts"

const decode = (value: Value) => Either.getOrThrow(decodeSourceCode(value))

const reason = (value: Value): string =>
  Either.match(decodeSourceCode(value), { onLeft: (error) => error.message, onRight: () => "decoded" })

const excludeAll = selectRule(false, ["*"])

describe("sourcecode attribute", () => {
  it("says nothing where it is not set", () => {
    expect(decode(null)).toEqual(noSourceCodeDef)
  })

  it.each([[false], ["off"], [[]], [{ select: false }], [{ select: [] }]])("is switched off by %j", (value) => {
    expect(decode(value)).toMatchObject({ disabled: true, emptyDef: false, rules: [] })
  })

  it("selects the files of a pattern, or of a list of them, and no others", () => {
    const py = [excludeAll, selectRule(true, ["*.py"])]
    expect(decode("*.py").rules).toEqual(py)
    expect(decode(["*.py"]).rules).toEqual(py)
    expect(decode(["*.py", "*.yml"]).rules).toEqual([...py, selectRule(true, ["*.yml"])])
    expect(decode({ dest: ".", select: "*" }).rules).toEqual([excludeAll, selectRule(true, ["*"])])
  })

  it("adds to the default rules where anything says include or exclude", () => {
    expect(decode([{ exclude: "*" }, { include: "*.py" }]).rules).toEqual([excludeAll, selectRule(true, ["*.py"])])
    expect(decode([{ exclude: ["*.py", "a.*"] }]).rules).toEqual([selectRule(false, ["*.py", "a.*"])])
    expect(decode(["a.txt", { exclude: "b.txt" }]).rules).toEqual([
      selectRule(true, ["a.txt"]),
      selectRule(false, ["b.txt"])
    ])
    expect(decode({ include: "*.png" }).rules).toEqual([selectRule(true, ["*.png"])])
  })

  it("reads typed patterns", () => {
    expect(
      decode([{ exclude: { dir: "subdir" } }, { include: { text: ["*.cfg"] } }, { include: { binary: "*" } }]).rules
    ).toEqual([
      selectRule(false, ["subdir"], { type: "dir" }),
      selectRule(true, ["*.cfg"], { type: "text" }),
      selectRule(true, ["*"], { type: "binary" })
    ])
  })

  it("reads root, dest and digest", () => {
    expect(decode({ root: "..", dest: "src", digest: false })).toEqual({
      root: "..",
      dest: "src",
      digest: false,
      disabled: false,
      emptyDef: false,
      rules: []
    })
  })

  it.each([
    [123, "invalid select files spec 123: expected a string, list, or mapping"],
    [[{ include: "a", exclude: "b" }], "invalid select files spec {'include': 'a', 'exclude': 'b'}: cannot have both"],
    [[{ foo: "a" }], "invalid select files spec {'foo': 'a'}: expected include or exclude"],
    [[{ include: { file: "a" } }], "expected one of dir, text, or binary in {'file': 'a'}"],
    [[{ include: "a", extra: 1 }], "expected include or exclude"],
    [[["a"]], "invalid select files spec ['a']"],
    [[{ include: "" }], "invalid select files pattern ''"],
    [{ select: "*", rot: "x" }, "invalid sourcecode attribute 'rot'"],
    [{ digest: "maybe" }, "invalid sourcecode digest 'maybe'"],
    [{ root: ["a"] }, "invalid sourcecode root ['a']"],
    [{ dest: "../out" }, "expected a path below the run directory"],
    [{ dest: "/out" }, "expected a path below the run directory"]
  ])("refuses %j", (value, expected) => {
    expect(reason(value)).toContain(expected)
  })
})
