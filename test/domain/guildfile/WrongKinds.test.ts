import { describe, expect, it } from "vitest"
import { CHOICE, FLAG, MODEL, OPERATION, PACKAGE, RESOURCE, SOURCE } from "../../../src/domain/guildfile/Attributes.ts"
import { loaded, messageOf } from "../../support/guildFile.ts"

/** A value of each kind that YAML has. `null` stands for nothing said and is taken everywhere but for what must be there. */
const VALUES = {
  text: "some text",
  number: "12",
  fraction: "1.5",
  yes: "yes",
  null: "null",
  list: "[a, b]",
  "list of lists": "[[a]]",
  "list of maps": "[{k: v}]",
  map: "{k: v}",
  "map of maps": "{k: {a: 1}}",
  "map of lists": "{k: [1, 2]}"
} as const

type Kind = keyof typeof VALUES

const KINDS = Object.keys(VALUES).filter((name): name is Kind => name in VALUES)

const only = (...kinds: ReadonlyArray<Kind>): ReadonlySet<Kind> => new Set(kinds)

const ANY = only(...KINDS)
const TEXT = only("text", "number", "fraction", "yes", "null")
const TEXTS = only(...TEXT, "list")
const YES_NO = only("yes", "null")
const MAP = only("map", "map of maps", "map of lists", "null")
/** A name such as 2024 counts; of a fraction or a boolean it is not known how it was meant. */
const WORD = only("text", "number", "null")
const WORDS = only(...WORD, "list")
const NEEDED = only("text", "number")
const PATTERNS = only("text", "list", "list of maps", "map", "null")

const same = (names: ReadonlyArray<string>, kinds: ReadonlySet<Kind>) =>
  Object.fromEntries(names.map((name) => [name, kinds]))

type Table = Readonly<Record<string, ReadonlySet<Kind>>>

const OPERATIONS: Table = {
  ...same(["main", "exec", "notebook", "description", "flags-dest", "flag-encoder", "label", "python-requires"], TEXT),
  ...same(["flags-import-skip", "compare", "tags", "env-secrets", "python-path", "requires"], TEXTS),
  ...same(["default", "default-flag-arg-skip", "pip-freeze", "handle-keyboard-interrupt", "stoppable"], YES_NO),
  ...same(["delete-on-success", "can-stage-trials", "remote", "set-trace"], YES_NO),
  ...same(["flags", "env", "run-attrs"], MAP),
  ...same(["output-scalars", "output-attrs"], PATTERNS),
  steps: only("list", "list of lists", "list of maps", "null"),
  "flags-import": only("yes", "list", "null"),
  sourcecode: only("text", "list", "yes", "null"),
  objective: only("text", "null"),
  optimizer: only("text", "null"),
  optimizers: only("map", "map of maps", "null"),
  "default-max-trials": only("number", "null"),
  plugins: only("text", "list", "yes", "null"),
  publish: only("null")
}

const FLAGS: Table = {
  ...same(["description", "type", "arg-name", "env-name", "alias", "distribution", "null-label"], TEXT),
  ...same(["required", "arg-skip", "allow-other"], YES_NO),
  ...same(["arg-encoding", "env-encoding"], MAP),
  ...same(["min", "max"], only("number", "fraction", "null")),
  ...same(["default", "arg-switch"], ANY),
  "arg-split": only("text", "yes", "null"),
  choices: only("list", "list of lists", "list of maps", "null")
}

const CHOICES: Table = { value: ANY, description: TEXT, alias: TEXT, flags: MAP }

const MODELS: Table = {
  ...same(["description", "python-requires"], TEXT),
  ...same(["flags", "operation-defaults", "params", "extra"], MAP),
  operations: only("map", "map of maps", "null"),
  resources: only("map of maps", "null"),
  references: TEXTS,
  // Names of what is there, as the other tests have it.
  extends: only("null"),
  sourcecode: only("text", "list", "yes", "null"),
  default: YES_NO,
  plugins: only("text", "list", "yes", "null")
}

const PACKAGES: Table = {
  ...same(["description", "version", "url", "author", "author-email", "license"], TEXT),
  ...same(["python-tag", "python-requires"], TEXT),
  ...same(["tags", "data-files", "requires"], TEXTS),
  package: TEXT,
  packages: ANY
}

const RESOURCES: Table = {
  ...same(["name", "description", "path", "target-path", "flag-name"], WORD),
  ...same(["private", "preserve-path", "default-unpack"], YES_NO),
  references: WORDS,
  "target-type": only("null"),
  sources: only("text", "list", "null")
}

const SOURCES: Table = {
  ...same(["config", "file", "module", "url", "operation", "dvcfile", "dvcstage"], NEEDED),
  ...same(["name", "description", "sha256", "type", "help", "post-process", "path", "target-path", "flag-name"], WORD),
  ...same(["select", "select-min", "select-max"], WORDS),
  ...same(["unpack", "preserve-path", "replace-existing", "optional", "warn-if-empty"], YES_NO),
  ...same(["fail-if-empty", "always-resolve"], YES_NO),
  params: MAP,
  // Two words, as "some text".
  rename: only("text", "null"),
  "target-type": only("null"),
  // Of DVC, which reads them itself.
  ...same(["remote", "always-pull"], ANY)
}

const SOURCECODE: Table = {
  select: only("text", "list", "yes", "null"),
  ...same(["root", "dest"], WORD),
  digest: YES_NO,
  ...same(["include", "exclude"], only("text", "number", "list"))
}

const PUBLISH: Table = { files: only("text", "list", "yes", "null"), template: only("text", "null") }

const OBJECTIVES: Table = same(["minimize", "maximize"], only("text"))

/** One part of a Guild file: its attributes, what each takes, and a file that says one of them. */
const PARTS: ReadonlyArray<readonly [string, Iterable<string>, Table, (name: string, value: string) => string]> = [
  ["an operation", OPERATION, OPERATIONS, (name, value) => `op:\n  ${name}: ${value}\n`],
  ["a flag", FLAG, FLAGS, (name, value) => `op:\n  flags:\n    f:\n      k: v\n      ${name}: ${value}\n`],
  ["a choice", CHOICE, CHOICES, (name, value) => `op:\n  flags:\n    f:\n      choices:\n      - ${name}: ${value}\n`],
  [
    "a model",
    Array.from(MODEL).filter((name) => name !== "model" && name !== "config"),
    MODELS,
    (name, value) => `- model: m\n  ${name}: ${value}\n`
  ],
  [
    "a package",
    PACKAGE,
    PACKAGES,
    (name, value) => (name === "package" ? `- package: ${value}\n` : `- package: p\n  ${name}: ${value}\n`)
  ],
  [
    "a resource",
    RESOURCE,
    RESOURCES,
    (name, value) =>
      `- model: m\n  resources:\n    r:\n      ${name}: ${value}\n      ${name === "sources" ? "" : "sources: [a]"}\n`
  ],
  [
    "a source",
    SOURCE,
    SOURCES,
    (name, value) => {
      const file = NEEDED === SOURCES[name] ? "" : "file: a"
      return `op:\n  requires:\n  - ${name}: ${value}\n    ${file}\n`
    }
  ],
  ["sourcecode", Object.keys(SOURCECODE), SOURCECODE, (name, value) => `op:\n  sourcecode:\n    ${name}: ${value}\n`],
  ["publish", Object.keys(PUBLISH), PUBLISH, (name, value) => `op:\n  publish:\n    ${name}: ${value}\n`],
  ["objective", Object.keys(OBJECTIVES), OBJECTIVES, (name, value) => `op:\n  objective:\n    ${name}: ${value}\n`]
]

describe.each(PARTS)("of %s", (_, names, table, fileOf) => {
  it.each(Array.from(names))("%s takes what it can mean, and says of all else on one line where it stands", (name) => {
    const messages = KINDS.map((kind) => [kind, messageOf(fileOf(name, VALUES[kind]))] as const)
    const refused = messages.filter(([, message]) => message !== "nothing is wrong")
    expect(refused.map(([kind]) => kind)).toEqual(KINDS.filter((kind) => table[name]?.has(kind) === false))
    for (const [, message] of refused)
      expect(message).toMatch(/^error in line \d+, column \d+ of \/p\/guild\.yml: [^\n]+$/)
  })
})

describe("what is not of a wrong kind", () => {
  it("is a parameter without a value: the model is one for others to extend", () => {
    const base =
      "- model: base\n  default: '{{d}}'\n  operations:\n    op:\n      default-max-trials: '{{n}}'\n" +
      "      publish: '{{p}}'\n      sourcecode: {digest: '{{d}}'}\n      objective: {minimize: ['{{o}}']}\n" +
      "      requires: {file: a, unpack: '{{u}}', rename: '{{r}}'}\n      flags: {x: {min: '{{n}}', type: '{{t}}'}}\n"
    expect(loaded(base).warnings).toEqual([])
    const more =
      "- model: m\n  extends: base\n  params: {d: no, n: 3, p: {files: no}, o: loss, u: yes, r: 'a b', t: int}\n"
    expect(messageOf(`${base}${more}`)).toContain("invalid objective value {'minimize': ['loss']}")
    expect(messageOf(`${base.replace("['{{o}}']", "'{{o}}'")}${more.replace("n: 3", "n: many")}`)).toContain(
      "invalid min value 'many'"
    )
  })
})

describe("names that cannot be used", () => {
  it.each(["A=B", "", "A\\0B"])("as a variable: %j", (name) => {
    expect(messageOf(`op:\n  env: {"${name}": x}\n`)).toMatch(/^error in line 2, column 8 of .*: invalid env name/)
  })

  it.each(["", ".", "..", "../../x", "a/b", ".hidden"])("as a run attribute: %j", (name) => {
    expect(messageOf(`op:\n  run-attrs: {"${name}": x}\n`)).toMatch(
      /^error in line 2, column 14 of .*: invalid run attr/
    )
  })
})
