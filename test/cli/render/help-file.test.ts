import { describe, expect, it } from "vitest"
import { renderConsoleHelp, renderMarkdownHelp, renderPackageDescription } from "../../../src/cli/render/help-file.ts"
import { loaded } from "../../support/guildFile.ts"

const MNIST = `
- config: common
  flags:
    batch-size: {description: Number of images per train batch, default: 100}
    clones: {description: Number of clones to deploy to, null-label: calculated}
- model: intro
  operations:
    train:
      main: intro
      flags: {$include: common}
  references:
    - https://www.tensorflow.org/tutorials/layers
- model: expert
  description: Expert model
  operations:
    train: {main: expert, flags: {$include: common}}
    evaluate: {main: expert --test, flags: {epochs: {description: Epochs to evaluate, default: 1}}}
`

describe("help for a Guild file", () => {
  it("in reStructuredText describes a package", () => {
    expect(renderPackageDescription(loaded(MNIST))).toBe(
      `Models
######

expert
======

*Expert model*

Operations
^^^^^^^^^^

evaluate
--------
Flags
\`\`\`\`\`

**epochs**
  *Epochs to evaluate (default is 1)*

train
-----
Flags
\`\`\`\`\`

**batch-size**
  *Number of images per train batch (default is 100)*

**clones**
  *Number of clones to deploy to (default is calculated)*

intro
=====

Operations
^^^^^^^^^^

train
-----
Flags
\`\`\`\`\`

**batch-size**
  *Number of images per train batch (default is 100)*

**clones**
  *Number of clones to deploy to (default is calculated)*

References
^^^^^^^^^^

- https://www.tensorflow.org/tutorials/layers`
    )
  })

  it("in Markdown says how to run what is there", () => {
    const text = renderMarkdownHelp(loaded(MNIST), { title: undefined, baseHeadingLevel: 1 })
    expect(
      text.startsWith("## Overview\n\nGuild AI supported models and operations are listed below. To run an\n")
    ).toBe(true)
    expect(text.slice(text.indexOf("## Models"))).toBe(
      `## Models

### expert

*Expert model*

#### Operations

##### evaluate
###### Flags
<dl>
<dt>epochs</dt>
<dd>Epochs to evaluate (default is 1)</dd>
</dl>

##### train
###### Flags
<dl>
<dt>batch-size</dt>
<dd>Number of images per train batch (default is 100)</dd>
<dt>clones</dt>
<dd>Number of clones to deploy to (default is calculated)</dd>
</dl>

### intro

#### Operations

##### train
###### Flags
<dl>
<dt>batch-size</dt>
<dd>Number of images per train batch (default is 100)</dd>
<dt>clones</dt>
<dd>Number of clones to deploy to (default is calculated)</dd>
</dl>

#### References

- https://www.tensorflow.org/tutorials/layers`
    )
  })

  it("starts with a title at the level that is asked for, and keeps HTML in descriptions harmless", () => {
    const text = renderMarkdownHelp(loaded("op: {exec: a, flags: {x: {description: 'a <b> & c', default: 1}}}\n"), {
      title: "My project",
      baseHeadingLevel: 2
    })
    expect(text).toContain("## My project\n\n### Overview")
    expect(text).toContain("### Base operations\n\n#### op")
    expect(text).toContain("<dd>a &lt;b&gt; &amp; c (default is 1)</dd>")
  })

  it("for a terminal shows operations, flags and choices", () => {
    const text = renderConsoleHelp(
      loaded(`
train:
  description: Train a model
  main: train
  flags:
    lr: {description: Learning rate, default: 0.1}
    mode: {default: fast, choices: [{value: fast, description: Quick}, slow]}
`)
    )
    expect(text).toContain(
      `BASE OPERATIONS

    train
      Train a model

      Flags:
        lr    Learning rate (default is 0.1)
        mode  (default is fast)

              Choices:
                fast  Quick
                slow`
    )
  })
})
