import { describe, expect, it } from "vitest"
import { defaultModel, defaultOperation } from "../../../src/domain/ops/OpSpec.ts"
import { getKey, mapOf } from "../../../src/domain/Value.ts"
import { load, loaded, messageOf, operation } from "../../support/guildFile.ts"

const names = (text: string) => loaded(text).models.map((model) => model.name)

const defaults = (text: string, op: string) =>
  Object.fromEntries(operation(text, op).flags.map((flag) => [flag.name, flag.default]))

const described = (text: string, op: string) =>
  operation(text, op).flags.map((flag) => [flag.name, flag.description, flag.default])

describe("the two formats", () => {
  it("a map of operations is the anonymous model", () => {
    const file = loaded("foo: foo\nbar:\n  description: Bar\n  exec: hello\n")
    expect(file.models.map((model) => model.name)).toEqual([""])
    expect(operation("foo: foo\n", "foo")).toMatchObject({
      description: "",
      target: { kind: "main", main: "foo", exec: undefined }
    })
    expect(file.models[0]?.operations[1]).toMatchObject({
      description: "Bar",
      target: { kind: "exec", exec: "hello" }
    })
  })

  it("an item with operations and no type is the anonymous model", () => {
    expect(names("- operations:\n    test: guild.pass\n")).toEqual([""])
    expect(names("- model: ''\n")).toEqual([""])
    expect(names("- operations:\n    op: guild.pass\n  config: foo\n")).toEqual([])
  })

  it("an empty file defines nothing", () => {
    expect(names("")).toEqual([])
    expect(names("# nothing\n")).toEqual([])
    expect(names("[]\n")).toEqual([])
  })

  it("an operation that is a string is its main module", () => {
    expect(operation("- model: foo\n  operations:\n    test: test\n", "foo:test").target).toEqual({
      kind: "main",
      main: "test",
      exec: undefined
    })
  })

  it("an operation whose main or exec is blank has nothing to start", () => {
    for (const attr of ["main: ''", "exec: ' '", "{main: t, exec: ''}"])
      expect(operation(`op: ${attr.startsWith("{") ? attr : `{${attr}}`}\n`, "op").target).toEqual({ kind: "none" })
  })

  it("an operation that says nothing of what it starts is the module or script of its name", () => {
    const main = (text: string, name: string) => operation(text, name).target
    expect(main("train: {description: Train}\n", "train")).toEqual({ kind: "main", main: "train", exec: undefined })
    expect(main("train.py: {sourcecode: '*.txt'}\n", "train.py")).toMatchObject({ kind: "main", main: "train" })
    expect(main("train.mjs: {}\n", "train.mjs")).toMatchObject({ kind: "script", path: "train.mjs" })
  })

  it("an operation knows where it comes from", () => {
    expect(operation("- model: m\n  operations: {op: a}\n", "m:op")).toMatchObject({
      name: "op",
      fullName: "m:op",
      modelName: "m",
      projectDir: "/p",
      opRef: { pkgType: "guildfile", pkgName: "/p/guild.yml", pkgVersion: "v", modelName: "m", opName: "op" }
    })
  })
})

describe("the default model", () => {
  const nameOf = (text: string) => defaultModel(loaded(text))?.name

  it("is the only one, the one marked, or the anonymous one", () => {
    expect(nameOf("- model: foo\n")).toBe("foo")
    expect(nameOf("- model: foo\n  default: yes\n- model: bar\n")).toBe("foo")
    expect(nameOf("- model: foo\n- model: bar\n  default: yes\n")).toBe("bar")
    expect(nameOf("- model: foo\n- model: bar\n")).toBeUndefined()
    expect(nameOf("- model: foo\n- model: ''\n- model: bar\n")).toBe("")
    expect(nameOf("- config: foo\n")).toBeUndefined()
  })

  it("has a default operation when one is marked or it has only one", () => {
    const opOf = (text: string) => {
      const model = defaultModel(loaded(text))
      return model === undefined ? undefined : defaultOperation(model)?.name
    }
    expect(opOf("a: a\nb: {main: b, default: yes}\n")).toBe("b")
    expect(opOf("a: a\nb: b\n")).toBeUndefined()
    expect(opOf("a: a\n")).toBe("a")
  })
})

const MNIST = `
- config: default-train-flags
  flags:
    batch-size: {description: Number of images per train batch, default: 100}
    epochs: {description: Number of epochs to train, default: 5}
- model: expert
  operations:
    train:
      main: expert
      flags: {$include: default-train-flags}
- model: intro
  operations:
    train:
      main: intro
      flags:
        $include: default-train-flags
        epochs: 10
`

describe("$include", () => {
  it("brings flags, and what stands beside it redefines them without losing the rest", () => {
    expect(described(MNIST, "expert:train")).toEqual([
      ["batch-size", "Number of images per train batch", 100],
      ["epochs", "Number of epochs to train", 5]
    ])
    expect(described(MNIST, "intro:train")).toEqual([
      ["batch-size", "Number of images per train batch", 100],
      ["epochs", "Number of epochs to train", 10]
    ])
  })

  it("brings operations and resources", () => {
    const file = loaded(`
- config: shared
  operations:
    foo: {main: guild.pass, flags: {i: 1, f: 2.2}}
    bar: guild.pass
  resources:
    r1: [{file: a.txt}]
    r2: [{url: 'http://my.co/b.txt'}]
- model: m
  operations:
    $include: shared
    baz: {main: guild.pass, flags: {b: yes}}
  resources:
    $include: shared
`)
    const [model] = file.models
    expect(model?.operations.map((op) => [op.name, op.flags.map((flag) => flag.name)])).toEqual([
      ["foo", ["f", "i"]],
      ["bar", []],
      ["baz", ["b"]]
    ])
    expect(Object.keys(model?.resources ?? {})).toEqual(["r1", "r2"])
  })

  it("can name single flags, of configs and of operations", () => {
    const text = `
- config: a-flags
  flags: {a-1: 1, a-2: 2}
- config: b-flags
  flags: {$include: a-flags, b-1: 11}
- model: m2
  operations:
    op: {main: m, flags: {m-1: 1111, m-2: 2222, m-3: 3333}}
- model: m3
  operations:
    op:
      main: m
      flags:
        $include: [a-flags#a-1, b-flags#b-1, 'm2:op#m-1,m-3']
`
    expect(defaults(text, "m3:op")).toEqual({ "a-1": 1, "b-1": 11, "m-1": 1111, "m-3": 3333 })
    expect(defaults(text.replace("b-flags#b-1", "b-flags"), "m3:op")).toMatchObject({ "a-1": 1, "a-2": 2, "b-1": 11 })
  })

  it("brings flag values to steps", () => {
    const op = operation(
      `
- config: shared-flag-vals
  flags: {foo: 123, bar: 345}
- operations:
    op: guild.pass
    steps:
      steps:
       - run: op
         flags:
           $include: shared-flag-vals
           bar: 456
       - op
`,
      "steps"
    )
    expect(op.target).toEqual({ kind: "steps", steps: [{ run: "op", flags: { foo: 123, bar: 456 } }, "op"] })
  })

  it("reports what it does not find, and circles", () => {
    expect(messageOf(MNIST.replace("$include: default-train-flags}", "$include: defualt-train-flags}"))).toContain(
      "cannot find include reference 'defualt-train-flags': did you mean 'default-train-flags'?"
    )
    expect(
      messageOf(
        "- config: a\n  flags: {$include: b}\n- config: b\n  flags: {$include: a}\n- operations: {op: {flags: {$include: a}}}\n"
      )
    ).toContain("cycle in '$include' (a -> b -> a)")
  })
})

describe("extends", () => {
  it("takes over what a model does not say itself, but not the name", () => {
    const text = `
- model: trainable
  description: A trainable model
  operations:
    train: {exec: train, flags: {batch-size: 32}}
- model: evaluatable
  description: An evaluatable model
  operations:
    evaluate: {exec: train --test}
- model: model-1
  description: A trainable, evaluatable model
  extends: [trainable, evaluatable]
- model: model-2
  extends: trainable
  operations:
    train: {flags: {batch-size: 16}}
`
    const file = loaded(text)
    expect(file.models.map((model) => [model.name, model.description, model.operations.map((op) => op.name)])).toEqual([
      ["trainable", "A trainable model", ["train"]],
      ["evaluatable", "An evaluatable model", ["evaluate"]],
      ["model-1", "A trainable, evaluatable model", ["train", "evaluate"]],
      ["model-2", "A trainable model", ["train"]]
    ])
    expect(defaults(text, "model-1:train")).toEqual({ "batch-size": 32 })
    expect(defaults(text, "model-2:train")).toEqual({ "batch-size": 16 })
    expect(operation(text, "model-2:train").target).toEqual({ kind: "exec", exec: "train" })
  })

  it("reaches over several levels and merges flags attribute by attribute", () => {
    const text = `
- model: a
  operations:
    train:
      exec: train
      flags:
        f1: {description: f1 in a, default: 1}
        f2: {description: f2 in a, default: 2}
        f3: {description: f3 in a, default: 3}
- model: b
  extends: a
  operations:
    train: {flags: {f2: {description: f2 in b, default: 22}}}
    eval: {exec: eval}
- model: c
  extends: b
  operations:
    train: {flags: {f3: 33}}
`
    expect(described(text, "b:train")).toEqual([
      ["f1", "f1 in a", 1],
      ["f2", "f2 in b", 22],
      ["f3", "f3 in a", 3]
    ])
    expect(described(text, "c:train")).toEqual([
      ["f1", "f1 in a", 1],
      ["f2", "f2 in b", 22],
      ["f3", "f3 in a", 33]
    ])
  })

  it("allows one config to be reached on two ways", () => {
    const file = loaded(`
- config: a
  operations: {a_op: {}}
- config: b
  operations: {b_op: {}}
  extends: a
- config: c
  operations: {c_op: {}}
  extends: a
- model: m
  extends: [b, c]
`)
    expect(file.models[0]?.operations.map((op) => op.name).sort()).toEqual(["a_op", "b_op", "c_op"])
  })

  it("reports circles by their path", () => {
    expect(messageOf("- model: a\n  extends: a\n")).toBe(
      "error in line 2, column 12 of /p/guild.yml: cycle in 'extends' (a -> a)"
    )
    expect(messageOf("- model: a\n  extends: b\n- model: b\n  extends: a\n")).toBe(
      "error in line 2, column 12 of /p/guild.yml: cycle in 'extends' (b -> a -> b)"
    )
  })

  it("reports unknown names with the nearest one", () => {
    expect(messageOf("- config: base\n- model: m\n  extends: bass\n")).toContain(
      "undefined model or config 'bass': did you mean 'base'?"
    )
  })
})

describe("params", () => {
  it("fill in what is nothing, and what lists of parameters refer to, as deep as they stand", () => {
    const text = `
- config: base
  params: {n: 1, none: null, list: ['{{n}}', [{q: '{{who}}-{{n}}'}]], round: ['{{round}}']}
  operations: {o: {flags: {a: '{{none}}', b: '{{list}}', c: [['{{n}}', 'x{{n}}']], d: '{{round}}'}}}
- model: m
  extends: base
  params: {who: mars}
`
    const { flags } = operation(text, "m:o")
    expect(flags.map(({ name, default: value }) => [name, value])).toEqual([
      ["a", null],
      ["b", [1, [mapOf([["q", "mars-1"]])]]],
      ["c", [[1, "x1"]]],
      ["d", ["{{round}}"]]
    ])
  })

  const description = (text: string) => loaded(text).models.map((model) => model.description)

  it("are filled in everywhere, whole values with their type", () => {
    expect(description("- model: m\n  params: {n: 10}\n  description: Value of n is {{n}}\n")).toEqual([
      "Value of n is 10"
    ])
    const text = "- model: m\n  params: {n: 10.0}\n  operations: {o: {flags: {n: '{{n}}', n_str: 'n is {{n}}'}}}\n"
    expect(defaults(text, "m:o")).toEqual({ n: { value: 10 }, n_str: "n is 10.0" })
  })

  it("are inherited, and the child's win over the parents' in their order", () => {
    const base = "- config: a\n  params: {foo: 1}\n- config: b\n  params: {foo: 2}\n"
    expect(description(`${base}- model: m\n  extends: [a, b]\n  description: foo is {{foo}}\n`)).toEqual(["foo is 1"])
    expect(description(`${base}- model: m\n  extends: [b, a]\n  description: foo is {{foo}}\n`)).toEqual(["foo is 2"])
    expect(
      description(`${base}- model: m\n  extends: [b, a]\n  params: {foo: 3}\n  description: foo is {{foo}}\n`)
    ).toEqual(["foo is 3"])
  })

  it("are filled in for each model anew; unknown ones stay", () => {
    expect(
      description(`
- model: base
  description: A v{{version}} {{type}} classifier
  params: {version: 1}
- model: softmax
  extends: base
  params: {type: softmax}
- model: cnn
  extends: base
  params: {type: CNN, version: 2}
`)
    ).toEqual(["A v1 {{type}} classifier", "A v1 softmax classifier", "A v2 CNN classifier"])
  })

  it("may refer to others; a circle is left where it closes", () => {
    expect(
      description(`
- config: c1
  params: {p1: 1}
- config: c2
  extends: c1
  params: {p2: '{{p1}} 2'}
- model: m
  extends: c2
  params: {p3: '{{p2}} 3'}
  description: Model {{p3}}
`)
    ).toEqual(["Model 1 2 3"])
    expect(
      description(`
- config: c1
  params: {p1: '{{p2}}'}
- config: c2
  extends: c1
  params: {p2: '{{p1}}'}
- model: m
  extends: c2
  description: Model {{p2}}
`)
    ).toEqual(["Model {{p1}}"])
  })
})

describe("operation-defaults", () => {
  it("hold for what an operation does not say", () => {
    const text = `
- config: base
  operation-defaults:
    flags-dest: args
    flags-import: no
    sourcecode: no
    flags: {f1: 1, f2: 2}
- model: m
  extends: base
  operations:
    op1: guild.pass
    op2:
      main: guild.pass
      flags-import: all
      sourcecode: ['*.py']
      flags: {}
`
    const op1 = operation(text, "m:op1")
    expect(op1).toMatchObject({ flagsDest: "args", flagsImport: "none" })
    expect(op1.sourcecode.op).toMatchObject({ disabled: true, rules: [] })
    expect(defaults(text, "m:op1")).toEqual({ f1: 1, f2: 2 })
    const op2 = operation(text, "m:op2")
    expect(op2).toMatchObject({ flagsDest: "args", flagsImport: "all", flags: [] })
    expect(op2.sourcecode.op?.rules.map((rule) => [rule.include, rule.patterns])).toEqual([
      [false, ["*"]],
      [true, ["*.py"]]
    ])
  })
})

describe("optimizers", () => {
  const optimizers = (text: string) => operation(text, "test").optimizers

  it("are one, by its algorithm or with flags", () => {
    expect(optimizers("test: {optimizer: gp}\n")).toEqual([{ name: "gp", algorithm: "gp", default: false, flags: {} }])
    expect(
      optimizers("test:\n  optimizer: {algorithm: gp, default: yes, random-starts: 3, kappa: 1.8, noise: 0.1}\n")
    ).toEqual([
      {
        name: "gp",
        algorithm: "gp",
        default: true,
        flags: { kappa: { value: 1.8 }, noise: { value: 0.1 }, "random-starts": 3 }
      }
    ])
  })

  it("are several by name, which is the algorithm where none is given", () => {
    expect(
      optimizers("test:\n  optimizers: {gp: {kappa: 1.6}, forest: {default: yes}, bayesian: 'skopt:gp'}\n").map(
        ({ algorithm, default: isDefault, name }) => [name, algorithm, isDefault]
      )
    ).toEqual([
      ["bayesian", "skopt:gp", false],
      ["forest", "forest", true],
      ["gp", "gp", false]
    ])
  })

  it("need an algorithm, and one attribute or the other", () => {
    expect(messageOf("test:\n  optimizer: {}\n")).toContain("missing required 'algorithm' attribute in {}")
    expect(messageOf("test:\n  optimizer: gp\n  optimizers: {gp-2: gp}\n")).toContain(
      "conflicting optimizer configuration in operation 'test' - cannot define both 'optimizer' and 'optimizers'"
    )
  })
})

describe("flag definitions", () => {
  const flag = (yaml: string) => operation(`op:\n  flags:\n    flag: ${yaml}\n`, "op").flags[0]

  it("are a plain value, which is the default", () => {
    expect(flag("1.123")?.default).toEqual({ value: 1.123 })
    expect(flag("1")?.default).toBe(1)
    expect(flag("hello")?.default).toBe("hello")
    expect(flag("yes")?.default).toBe(true)
    expect(flag("null")?.default).toBeNull()
    expect(flag("[1,2,3]")?.default).toEqual([1, 2, 3])
    expect(flag("1e-4")?.default).toEqual({ value: 1e-4 })
  })

  it("say everything that can be said of a flag", () => {
    expect(
      flag(
        "{description: A flag, default: 1.0, choices: [1.0, {value: 2.0, description: Two, alias: two, flags: {b: 1}}], required: yes, type: float, arg-name: f, arg-skip: no, arg-switch: yes, arg-split: ',', arg-encoding: {yes: 1}, env-name: F, env-encoding: {no: '0'}, alias: ff, allow-other: yes, null-label: none, min: 1, max: 3.0, distribution: uniform, q: 1}"
      )
    ).toEqual({
      name: "flag",
      description: "A flag",
      default: { value: 1 },
      choices: [
        { value: { value: 1 }, description: "", alias: undefined, flags: {} },
        { value: { value: 2 }, description: "Two", alias: "two", flags: { b: 1 } }
      ],
      required: true,
      type: "float",
      argName: "f",
      argSkip: false,
      argSwitch: true,
      argSplit: ",",
      argEncoding: { yes: 1 },
      envName: "F",
      envEncoding: { no: "0" },
      alias: "ff",
      allowOther: true,
      nullLabel: "none",
      min: 1,
      max: { value: 3 },
      distribution: "uniform",
      extra: { q: 1 }
    })
  })

  it("refuse choices that are no list", () => {
    expect(messageOf("op:\n  flags:\n    foo:\n      choices:\n        a: 1\n")).toContain(
      "invalid flag choice data {'a': 1}: expected a list of values or mappings"
    )
  })
})

describe("resources and dependencies", () => {
  const requires = (yaml: string) => operation(`train:\n  requires:\n${yaml}`, "train").requires

  it("are named, or defined inline, alone or in a list", () => {
    expect(requires("    prepare\n")).toEqual([{ spec: "prepare" }])
    expect(requires("    - a\n    - b\n")).toEqual([{ spec: "a" }, { spec: "b" }])
    expect(requires("    - url: http://my.co/stuff.gz\n    - operation: foo\n")).toEqual([
      { spec: { url: "http://my.co/stuff.gz" } },
      { spec: { operation: "foo" } }
    ])
    expect(requires("    path: data\n    sources:\n      - url: http://my.co/stuff.gz\n")).toEqual([
      { spec: { path: "data", sources: [{ url: "http://my.co/stuff.gz" }] } }
    ])
    expect(requires("    resource: data\n    description: required data\n")).toEqual([
      { spec: { resource: "data", description: "required data" } }
    ])
  })

  const source = (yaml: string) =>
    messageOf(`- model: sample\n  resources:\n    sample:\n      sources:\n        - ${yaml}\n`)

  it("need sources of exactly one type", () => {
    expect(source("foo: bar.txt")).toContain(
      "line 5, column 11 of /p/guild.yml: invalid source {'foo': 'bar.txt'} in resource 'sample:sample': missing required attribute (one of config, file, module, url, operation)"
    )
    expect(source("{file: foo.txt, url: 'http://files.com/bar.txt'}")).toContain(
      "invalid source {'file': 'foo.txt', 'url': 'http://files.com/bar.txt'} in resource 'sample:sample': conflicting attributes (file, url)"
    )
    expect(source("foo.txt")).toBe("nothing is wrong")
  })

  it("are kept as written, by name, in each operation of the model", () => {
    const op = operation(
      "- model: m\n  resources: {data: {path: d, sources: [{file: a}]}}\n  operations: {op: {main: a, requires: data}}\n",
      "m:op"
    )
    expect(getKey(op.resources, "data")).toEqual({ path: "d", sources: [{ file: "a" }] })
  })
})

describe("attributes of operations", () => {
  it("are all read", () => {
    expect(
      operation(
        `
op:
  main: train --fast
  exec: python \${main_args}
  description: Train
  default: yes
  flags-import: [a, b]
  flags-import-skip: c
  flags-dest: args:click
  default-flag-arg-skip: yes
  flag-encoder: mod:fun
  output-scalars: [{loss: 'loss=(\\value)'}]
  output-attrs: {note: 'note: (.*)'}
  objective: {maximize: acc}
  default-max-trials: 5
  compare: [loss, =lr]
  label: 'lr=\${lr}'
  tags: nightly
  run-attrs: {team: blue}
  env: {A: 1}
  env-secrets: [KEY]
  python-path: [src, lib]
  python-requires: '>=3.6'
  pip-freeze: no
  plugins: [cpu]
  handle-keyboard-interrupt: yes
  stoppable: yes
  publish: {files: '*.png'}
  delete-on-success: yes
  can-stage-trials: yes
  remote: yes
  set-trace: no
`,
        "op"
      )
    ).toMatchObject({
      target: { kind: "main", main: "train --fast", exec: "python ${main_args}" },
      description: "Train",
      default: true,
      flagsImport: ["a", "b"],
      flagsImportSkip: ["c"],
      flagsDest: "args:click",
      defaultFlagArgSkip: true,
      flagEncoder: "mod:fun",
      outputScalars: [{ loss: "loss=(\\value)" }],
      outputAttrs: { note: "note: (.*)" },
      objective: { maximize: "acc" },
      defaultMaxTrials: 5,
      compare: ["loss", "=lr"],
      label: "lr=${lr}",
      tags: ["nightly"],
      runAttrs: { team: "blue" },
      env: { A: 1 },
      envSecrets: ["KEY"],
      pythonPath: "src:lib",
      pythonRequires: ">=3.6",
      pipFreeze: false,
      plugins: ["cpu"],
      handleKeyboardInterrupt: true,
      stoppable: true,
      publish: {
        template: undefined,
        files: [
          { include: false, patterns: ["*"] },
          { include: true, patterns: ["*.png"] }
        ]
      },
      deleteOnSuccess: true,
      extra: { "can-stage-trials": true, remote: true, "set-trace": false }
    })
  })

  it("of the model hold for its operations", () => {
    expect(
      operation(
        "- model: m\n  plugins: all\n  python-requires: '>=3'\n  sourcecode: no\n  operations: {op: a}\n",
        "m:op"
      )
    ).toMatchObject({ plugins: "all", pythonRequires: ">=3", sourcecode: { model: { disabled: true }, op: undefined } })
  })

  it("start programs of other languages by the name of the file", () => {
    expect(operation("op: {main: src/train.mjs}\n", "op").target).toEqual({
      kind: "script",
      language: "node",
      path: "src/train.mjs"
    })
    expect(operation("op: {main: train.R}\n", "op").target).toMatchObject({ language: "r" })
  })
})

describe("warnings", () => {
  const warnings = (text: string) => loaded(text).warnings

  it("say which attribute is not known and which was meant", () => {
    expect(warnings("train:\n  main: a\n  flags_import: all\n")).toEqual([
      "/p/guild.yml, line 3: unexpected attribute 'flags_import' in operation 'train': did you mean 'flags-import'?"
    ])
    expect(warnings("train:\n  main: a\n  colour: red\n")).toEqual([
      "/p/guild.yml, line 3: unexpected attribute 'colour' in operation 'train': it is ignored"
    ])
  })

  it("are what a choice does not have", () => {
    const flag = (attributes: string) => warnings(`train:\n  flags:\n    lr: ${attributes}\n`)
    expect(flag("{min: 0, max: 1.5}")).toEqual([])
    expect(flag("{choices: [{valu: 1}, 2, {value: 3, description: x, alias: a, flags: {}}]}")).toEqual([
      "/p/guild.yml, line 3: unexpected attribute 'valu' in a choice of flag 'lr': did you mean 'value'?"
    ])
  })

  it("speak of a way to pass flags that there is not", () => {
    const warnings = (dest: string) => loaded(`op:\n  main: a\n  flags-dest: ${dest}\n`).warnings
    expect(warnings("'globls'")).toEqual([
      "/p/guild.yml, line 3: unknown flags-dest 'globls': expected args, args:click, args:absl, globals, global:NAME, dict:NAME, namespace:NAME or config:FILE"
    ])
    for (const dest of ["args", "args:click", "globals", "global:a.b", "dict:p", "namespace:args", "config:a/b.yml.in"])
      expect(warnings(`'${dest}'`)).toEqual([])
  })

  it("speak of a key that is said twice, of which the last counts", () => {
    const text = "train:\n  main: a\n  main: b\n"
    expect(warnings(text)).toEqual(["/p/guild.yml, line 3: 'main' is said twice: the last one counts"])
    expect(operation(text, "train").target).toMatchObject({ main: "b" })
  })

  it("speak of a model that lacks its dash", () => {
    expect(warnings("model: m\noperations:\n  train: a\n")[0]).toContain("start its first line with '- '")
  })

  it("and errors show control characters as text", () => {
    expect(warnings('train:\n  "\\e[31mred": 1\n')[0]).toContain("unexpected attribute '\\x1b[31mred'")
    expect(messageOf('"\\e[31mred": [a]\n')).toContain("operation '\\x1b[31mred'")
  })

  it("are none for a user's own attributes of a flag", () => {
    expect(warnings("train:\n  flags:\n    x: {default: 1, mean: 0.0, sigma: 2.0, q: 1.0}\n")).toEqual([])
  })
})

describe("the parts of a file", () => {
  it("are a package besides models", () => {
    const file = loaded("- package: gpkg.hello\n  version: 0.1\n- model: model-1\n")
    expect(file.package).toMatchObject({ package: "gpkg.hello" })
    expect(file.models.map((model) => model.name)).toEqual(["model-1"])
  })

  it("survive names such as __proto__", () => {
    const file = loaded("__proto__: {exec: a, flags: {__proto__: 1, constructor: 2}, env: {__proto__: x}}\n")
    const op = file.models[0]?.operations[0]
    expect(op?.name).toBe("__proto__")
    expect(op?.flags.map((flag) => [flag.name, flag.default])).toEqual([
      ["__proto__", 1],
      ["constructor", 2]
    ])
    expect(Object.keys(op?.env ?? {})).toEqual(["__proto__"])
    expect(load("a: 1\n")._tag).toBe("Left")
  })

  it("references and extra data are kept", () => {
    const file = loaded("- model: m\n  references: [https://a, https://b]\n  extra: {a: 1}\n")
    expect(file.models[0]).toMatchObject({ references: ["https://a", "https://b"], extra: { a: 1 } })
  })
})
