import { Either } from "effect"
import { describe, expect, it } from "vitest"
import type { SourceCodeDef } from "../../../src/domain/ops/OpDef.ts"
import {
  describeRule,
  dirCandidates,
  rulesFor,
  selectRule,
  sourceDest,
  sourceRoot,
  wantsDigest
} from "../../../src/domain/source/SourceRules.ts"
import { decodeSourceCode } from "../../../src/domain/source/SourceRulesDecode.ts"
import type { Value } from "../../../src/domain/Value.ts"
import { defaultRules } from "../../support/defaultRules.ts"

const def = (value: Value): SourceCodeDef => Either.getOrThrow(decodeSourceCode(value))

const rules = (model: Value, op: Value, dirs: ReadonlyArray<string> = []) =>
  rulesFor({ model: def(model), op: def(op) }, (path) => dirs.includes(path))

const added = (model: Value, op: Value, dirs?: ReadonlyArray<string>): ReadonlyArray<string> =>
  rules(model, op, dirs).rules.slice(defaultRules.length).map(describeRule)

const off = { rules: [selectRule(false, ["*"])], disabled: true }

describe("source rules", () => {
  it("leave out a project's installed packages of Node where it has such", () => {
    const { rules } = rulesFor({ model: undefined, op: undefined }, (path) => path === "node_modules")
    expect(rules.map(describeRule)).toEqual(["exclude dir 'node_modules'", ...defaultRules.map(describeRule)])
  })

  it("are the defaults where nothing is said", () => {
    expect(rulesFor({ model: undefined, op: undefined }, () => false)).toEqual({ rules: defaultRules, disabled: false })
    expect(defaultRules.map(describeRule)).toEqual([
      "exclude dir '__pycache__'",
      "exclude dir '.*'",
      "exclude dir '*' with '.guild-nocopy'",
      "exclude dir '*' with 'bin/activate'",
      "exclude dir 'build'",
      "exclude dir '*.egg-info'",
      "include text '*' size < 1048577, max match 100"
    ])
  })

  it("apply the model's rules before the operation's", () => {
    expect(added([{ include: "subdir/logo.png" }], [{ exclude: ["*.py", "a.*"] }])).toEqual([
      "include 'subdir/logo.png'",
      "exclude '*.py', 'a.*'"
    ])
  })

  it("are switched off by the operation, and by the model of an operation that says nothing", () => {
    expect(rules(null, false)).toEqual(off)
    expect(rules(null, [])).toEqual(off)
    expect(rules(false, null)).toEqual(off)
    expect(rules("*", false)).toEqual(off)
  })

  it("are switched on again by an operation that says anything", () => {
    expect(added(false, ["*.py", "*.yml"])).toEqual(["exclude '*'", "include '*.py'", "include '*.yml'"])
    expect(rules(false, ["*.py"]).disabled).toBe(false)
    expect(rules(false, { dest: "src" }).disabled).toBe(false)
  })

  it("select nothing where the last word is to exclude everything", () => {
    expect(rules(null, [{ exclude: "*" }])).toMatchObject({ disabled: true })
    expect(rules(null, [{ exclude: "*" }, { include: "a" }])).toMatchObject({ disabled: false })
    expect(rules(null, [{ exclude: { dir: "*" } }])).toMatchObject({ disabled: false })
    expect(rules(null, [{ exclude: "*" }]).rules).toHaveLength(defaultRules.length + 1)
  })

  it("spread a directory's plain name over what is below it", () => {
    expect(added(null, "subdir", ["subdir"])).toEqual(["exclude '*'", "include 'subdir/*'"])
    expect(added(null, "subdir/", ["subdir/"])).toEqual(["exclude '*'", "include 'subdir/*'"])
    expect(added(null, [{ exclude: { dir: "subdir" } }], ["subdir"])).toEqual(["exclude dir 'subdir'"])
    expect(dirCandidates({ model: def("a"), op: def([{ exclude: { dir: "b" } }, { exclude: ["c", "d"] }]) })).toEqual([
      "node_modules",
      "*",
      "a",
      "c",
      "d"
    ])
  })

  it("take root, dest and digest from the operation, else from its model", () => {
    const model = def({ root: "a", dest: "b", digest: false })
    expect([sourceRoot({ model, op: undefined }), sourceDest({ model, op: undefined })]).toEqual(["a", "b"])
    expect(sourceRoot({ model, op: def({ root: "x" }) })).toBe("x")
    expect(sourceRoot({ model: undefined, op: undefined })).toBe(".")
    expect([wantsDigest({ model, op: undefined }), wantsDigest({ model: undefined, op: def("*") })]).toEqual([
      false,
      true
    ])
  })

  it("are described with all that they say", () => {
    expect(describeRule(selectRule(true, ["a+", "b"], { regex: true, sizeGt: 5, sizeLt: 9, maxMatches: 2 }))).toBe(
      "include 'a+', 'b' regex, size > 5, size < 9, max match 2"
    )
  })
})
