import { describe, expect, it } from "vitest"
import { interpreters, python } from "./python.ts"

/** The repr of each call's result. */
const reprs = (interpreter: string, call: string, inputs: ReadonlyArray<unknown>): ReadonlyArray<string> => {
  const program = `import json, sys\nfrom guild.flag_values import *\nfor x in json.loads(sys.argv[1]): print(repr(${call}(x)))`
  const { stdout, stderr } = python(interpreter, ["-c", program, JSON.stringify(inputs)])
  expect(stderr).toBe("")
  return stdout.trimEnd().split("\n")
}

const expectReprs = (interpreter: string, call: string, cases: ReadonlyArray<readonly [unknown, string]>): void => {
  const results = reprs(
    interpreter,
    call,
    cases.map(([input]) => input)
  )
  expect(cases.map(([input], i) => [input, results[i]])).toEqual(cases)
}

describe.each(interpreters)("flag values with %s", (interpreter) => {
  it("are decoded as they were encoded", () => {
    expectReprs(interpreter, "decode", [
      ["''", "''"],
      ["a", "'a'"],
      ["a b", "'a b'"],
      ["'''a b'''", `"'a b'"`],
      ["'2018_06_26'", "'2018_06_26'"],
      ["1", "1"],
      ["1.0", "1.0"],
      ["1.0e+100", "1e+100"],
      ["0.3333333333333333", "0.3333333333333333"],
      ["'-1.23e-2'", "'-1.23e-2'"],
      ["yes", "True"],
      ["no", "False"],
      ["null", "None"],
      ["[]", "[]"],
      ["['', a, 1, 1.0, yes, no, null]", "['', 'a', 1, 1.0, True, False, None]"],
      ["{}", "{}"],
      ["{a: 1.123, b: c d, e: yes, f: [1, 2, g h]}", "{'a': 1.123, 'b': 'c d', 'e': True, 'f': [1, 2, 'g h']}"],
      ['"a\\tb\\u0041"', "'a\\tbA'"]
    ])
  })

  it("are text where YAML would see more in them", () => {
    const text = [
      "1_2_3",
      "1.1_2",
      "1:2",
      "67217e15",
      "1e234567",
      "1e2",
      "[1:2]",
      "[a:b:c]",
      "a: b",
      "'a'b",
      "[1",
      "-",
      "+",
      "."
    ]
    expectReprs(
      interpreter,
      "decode",
      text.map((each) => [each, each.includes("'") ? `"${each}"` : `'${each}'`])
    )
  })

  it("are numbers where they do not look like the id of a run", () => {
    expectReprs(interpreter, "decode", [
      ["1234567e8", "123456700000000.0"],
      ["+12345e6", "12345000000.0"],
      ["123456E7", "1234560000000.0"],
      ["1.e-06", "1e-06"],
      [".5", "0.5"],
      ["-.5", "-0.5"],
      ["1e-4", "0.0001"],
      ["0x1f", "31"],
      ["010", "8"],
      ["-7", "-7"],
      [".inf", "inf"]
    ])
  })

  it("are read from a command line", () => {
    expectReprs(interpreter, "args_to_flags", [
      [[], "({}, [])"],
      [["other1", "--foo", "123", "--bar", "hello", "other2"], "({'foo': 123, 'bar': 'hello'}, ['other1', 'other2'])"],
      [["--foo"], "({'foo': True}, [])"],
      [["--foo", "--bar", "1.123"], "({'foo': True, 'bar': 1.123}, [])"],
      [["-a", "bar"], "({'a': 'bar'}, [])"],
      [["-abar"], "({'a': 'bar'}, [])"],
      [["--x", "-1"], "({'x': -1}, [])"],
      [["--w", "--x", "-1.123", "--y", "-zab"], "({'w': True, 'x': -1.123, 'y': True, 'z': 'ab'}, [])"],
      [
        ["--name", "Bob", "-e", "123", "-f", "--list", "[4,5,6]"],
        "({'name': 'Bob', 'e': 123, 'f': True, 'list': [4, 5, 6]}, [])"
      ],
      [["--foo", "123", "--"], "({}, ['--foo', '123'])"],
      [["--foo", "123", "--", "--bar", "456", "--"], "({}, ['--foo', '123', '--', '--bar', '456'])"]
    ])
  })
})
