import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { args, variadic } from "../../../src/cli/command/Args.ts"
import { command } from "../../../src/cli/command/Command.ts"
import { helpText } from "../../../src/cli/command/Help.ts"
import { flag, text, toggle } from "../../../src/cli/command/Options.ts"
import { options } from "../../../src/cli/command/OptionSet.ts"

const sample = command({
  name: "sample",
  summary: "Do a thing.",
  help: ["A paragraph that is long enough to be broken at the width of a terminal of eighty columns, once."],
  options: options({
    remove: text("-rm, -u, --remove", { metavar: "VAL", help: "Remove VAL." }),
    offline: toggle("--offline", "--no-offline", { help: "Stay away from the network." }),
    secret: flag("--secret", { help: "Not shown.", hidden: true }),
    long: text("--an-option-with-a-rather-long-name", { metavar: "VALUE", help: "Has its text below." })
  }),
  args: args({ runs: variadic("RUN") }),
  handler: () => Promise.resolve({ handle: () => Effect.void })
})

describe("the help of a command", () => {
  it("is laid out as click lays it out", () => {
    expect(helpText(sample, "guild sample", 120)).toBe(`Usage: guild sample [OPTIONS] [RUN]...

  Do a thing.

  A paragraph that is long enough to be broken at the width of a terminal of
  eighty columns, once.

Options:
  -rm, -u, --remove VAL           Remove VAL.
  --offline / --no-offline        Stay away from the network.
  --an-option-with-a-rather-long-name VALUE
                                  Has its text below.
  --help                          Show this message and exit.`)
  })

  it("fits a narrow terminal", () => {
    const widest = Math.max(
      ...helpText(sample, "guild sample", 60)
        .split("\n")
        .map((line) => line.length)
    )
    expect(widest).toBeLessThanOrEqual(60)
  })
})
