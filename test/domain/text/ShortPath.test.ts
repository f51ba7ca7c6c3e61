import { describe, expect, it } from "vitest"
import { pathSegments, shortPath } from "../../../src/domain/text/ShortPath.ts"

describe("shortPath", () => {
  it.each([
    ["/foo/bar/baz", 20, "/foo/bar/baz"],
    ["foo", 0, "foo"],
    ["/a/b", 0, "/a/b"],
    ["/aaa/bbb/ccc", 12, "/aaa/bbb/ccc"],
    ["/aaa/bbb/ccc", 0, "/…/ccc"],
    ["/aaa/bbbb/ccc", 12, "/aaa/…/ccc"],
    ["/aaa/bbbb/cccc/ddd", 17, "/aaa/…/cccc/ddd"],
    ["/aaa/bbbb/cccc/ddd", 16, "/aaa/…/cccc/ddd"],
    ["/aaa/bbbb/cccc/ddd", 12, "/aaa/…/ddd"],
    ["/aaa/bbbb/cccc/ddd", 0, "/…/ddd"],
    ["aaa/bbbb/cccc/ddd", 16, "aaa/…/cccc/ddd"],
    ["aaa/bbbb/cccc/ddd", 15, "aaa/…/cccc/ddd"],
    ["aaa/bbbb/cccc/ddd", 11, "aaa/…/ddd"],
    ["aaa/bbbb/cccc/ddd", 0, "aaa/…/ddd"]
  ])("makes %s fit %i characters as %s", (path, maxLength, expected) => {
    expect(shortPath(path, maxLength)).toBe(expected)
  })

  it.each([
    ["", []],
    ["/", ["/"]],
    ["foo", ["foo"]],
    ["/foo", ["/foo"]],
    ["foo/bar", ["foo", "bar"]],
    ["/foo/bar", ["/foo", "bar"]],
    ["/foo/bar/", ["/foo", "bar"]],
    ["//foo//bar", ["//foo", "/bar"]]
  ])("splits '%s' with its separators kept", (path, segments) => {
    expect(pathSegments(path)).toEqual(segments)
  })
})
