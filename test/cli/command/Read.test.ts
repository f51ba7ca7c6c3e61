import { describe, expect, it } from "vitest"
import { args, optional, required, variadic } from "../../../src/cli/command/Args.ts"
import { choice, count, flag, integer, number, place, text, texts, toggle } from "../../../src/cli/command/Options.ts"
import { options } from "../../../src/cli/command/OptionSet.ts"
import { readArgs, readOptions } from "../../../src/cli/command/Read.ts"

const set = options({
  all: flag("-a, --all", { help: "" }),
  yes: flag("-y, --yes", { help: "" }),
  more: count("-m, --more", { help: "" }),
  limit: integer("-n, --limit", { help: "", min: 1 }),
  ratio: number("--ratio", { help: "" }),
  operations: texts("-o, -Fo, --operation", { help: "" }),
  min: text("-min, --min", { help: "" }),
  remove: texts("-rm, -u, --remove, --untag", { help: "" }),
  label: text("-l, --label", { help: "" }),
  started: text("-S, --started", { help: "" }),
  error: toggle("-Se, --error", "--not-error", { help: "" }),
  terminated: toggle("-St, --terminated", "--not-terminated", { help: "" }),
  dest: place("--dest", { help: "" }),
  shell: choice("--shell", ["bash", "zsh"], { help: "" })
})

/** The options that were given with their values, and the words left over. */
const read = (...argv: ReadonlyArray<string>) => {
  const result = readOptions(set.specs, argv, true)
  if (result.kind !== "read") return result
  const value = set.decode(result.options)
  const given = Object.entries(value).filter(([key]) => result.options.has(`opt-${key}`))
  return { given: Object.fromEntries(given), words: result.words }
}

const problem = (...argv: ReadonlyArray<string>) => {
  const result = readOptions(set.specs, argv, true)
  return result.kind === "problem" ? result.problem : result.kind
}

describe("options on a command line", () => {
  it.each([
    [["--label", "x"], { label: "x" }],
    [["--label=x=1"], { label: "x=1" }],
    [["-l", "x"], { label: "x" }],
    [["-lx"], { label: "x" }],
    [["-l", "--all"], { label: "--all" }],
    [["-l", ""], { label: "" }],
    [["--label="], { label: "" }],
    [["-l", "a", "-l", "b"], { label: "b" }],
    [["-m3".replace("3", "mm")], { more: 3 }],
    [["-n5"], { limit: 5 }],
    [["-n", "5"], { limit: 5 }],
    [["--ratio", "-0.5"], { ratio: -0.5 }],
    [["-Fo", "train", "-oeval", "--operation=x"], { operations: ["train", "eval", "x"] }],
    [["-o", "-o", "-o", "--"], { operations: ["-o", "--"] }],
    [["-o", "", "-o", "a"], { operations: ["", "a"] }],
    [["-min", "loss"], { min: "loss" }],
    [["-min=loss"], { min: "loss" }],
    [["-rm", "a", "--untag", "b"], { remove: ["a", "b"] }],
    [["-ay"], { all: true, yes: true }],
    [["-yn3"], { yes: true, limit: 3 }],
    [["-Set"], { error: true, terminated: true }],
    [["-Se", "--not-terminated"], { error: true, terminated: false }],
    [["--error", "--not-error"], { error: false }],
    [["-S", "today"], { started: "today" }],
    [["-Stoday"], { started: "today" }],
    [["--shell", "zsh"], { shell: "zsh" }]
  ])("%j give %j", (argv, given) => {
    expect(read(...argv)).toEqual({ given, words: [] })
  })

  it("leave words between them", () => {
    expect(read("1", "-a", "x=-1", "-y", "3:5")).toEqual({
      given: { all: true, yes: true },
      words: ["1", "x=-1", "3:5"]
    })
  })

  it("end at --, behind which everything is a word", () => {
    expect(read("-a", "--", "-1", "--all")).toEqual({ given: { all: true }, words: ["-1", "--all"] })
  })

  it("do not include a dash alone", () => {
    expect(read("-")).toEqual({ given: {}, words: ["-"] })
  })

  it("of a group end at the first word", () => {
    expect(readOptions(set.specs, ["-a", "info", "-y"], false)).toMatchObject({ kind: "read", words: ["info", "-y"] })
  })

  it.each([
    [["--foo"], "no such option: --foo"],
    [["--lab", "x"], "no such option: --lab  Did you mean --label?"],
    [["--not"], "no such option: --not  (Possible options: --not-error, --not-terminated)"],
    [["-x"], "no such option: -x"],
    [["-ax"], "no such option: -x"],
    [["--all=1"], "--all option does not take a value"],
    [["--label"], "--label option requires an argument"],
    [["-l"], "-l option requires an argument"],
    [["-n", "abc"], "Invalid value for '-n' / '--limit': abc is not a valid integer"],
    [["-n0"], "Invalid value for '-n' / '--limit': 0 is smaller than the minimum valid value 1."],
    [["--ratio", "x"], "Invalid value for '--ratio': x is not a valid floating point value"],
    [["--shell", "fish"], "Invalid value for '--shell': invalid choice: fish. (choose from bash, zsh)"],
    [["--dest", ""], "Invalid value for '--dest': it cannot be empty"],
    [["--help"], "help"]
  ])("%j are refused: %s", (argv, expected) => {
    expect(problem(...argv)).toBe(expected)
  })
})

describe("words of a command line", () => {
  const give = (specs: Parameters<typeof readArgs>[0], ...words: ReadonlyArray<string>) => {
    const result = readArgs(specs, words)
    return "problem" in result ? result.problem : Object.fromEntries(result.args)
  }
  const location = args({ location: required("LOCATION"), runs: variadic("RUN") }).specs
  const pair = args({ runs: variadic("RUN"), other: required("OTHER") }).specs
  const one = args({ run: optional("RUN") }).specs

  it("fill the arguments in order", () => {
    expect(give(location, "a", "b", "c")).toEqual({ location: ["a"], runs: ["b", "c"] })
    expect(give(location, "a")).toEqual({ location: ["a"] })
    expect(give(one)).toEqual({})
  })

  it("leave a required one behind a variadic one its word", () => {
    expect(give(pair, "a", "b", "c")).toEqual({ runs: ["a", "b"], other: ["c"] })
  })

  it("must be enough and not too many", () => {
    expect(give(location)).toBe("Missing argument 'LOCATION'.")
    // What a script leaves of an unset variable.
    expect(give(location, "")).toBe("Missing argument 'LOCATION'.")
    expect(give(location, "", "b")).toBe("Missing argument 'LOCATION'.")
    expect(give(one, "a", "b")).toBe("Got unexpected extra argument (b)")
    expect(give(one, "a", "b", "c")).toBe("Got unexpected extra arguments (b c)")
  })
})
