import { Either } from "effect"
import { describe, expect, it } from "vitest"
import type { CmdFlag } from "../../../src/domain/ops/OpCommand.ts"
import { FLAG_ARGS, flagEnvName, generate } from "../../../src/domain/ops/OpCommand.ts"
import type { ValueMap } from "../../../src/domain/Value.ts"
import { float } from "../../../src/domain/Value.ts"

const make = (
  cmdArgs: ReadonlyArray<string>,
  cmdEnv: ValueMap,
  cmdFlags: Readonly<Record<string, CmdFlag>>,
  flags: ValueMap
) => generate({ cmdArgs, cmdEnv, cmdFlags: new Map(Object.entries(cmdFlags)) }, flags, flags)

const command = (...given: Parameters<typeof make>) => {
  const { args, env } = Either.getOrThrow(make(...given))
  return [args, env]
}

describe("a command from a template", () => {
  it.each<readonly [string, Parameters<typeof make>, ReadonlyArray<string>, Record<string, string>]>([
    [
      "puts flags where they belong",
      [["a", "b", FLAG_ARGS], {}, { c: { argName: "C" } }, { c: 123, d: "abc" }],
      ["a", "b", "--C", "123", "--d", "abc"],
      { FLAG_C: "123", FLAG_D: "abc" }
    ],
    ["has no flags without a place for them", [["a", "b"], {}, {}, { c: 123 }], ["a", "b"], { FLAG_C: "123" }],
    ["quotes texts that look like numbers", [[FLAG_ARGS], {}, {}, { c: "123" }], ["--c", "'123'"], { FLAG_C: "123" }],
    ["writes true as yes", [[FLAG_ARGS], {}, {}, { c: true }], ["--c", "yes"], { FLAG_C: "yes" }],
    ["writes false as no", [[FLAG_ARGS], {}, {}, { c: false }], ["--c", "no"], { FLAG_C: "no" }],
    ["leaves null out", [[FLAG_ARGS], {}, {}, { c: null }], [], {}],
    [
      "orders flags by name",
      [[FLAG_ARGS], {}, {}, { z: 4, a: 1, c: 3, b: 2 }],
      ["--a", "1", "--b", "2", "--c", "3", "--z", "4"],
      { FLAG_A: "1", FLAG_B: "2", FLAG_C: "3", FLAG_Z: "4" }
    ],
    ["gives a switch for its value", [[FLAG_ARGS], {}, { a: { argSwitch: 1 } }, { a: 1 }], ["--a"], { FLAG_A: "1" }],
    ["gives no switch for another", [[FLAG_ARGS], {}, { a: { argSwitch: 1 } }, { a: 2 }], [], { FLAG_A: "2" }],
    ["skips what is to be skipped", [[FLAG_ARGS], {}, { a: { argSkip: true } }, { a: 1 }], [], { FLAG_A: "1" }],
    [
      "fills references in words",
      [["${i}", "${f}", "why ${s} there"], {}, {}, { i: 1, f: float(2.3), s: "hello" }],
      ["1", "2.3", "why hello there"],
      { FLAG_F: "2.3", FLAG_I: "1", FLAG_S: "hello" }
    ],
    [
      "joins what argparse would take for an option to its flag, where a Python program reads its arguments",
      [
        ["guild.op_main", "m", FLAG_ARGS],
        { FLAGS_DEST: "args:click" },
        { s: { argSplit: true } },
        { a: "--n", b: float(-1e-5), c: -2, d: float(-0.5), e: "-a: b", f: "-1", s: "-x -y" }
      ],
      [
        "guild.op_main",
        "m",
        "--a=--n",
        "--b=-1.0e-05",
        "--c",
        "-2",
        "--d",
        "-0.5",
        "--e='-a: b'",
        "--f",
        "'-1'",
        "--s",
        "-x",
        "-y"
      ],
      {
        FLAGS_DEST: "args:click",
        FLAG_A: "--n",
        FLAG_B: "-1.0e-05",
        FLAG_C: "-2",
        FLAG_D: "-0.5",
        FLAG_E: "-a: b",
        FLAG_F: "-1",
        FLAG_S: "-x -y"
      }
    ],
    [
      "leaves it by itself for whoever reads flags otherwise",
      [["guild.op_main", "m", FLAG_ARGS], { FLAGS_DEST: "globals" }, {}, { a: "--n" }],
      ["guild.op_main", "m", "--a", "--n"],
      { FLAGS_DEST: "globals", FLAG_A: "--n" }
    ],
    ["names variables as told", [[], {}, { a: { envName: "A" } }, { a: 1 }], [], { A: "1" }],
    ["has the template's variables", [[], { A: 123 }, {}, {}], [], { A: "123" }],
    ["lets flags go before variables", [[], { A: 123 }, { A: { envName: "A" } }, { A: 456 }], [], { A: "456" }],
    [
      "splits a value into arguments",
      [[FLAG_ARGS], {}, { a: { argSplit: true }, b: { argSplit: "," } }, { a: "x 'y z'", b: "1,2" }],
      ["--a", "x", "y z", "--b", "1", "2"],
      { FLAG_A: "x 'y z'", FLAG_B: "1,2" }
    ],
    [
      "has the items of a list split already, and splits a text as it is",
      [[FLAG_ARGS], {}, { a: { argSplit: true }, b: { argSplit: true } }, { a: [1, "x y"], b: "*.py 'a b'" }],
      ["--a", "1", "x y", "--b", "*.py", "a b"],
      { FLAG_A: "[1, x y]", FLAG_B: "*.py 'a b'" }
    ],
    [
      "encodes values as told",
      [
        [FLAG_ARGS],
        {},
        { a: { argEncoding: { yes: 1, no: "" }, envEncoding: { true: "ON" } }, b: { argEncoding: { "1": "one" } } },
        { a: true, b: 2 }
      ],
      ["--a", "1", "--b", "2"],
      { FLAG_A: "ON", FLAG_B: "2" }
    ],
    [
      "fills references to flags in variables, and no others",
      [[], { A: "x=${x} ${HOME}" }, {}, { x: 1 }],
      [],
      { A: "x=1 ${HOME}", FLAG_X: "1" }
    ]
  ])("%s", (_, given, args, env) => {
    expect(command(...given)).toEqual([args, env])
  })

  it("warns of a flag that the command has already", () => {
    expect(Either.getOrThrow(make(["--a", "2", FLAG_ARGS], {}, {}, { a: 1 }))).toEqual({
      args: ["--a", "2"],
      env: { FLAG_A: "1" },
      warnings: ["ignoring flag 'a=1' because it's shadowed in the operation cmd as --a"]
    })
    expect(Either.getOrThrow(make(["--a=2", FLAG_ARGS], {}, {}, { a: 1 }))).toMatchObject({
      args: ["--a=2"],
      warnings: ["ignoring flag 'a=1' because it's shadowed in the operation cmd as --a"]
    })
    const skipped = make(["--a", "2", FLAG_ARGS], {}, { a: { argSkip: true } }, { a: 1 })
    const unset = make(["--a", "2", FLAG_ARGS], {}, {}, { a: null })
    expect([skipped, unset].map((made) => Either.getOrThrow(made).warnings)).toEqual([[], []])
  })

  it("fails on a reference to nothing", () => {
    expect(Either.getOrThrow(Either.flip(make(["${invalid-ref}"], {}, {}, {}))).reference).toBe("invalid-ref")
  })

  it("never reads references out of values", () => {
    expect(command(["${a}"], { V: "${a}" }, {}, { a: "${b} ${a}" })).toEqual([
      ["${b} ${a}"],
      { V: "${b} ${a}", FLAG_A: "${b} ${a}" }
    ])
  })
})

describe("a flag's variable", () => {
  it("has a name that shells take", () => {
    expect(flagEnvName("learning-rate.x é")).toBe("FLAG_LEARNING_RATE_X__")
  })
})
