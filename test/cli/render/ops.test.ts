import { describe, expect, it } from "vitest"
import { renderModelHelp } from "../../../src/cli/render/help-model.ts"
import { renderOpHelp } from "../../../src/cli/render/help-op.ts"
import { renderModels, renderOps } from "../../../src/cli/render/ops.ts"
import { loaded, operation } from "../../support/guildFile.ts"

const plain = { filters: [], all: false, verbose: false }

const MODELS = `
- config: base
  operations:
    train: {description: Train the MNIST model, main: train}
    evaluate: {description: Evaluate a trained model using test data, main: train --test}
    _prepare: {main: prepare}
- model: mnist-intro
  description: MNIST model from TensorFlow intro tutorial
  extends: base
- model: mnist-expert
  description: MNIST model from TensorFlow expert tutorial
  extends: base
`

describe("the list of operations", () => {
  it("names them with their descriptions, by name", () => {
    expect(renderOps(loaded(MODELS), plain)).toBe(
      `mnist-expert:evaluate  Evaluate a trained model using test data
mnist-expert:train     Train the MNIST model
mnist-intro:evaluate   Evaluate a trained model using test data
mnist-intro:train      Train the MNIST model`
    )
    expect(renderOps(loaded("no-pip-freeze: a\ndefault: b\n"), plain)).toBe("default\nno-pip-freeze")
  })

  it("shows private ones only when all are asked for", () => {
    expect(renderOps(loaded(MODELS), { ...plain, all: true })).toContain("mnist-intro:_prepare")
  })

  it("is limited to what has every filter in its name or description", () => {
    expect(renderOps(loaded(MODELS), { ...plain, filters: ["intro", "TEST"] })).toBe(
      "mnist-intro:evaluate  Evaluate a trained model using test data"
    )
    expect(renderOps(loaded(MODELS), { ...plain, filters: ["nothing"] })).toBe("")
  })

  it("has details on demand: what is started, flags, and further lines of the description", () => {
    const text =
      "train:\n  description: |\n    Train it\n\n    In three acts.\n  main: train --fast\n  flags: {x: {description: The x, default: 1}, y: }\n"
    expect(renderOps(loaded(text), { ...plain, verbose: true })).toBe(
      `train  Train it
  main: train --fast
  flags:
    x: The x (default is 1)
    y
  details:
    In three acts.`
    )
  })

  it("shows control characters as text", () => {
    expect(renderOps(loaded('op: {exec: a, description: "\\e[31mred"}\n'), plain)).toBe("op  \\x1b[31mred")
  })
})

describe("the list of models", () => {
  it("names them with their descriptions, and not the anonymous one", () => {
    expect(renderModels(loaded(MODELS), plain)).toBe(
      `mnist-expert  MNIST model from TensorFlow expert tutorial
mnist-intro   MNIST model from TensorFlow intro tutorial`
    )
    expect(renderModels(loaded("op: a\n"), plain)).toBe("")
  })

  it("has details on demand", () => {
    expect(renderModels(loaded("- model: m\n  operations: {b: b, a: a}\n"), { ...plain, verbose: true })).toBe(
      "m\n  source: /p/guild.yml\n  operations:\n    a\n    b\n  details:"
    )
  })
})

const HELP = `
- model: m
  description: A model
  resources:
    data: {description: The data, sources: [{file: a.txt}]}
  operations:
    train:
      description: Train a model
      main: train
      requires: [data, {operation: prepare}]
      flags:
        lr: {description: Learning rate, default: 0.1}
        name: {required: yes}
`

describe("the help of an operation and of a model", () => {
  it("says how to run the operation, what it needs and its flags", () => {
    expect(renderOpHelp(operation(HELP, "m:train"))).toBe(
      `Usage: guild run [OPTIONS] m:train [FLAG]...

Train a model

Use 'guild run --help' for a list of options.

Dependencies:
  data     The data
  prepare

Flags:
  lr    Learning rate (default is 0.1)
  name  (required)`
    )
  })

  it("says which operations and resources the model has", () => {
    const [model] = loaded(HELP).models
    expect(model === undefined ? "" : renderModelHelp(model)).toBe(
      `Usage: guild run [OPTIONS] m:OPERATION [FLAG]...

A model

Use 'guild run m:OPERATION --help-op' for help on a particular operation.

Operations:
  train  Train a model

Resources:
  data  The data`
    )
  })
})
