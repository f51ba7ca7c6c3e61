import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { decodeDependency, decodeResource } from "../../../src/domain/resources/ResourceDecode.ts"
import type { Value, ValueMap } from "../../../src/domain/Value.ts"

const decode = (spec: string | ValueMap, resources: ValueMap = {}) => decodeDependency(spec, resources, "train")

const dep = (spec: string | ValueMap, resources?: ValueMap) => Either.getOrThrow(decode(spec, resources))

const reason = (value: Value): string =>
  Either.match(decodeResource("sample", value, "sample:sample"), {
    onLeft: (error) => error.message,
    onRight: () => "decoded"
  })

describe("a required resource", () => {
  it("is named without who signs in at its URL, and asks as they do", () => {
    const { name, sources } = dep({ url: "https://me:s3cret@my.co/data.txt" })
    expect(name).toBe("https://***@my.co/data.txt")
    expect(sources[0]).toMatchObject({ uri: name, target: "https://me:s3cret@my.co/data.txt" })
  })

  it("is an inline source, named by its URI", () => {
    const resource = dep({ url: "http://my.co/stuff.gz", sha256: "abc123", unpack: false })
    expect(resource).toMatchObject({ name: "http://my.co/stuff.gz" })
    expect(resource.sources).toMatchObject([
      {
        kind: "url",
        takesFlag: false,
        target: "http://my.co/stuff.gz",
        uri: "http://my.co/stuff.gz",
        sha256: "abc123",
        unpack: false
      }
    ])
  })

  it("is an inline source with a name, which the source itself does not take", () => {
    const resource = dep({ file: "missing.txt", name: "missing-file" })
    expect(resource.name).toBe("missing-file")
    expect(resource.sources[0]?.uri).toBe("file:missing.txt")
  })

  it("is named by its flag, or by its operation", () => {
    const named = (name: string, flagName: string) => ({ name, sources: [{ flagName, takesFlag: true }] })
    expect(dep({ file: "foo.txt", "flag-name": "foo" })).toMatchObject(named("foo", "foo"))
    expect(dep({ operation: "foo" })).toMatchObject(named("foo", "foo"))
    expect(dep({ operation: "foo", name: "FOO" })).toMatchObject(named("FOO", "FOO"))
    expect(dep({ file: "a", name: "n", "flag-name": "f" })).toMatchObject(named("n", "f"))
  })

  it("has one flag for what it takes of one operation, and one for each of several", () => {
    const flags = (spec: ValueMap) => dep({ name: "up", ...spec }).sources.map(({ flagName }) => flagName)
    const parts = [{ operation: "a", select: "x" }, { operation: "a", select: "y" }, "file.txt"]
    expect(flags({ sources: parts })).toEqual(["up", "up", undefined])
    const two = [{ operation: "a" }, { operation: "b", name: "bee" }, { operation: "c", "flag-name": "f" }, "file.txt"]
    expect(flags({ sources: two })).toEqual(["a", "bee", "f", undefined])
    expect(flags({ sources: two, "flag-name": "all" })).toEqual(["all", "all", "f", "all"])
    expect(flags({ sources: ["file.txt"] })).toEqual(["up"])
  })

  it("may have several sources", () => {
    const resource = dep({ path: "data", sources: [{ file: "msg.txt" }, "msg-2.txt"] })
    expect(resource).toMatchObject({ name: "file:msg.txt,file:msg-2.txt", path: "data" })
    expect(resource.sources.map(({ uri }) => uri)).toEqual(["file:msg.txt", "file:msg-2.txt"])
  })

  it("may be defined by the model, as a map or as its sources alone", () => {
    const resources = { data: ["abc.txt", { operation: "foo/bar:baz" }], more: { sources: ["a"], description: "d" } }
    expect(dep("data", resources)).toMatchObject({
      name: "data",
      sources: [{ uri: "file:abc.txt" }, { uri: "operation:foo/bar:baz" }]
    })
    expect(dep({ resource: "more" }, resources)).toMatchObject({ name: "more", description: "d" })
    expect(Either.getOrThrowWith(Either.flip(decode("none")), () => new Error("found")).message).toContain(
      "resource 'none' required by operation 'train' is not defined"
    )
  })

  it("keeps everything that is said of a source", () => {
    const source = dep({
      config: "c.yml",
      path: "c3",
      params: { a: 111, "c.d": 333 },
      select: [".+\\.txt"],
      "select-max": "a-([0-9]+)",
      rename: ["(.+)\\.txt \\g<1>2.txt", { pattern: ".bin", repl: "" }, "'a b' \"c d\""],
      "target-type": "copy",
      "preserve-path": true,
      "always-pull": true
    }).sources[0]
    expect(source).toMatchObject({
      kind: "config",
      path: "c3",
      params: { a: 111, "c.d": 333 },
      select: [
        { pattern: ".+\\.txt", reduce: undefined },
        { pattern: "a-([0-9]+)", reduce: "max" }
      ],
      rename: [
        { pattern: "(.+)\\.txt", replacement: "\\g<1>2.txt" },
        { pattern: ".bin", replacement: "" },
        { pattern: "a b", replacement: "c d" }
      ],
      targetType: "copy",
      preservePath: true,
      unpack: true,
      extra: { "always-pull": true }
    })
  })

  it.each([
    [123, "invalid resource value 123: expected a mapping or a list"],
    [
      [{ foo: "bar.txt" }],
      "invalid source {'foo': 'bar.txt'} in resource 'sample:sample': missing required attribute (one of config, file, module, url, operation)"
    ],
    [
      [{ file: "foo.txt", url: "http://files.com/bar.txt" }],
      "invalid source {'file': 'foo.txt', 'url': 'http://files.com/bar.txt'} in resource 'sample:sample': conflicting attributes (file, url)"
    ],
    [[{ file: "a", rename: "one" }], "invalid rename spec 'one' in resource 'sample:sample'"],
    [[{ file: "a", path: "../x" }], "invalid path '../x' in resource 'sample:sample'"],
    [{ path: "/x", sources: [] }, "invalid path '/x'"],
    [[{ file: ["a"] }], "invalid file ['a']: expected a string"],
    [[{ file: "a", select: [{}] }], "invalid select value {}"],
    [[{ file: "a", unpack: "nope" }], "invalid unpack value 'nope' in resource 'sample:sample': expected yes or no"],
    [{ "default-unpack": "x", sources: ["a"] }, "invalid default-unpack value 'x'"],
    [[{ file: "a", optional: [] }], "invalid optional value []"],
    [
      [{ file: "a", "target-type": "cpy" }],
      "invalid target-type value 'cpy' in resource 'sample:sample': expected 'link' or 'copy'"
    ],
    [{ "target-type": "cpy", sources: ["a"] }, "invalid target-type value 'cpy'"],
    [[{ config: "a.yml", params: [1] }], "invalid params value [1]"],
    [[{ file: "a", sha256: ["abc"] }], "invalid sha256 value ['abc'] in resource 'sample:sample': expected a string"],
    [[{ file: "a", "post-process": { sh: "x" } }], "invalid post-process value {'sh': 'x'}"]
  ])("refuses %j", (value, expected) => {
    expect(reason(value)).toContain(expected)
  })
})

describe("a mistake in a resource without a name", () => {
  it.each([
    [{ file: "a.txt", path: "../x" }, "a.txt"],
    [{ sources: ["b.txt", { file: "a.txt", path: "../x" }] }, "b.txt"],
    [{ operation: "prepare", path: "../x", name: "data" }, "data"]
  ])("is told with what stands for the name: %j", (spec, name) =>
    expect(Either.getOrThrow(Either.flip(decodeDependency(spec, {}, "op"))).message).toContain(
      `invalid path '../x' in resource '${name}'`
    )
  )
})
