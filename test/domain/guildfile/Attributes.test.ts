import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { FLAG, MODEL, OPERATION, PACKAGE, RESOURCE, SOURCE } from "../../../src/domain/guildfile/Attributes.ts"
import { decodeResource } from "../../../src/domain/resources/ResourceDecode.ts"
import type { Value } from "../../../src/domain/Value.ts"
import { parseYaml } from "../../../src/domain/yaml/Yaml.ts"
import { loaded } from "../../support/guildFile.ts"

/** An attribute said in each part of a Guild file, as YAML. What is not here means nothing there, or is named below. */
const OPERATIONS: Readonly<Record<string, string>> = {
  main: "other --x 1",
  exec: "echo ${flag_args}",
  steps: "[a, b]",
  notebook: "a.ipynb",
  description: "An operation",
  default: "yes",
  flags: "{x: 1}",
  "flags-import": "[x, y]",
  "flags-import-skip": "[z]",
  "flags-dest": "'namespace:args'",
  "default-flag-arg-skip": "yes",
  "flag-encoder": "mod:fun",
  requires: "{file: a.txt}",
  sourcecode: "['*.py']",
  "output-scalars": "'(\\key) (\\value)'",
  "output-attrs": "{model: 'model: (\\value)'}",
  objective: "-loss",
  optimizer: "gp",
  optimizers: "{a: gp, b: forest}",
  "default-max-trials": "7",
  compare: "[loss, acc]",
  label: "x=${x}",
  tags: "[red, blue]",
  "run-attrs": "{team: blue}",
  env: "{A: '1'}",
  "env-secrets": "[A]",
  "python-path": "lib",
  "python-requires": "'>=3.8'",
  "pip-freeze": "no",
  plugins: "[cpu]",
  "handle-keyboard-interrupt": "yes",
  stoppable: "yes",
  publish: "{files: all}",
  "delete-on-success": "yes",
  "can-stage-trials": "yes",
  remote: "yes",
  "set-trace": "yes"
}

const FLAGS: Readonly<Record<string, string>> = {
  default: "2",
  description: "A flag",
  type: "path",
  required: "yes",
  "arg-name": "X",
  "arg-skip": "yes",
  "arg-switch": "on",
  "arg-split": "','",
  "arg-encoding": "{yes: 'on', no: 'off'}",
  "env-name": "X",
  "env-encoding": "{yes: '1'}",
  alias: "xx",
  choices: "[1, {value: 2, alias: two, description: Two, flags: {y: 3}}]",
  "allow-other": "yes",
  min: "1",
  max: "9",
  distribution: "log-uniform",
  "null-label": "nothing",
  "nb-replace": "'x = (.*)'"
}

const SOURCES: Readonly<Record<string, string>> = {
  sha256: "abc",
  unpack: "no",
  type: "zip",
  description: "A source",
  help: "Ask for it",
  "post-process": "make",
  rename: "a b",
  path: "sub",
  params: "{a: 1}",
  select: ".+",
  "select-min": "(.+)",
  "select-max": "(.+)",
  "target-path": "sub",
  "target-type": "copy",
  "preserve-path": "yes",
  "replace-existing": "yes",
  optional: "yes",
  "warn-if-empty": "yes",
  "fail-if-empty": "yes",
  "always-resolve": "yes",
  remote: "s3",
  "always-pull": "yes"
}

const RESOURCES: Readonly<Record<string, string>> = {
  name: "other",
  description: "A resource",
  references: "[a]",
  private: "yes",
  path: "sub",
  "flag-name": "f",
  "target-path": "sub",
  "target-type": "copy",
  "preserve-path": "yes",
  "default-unpack": "no"
}

const MODELS: Readonly<Record<string, string>> = {
  description: "A model",
  extra: "{a: 1}",
  "operation-defaults": "{label: all}",
  operations: "{op: {exec: other}}",
  params: "{p: 1}",
  references: "[a]",
  resources: "{r: [{file: a}]}",
  sourcecode: "no",
  default: "yes",
  extends: "base",
  plugins: "[cpu]",
  "python-requires": "'>=3'"
}

const load = (text: string) => {
  const file = loaded(text)
  expect(file.warnings).toEqual([])
  return file
}

const operation = (attributes: string) =>
  load(attributes === "" ? "op: {}\n" : `op:\n${attributes}`).models[0]?.operations[0]

const resource = (text: string): Value | object =>
  Either.merge(decodeResource("r", Either.getOrThrow(parseYaml(text)), "r"))

const names = (set: ReadonlySet<string>, ...without: ReadonlyArray<string>) =>
  Array.from(set).filter((name) => !without.includes(name))

const row = (table: Readonly<Record<string, string>>, name: string): string => table[name] ?? "no sample"

describe("every attribute means something:", () => {
  it.each(names(OPERATION))("%s of an operation", (name) => {
    expect(operation(`  ${name}: ${row(OPERATIONS, name)}\n`)).not.toEqual(operation(""))
  })

  it.each([...names(FLAG), "nb-replace"])("%s of a flag", (name) => {
    const flag = (text: string) => operation(`  flags:\n    x:\n      null-label: ${text}\n`)?.flags
    expect(flag(name === "null-label" ? "other" : `null\n      ${name}: ${row(FLAGS, name)}`)).not.toEqual(flag("null"))
  })

  it.each(names(MODEL, "model", "config", "flags"))("%s of a model", (name) => {
    const model = (more: string) => {
      const op = name === "operations" ? "" : "  operations: {op: {exec: 'echo {{p}}'}}\n"
      const { models } = load(`- config: base\n  description: Base\n- model: m\n${op}${more}`)
      return models
    }
    expect(model(`  ${name}: ${row(MODELS, name)}\n`)).not.toEqual(model(""))
  })

  it.each(names(PACKAGE))("%s of a package", (name) => {
    const text = name === "package" ? "- package: p\n" : `- package: p\n  ${name}: a\n`
    expect(Object.keys(load(text).package ?? {})).toContain(name)
  })

  it.each(names(RESOURCE, "sources"))("%s of a resource", (name) => {
    const base = "sources: [{file: a.zip}]\n"
    load(`- model: m\n  resources:\n    r:\n      ${base}      ${name}: ${row(RESOURCES, name)}\n`)
    expect(resource(`${base}${name}: ${row(RESOURCES, name)}\n`)).not.toEqual(resource(base))
  })

  it.each(names(SOURCE, "config", "file", "module", "url", "operation", "dvcfile", "dvcstage", "name", "flag-name"))(
    "%s of a source",
    (name) => {
      const source = (more: string) => `sources:\n- file: a.zip\n${more}`
      load(`r:\n  requires: {file: a.zip, ${name}: ${row(SOURCES, name)}}\n`)
      expect(resource(source(`  ${name}: ${row(SOURCES, name)}\n`))).not.toEqual(resource(source("")))
    }
  )

  it.each(["config", "file", "module", "url", "operation", "dvcfile", "dvcstage"])("a source may be a %s", (kind) => {
    load(`op: {requires: {${kind}: x, name: n, flag-name: f}}\n`)
    expect(resource(`sources: [{${kind}: x}]\n`)).toMatchObject({ sources: [{ kind, target: "x" }] })
  })
})
