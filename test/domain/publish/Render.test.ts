import { describe, expect, it } from "@effect/vitest"
import { Either } from "effect"
import { fromValue } from "../../../src/domain/publish/jinja/Datum.ts"
import { makeRenderer } from "../../../src/domain/publish/jinja/Render.ts"
import { float } from "../../../src/domain/Value.ts"
import type { Value } from "../../../src/domain/Value.ts"
import cases from "./jinja-cases.json" with { type: "json" }

const variables: Readonly<Record<string, Value>> = {
  run: { id: "abc", op: "train" },
  flags: { b: 2, A: float(0.1), c: null, d: true, e: "x|y" },
  rows: [
    { k: "x", v: 1, g: "a" },
    { k: "y", v: 2, g: "b" },
    { k: "z", v: 3, g: "a" }
  ],
  xs: [3, 1, 2],
  name: "hello world",
  f: float(2.5)
}

const render = (templates: Readonly<Record<string, string>>) =>
  makeRenderer({
    filters: new Map(),
    find: (name) => (Object.hasOwn(templates, name) ? { path: name, text: templates[name] ?? "" } : undefined)
  }).render("t", new Map(Object.entries(variables).map(([name, value]) => [name, fromValue(value)])))

describe("templates", () => {
  it.each(cases)("renders %j as Jinja 3.1 does", (template, expected) => {
    expect(render({ t: template })).toEqual(Either.right(expected))
  })

  it("redefines blocks of the template that it extends", () => {
    const base = "{% block a %}A{% endblock %}-{% block b %}B{% endblock %}"
    const t = "{% extends 'base' %}lost{% block b %}[{{ super() }}]{% endblock %}"
    expect(render({ base, t })).toEqual(Either.right("A-[B]"))
  })

  it("includes the first template that is there, and imports macros", () => {
    const m = "{% macro hi(x) %}hi {{ x }}{% endmacro %}"
    const t = "{% include ['no', 'i'] %}{% import 'm' as m %} {{ m.hi(name) }}{% from 'm' import hi as h %} {{ h(1) }}"
    expect(render({ i: "{{ run.id }}", m, t })).toEqual(Either.right("abc hi hello world hi 1"))
  })

  it("says the file and the line of a mistake", () => {
    expect(render({ t: "a\n{{ run|env }}" })).toEqual(
      Either.left({ path: "t", line: 2, problem: "no filter named 'env'" })
    )
    expect(render({ t: "{% include 'i' %}", i: "\n\n{{ 1 / 0 }}" })).toEqual(
      Either.left({ path: "i", line: 3, problem: "division by zero" })
    )
    expect(Either.isLeft(render({ t: "{% if x %}" }))).toBe(true)
    expect(Either.isLeft(render({ t: "{% include 't' %}" }))).toBe(true)
  })

  it("takes no arguments that a macro has no place for", () => {
    const problem = (t: string) => Either.flip(render({ t })).pipe(Either.map(({ problem }) => problem))
    expect(problem("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}")).toEqual(
      Either.right("macro 'm' takes not more than 1 argument(s)")
    )
    expect(problem("{% macro m(a) %}{% endmacro %}{{ m(b=1) }}")).toEqual(
      Either.right("macro 'm' takes no keyword argument 'b'")
    )
    expect(problem("{% macro m(a=1, b) %}{% endmacro %}")).toEqual(
      Either.right("non-default argument follows default argument")
    )
  })

  it("refuses a tag that ends another block than its own, or a block within itself", () => {
    expect(Either.isLeft(render({ t: "{% block a %}{% endblock b %}" }))).toBe(true)
    expect(Either.isLeft(render({ t: "{% if true %}{% endif if %}" }))).toBe(true)
    expect(render({ t: "{% block a %}{% block a %}{% endblock %}{% endblock %}" })).toEqual(
      Either.left({ path: "t", line: 1, problem: "block 'a' defined twice" })
    )
  })

  it("reaches every block above one by as many supers", () => {
    const base = "{% block a %}base{% endblock %}"
    const mid = "{% extends 'base' %}{% block a %}mid {{ super() }}{% endblock %}"
    const t = "{% extends 'mid' %}{% block a %}{{ super() }}, {{ super.super() }}{% endblock %}"
    expect(render({ base, mid, t })).toEqual(Either.right("mid base, base"))
  })

  it("refuses numbers and lists that no report could hold", () => {
    expect(Either.isLeft(render({ t: "{{ 10 ** 1000000 }}" }))).toBe(true)
    expect(Either.isLeft(render({ t: "{{ [1] * 1000000 }}" }))).toBe(true)
    expect(Either.isLeft(render({ t: "{{ '{:99999}'.format(1) }}" }))).toBe(true)
  })

  it("reaches nothing but its data", () => {
    expect(Either.isLeft(render({ t: "{{ run.constructor.constructor('return process')() }}" }))).toBe(true)
    expect(render({ t: "{{ ''.constructor }}{{ xs.__proto__ }}{{ run.__class__ }}" })).toEqual(Either.right(""))
  })
})
