import { describe, expect, it } from "vitest"
import { labelTemplate, runLabel } from "../../../src/domain/ops/Label.ts"
import type { ValueMap } from "../../../src/domain/Value.ts"
import { float } from "../../../src/domain/Value.ts"

const label = (template: string | undefined, flags: ValueMap) => runLabel(template, flags).label

describe("a run's label", () => {
  it("without a template has every flag that is not null", () => {
    expect(label("", {})).toBe("")
    expect(label(undefined, { foo: "FOO" })).toBe("foo=FOO")
    expect(label("", { foo: "FOO", bar: "BAR", none: null })).toBe("bar=BAR foo=FOO")
    expect(label(undefined, { f1: float(1), f2: float(1 / 3), b1: true, b2: false, i: 123 })).toBe(
      "b1=yes b2=no f1=1.0 f2=0.33333 i=123"
    )
    expect(label(undefined, { i: "1", s: "hello there" })).toBe("i='1' s='hello there'")
  })

  it("shortens long paths", () => {
    expect(label("", { p: "/tmp/tmp8d3kx2/abc/def/ghi/jkl/mno/pqr/stu/vwx/yz" })).toBe("p=/tmp/…/vwx/yz")
    expect(label("", { p: "https://example.org/a/long/address/of/a/page" })).toBe(
      "p=https://example.org/a/long/address/of/a/page"
    )
  })

  it.each<readonly [string, ValueMap, string]>([
    ["foo", { foo: "FOO" }, "foo"],
    ["${foo}", {}, ""],
    ["${foo}", { foo: "FOO" }, "FOO"],
    ["foo: ${foo}", { foo: "FOO" }, "foo: FOO"],
    [
      "${i} ${f} ${b} ${s} ${l}",
      { i: 1234, f: float(9.87654321), b: true, s: "hello", l: [1, float(1.123), "hola"] },
      "1234 9.87654 yes hello [1, 1.123, hola]"
    ],
    ["a-${b}-c", {}, "a--c"],
    ["${b}-c", { b: "b" }, "b-c"],
    ["a-${b|default:b}-c", {}, "a-b-c"],
    ["${default_label}", {}, ""],
    ["${default_label}", { foo: "FOO", bar: "BAR" }, "bar=BAR foo=FOO"],
    ["prefix ${default_label} suffix", { foo: "FOO", bar: "BAR" }, "prefix bar=BAR foo=FOO suffix"],
    ["${file|basename}", { file: "foo/bar.txt" }, "bar.txt"],
    ["${foo|default:123}", {}, "123"],
    ["${foo|default:456}", { foo: null }, "456"],
    ["${foo|default:456}", { foo: "789" }, "789"],
    ["${foo|default:456}", { foo: float(0.123456789) }, "0.12345"],
    ["${f|%.2f} ${i|%05d}", { f: float(1.123456789), i: 12 }, "1.12 00012"],
    ["ver=${ver}", { ver: "12345" }, "ver='12345'"],
    ["ver=${ver|unquote}", { ver: "12345" }, "ver=12345"],
    ["ver=${ver|unquote}", { ver: '"12345"' }, 'ver="12345"'],
    ["ver=${ver|unquote}", { ver: "" }, "ver="],
    ["ver=${ver|unquote}", { ver: "'" }, "ver='"],
    ["ver=${ver|unquote}", { ver: null }, "ver="],
    ["msg is ${msg}", { msg: "hi 1" }, "msg is 'hi 1'"],
    ["${a}", { a: "${b}", b: 1 }, "${b}"]
  ])("from %j with %j", (template, flags, expected) => {
    expect(label(template, flags)).toBe(expected)
  })

  it("calls null what the flag calls it", () => {
    const options = { nullLabels: { x: "none at all" } }
    expect(runLabel("${x} ${y} ${x|default:1}", { x: null, y: null }, options).label).toBe("'none at all'  1")
  })

  it("warns of what is no format, and keeps the value", () => {
    expect(runLabel("${s|%z}", { s: "hello" })).toEqual({
      label: "hello",
      warnings: ["error formatting 'hello' with '%z': unsupported format character 'z' (0x7a) at index 1"]
    })
  })

  it("keeps a value that a format does not fit, without a word", () => {
    expect(runLabel("${s|%.2f}", { s: "hello" })).toEqual({ label: "hello", warnings: [] })
  })

  it("warns of filters that there are not", () => {
    expect(runLabel("${s|upper}", { s: "a" })).toEqual({
      label: "a",
      warnings: ["unsupported label filter 'upper' - ignoring"]
    })
  })
})

describe("tags", () => {
  it("go before the label", () => {
    expect(labelTemplate(undefined, [])).toBeUndefined()
    expect(labelTemplate("x", [])).toBe("x")
    expect(labelTemplate(undefined, ["green"])).toBe("green ${default_label}")
    expect(labelTemplate("x", ["a", "b"])).toBe("a b x")
  })
})
