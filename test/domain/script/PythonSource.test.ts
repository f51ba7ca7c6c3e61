import { describe, expect, it } from "vitest"
import { importsPackage, parsePythonSource } from "../../../src/domain/script/PythonSource.ts"
import { float } from "../../../src/domain/Value.ts"

const params = (...lines: ReadonlyArray<string>) => Object.fromEntries(parsePythonSource(lines.join("\n")).params)

describe("variables of a Python module", () => {
  it("are literals at the first column", () => {
    expect(params("a = 1", "if a:", "  b = 2", "def f():", "  c = 3", "class D:", "  e = 4")).toEqual({ a: 1 })
  })

  it("keep integers and floats apart", () => {
    expect(params("a = 1", "b = 1.", "c = .5", "d = 1.e-3", "e = 1_000", "f = 0xff", "g = 0b11", "h = 0o17")).toEqual({
      a: 1,
      b: float(1),
      c: float(0.5),
      d: float(0.001),
      e: 1000,
      f: 255,
      g: 3,
      h: 15
    })
  })

  it("may have a sign, but are not computed", () => {
    expect(
      params("a = -1", "b = +2.5", "c = -(3)", "d = 1 + 1", "e = not True", "f = ~1", "g = 2j", "h = f()")
    ).toEqual({
      a: -1,
      b: float(2.5),
      c: -3
    })
  })

  it("are strings as Python reads them", () => {
    expect(
      params(
        String.raw`a = 'it\'s'`,
        String.raw`b = "\x41\u00e9\t\q\101"`,
        String.raw`c = r"\n"`,
        "d = '''two",
        "lines'''",
        "e = 'a' \"b\"",
        "f = b'bytes'",
        "g = f'{a}'",
        "h = ''"
      )
    ).toEqual({ a: "it's", b: "Aé\t\\qA", c: "\\n", d: "two\nlines", e: "ab", h: "" })
  })

  it("are lists of literals, whatever stands in them by way of comments", () => {
    expect(params("a = [1, 'b', [None, True],  # c", "]", "d = [f()]", "e = []")).toEqual({
      a: [1, "b", [null, true]],
      e: []
    })
  })

  it("have every name of a chain, and none of a tuple", () => {
    expect(params("a = b = 1", "c, d = 1, 2", "e.f = 3", "g[0] = 4", "h += 5", "i: int", "j: int = 6")).toEqual({
      a: 1,
      b: 1,
      j: 6
    })
  })

  it("have the last literal that they are given", () => {
    expect(params("a = 1", "a = 2", "a = f()")).toEqual({ a: 2 })
  })

  it("may be called like a property of every object", () => {
    expect([...parsePythonSource("__proto__ = 1\nconstructor = 2").params]).toEqual([
      ["__proto__", 1],
      ["constructor", 2]
    ])
  })

  it("are found around text that is no Python", () => {
    expect(params("a = 1", "print 'old'", "b = 2")).toEqual({ a: 1, b: 2 })
  })

  it("may follow a byte order mark and end lines as Windows does", () => {
    expect(params("\ufeffa = 1\r", "b = 'x'\r", "c = 3")).toEqual({ a: 1, b: "x", c: 3 })
  })
})

describe("objects of a Python module", () => {
  it("are dictionaries and namespaces with the literals in them", () => {
    const source =
      "a = {'x': 1, 'n': {'y': None}, 'f': f(), **k, 2: 3}\nb = dict(z=[1])\nc = argparse.Namespace(w=1.0)\nd = D(v=1)"
    expect(Object.fromEntries(parsePythonSource(source).objects)).toEqual({
      a: { x: 1, n: { y: null } },
      b: { z: [1] },
      c: { w: float(1) }
    })
  })
})

describe("imports of a Python module", () => {
  it("are found wherever they stand", () => {
    const source = [
      "import a.b as c, d",
      "from .x import (y, z as w)",
      "from .. import q",
      "from k import *",
      "def f():",
      "    import argparse"
    ].join("\n")
    expect(parsePythonSource(source).imports).toEqual([
      { level: 0, module: "a.b", names: [] },
      { level: 0, module: "d", names: [] },
      { level: 1, module: "x", names: ["y", "z"] },
      { level: 2, module: "", names: ["q"] },
      { level: 0, module: "k", names: ["*"] },
      { level: 0, module: "argparse", names: [] }
    ])
  })

  it("name a package itself, what is below it, or what another hands on", () => {
    const source = parsePythonSource("import click.core\nfrom .argparse import x\nfrom compat import typer as t")
    expect(["click", "argparse", "typer", "t", "cli"].map((name) => importsPackage(source, name))).toEqual([
      true,
      true,
      true,
      false,
      false
    ])
  })
})
