import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { args, required, variadic } from "../../src/cli/command/Args.ts"
import { flag, integer, text, texts } from "../../src/cli/command/Options.ts"
import { options } from "../../src/cli/command/OptionSet.ts"
import { readArgs, readOptions } from "../../src/cli/command/Read.ts"
import { wrap } from "../../src/cli/command/Wrap.ts"

const set = options({
  all: flag("-a, --all", { help: "" }),
  limit: integer("-n, --limit", { help: "" }),
  label: text("-l, --label", { help: "" }),
  operations: texts("-o, -Fo, --operation", { help: "" })
})

interface Given {
  readonly all: boolean
  readonly limit: number | undefined
  readonly label: string | undefined
  readonly operations: ReadonlyArray<string>
}

const optional = <A>(of: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> => fc.option(of, { nil: undefined })

const value = fc.oneof(fc.string(), fc.constantFrom("", " ", " a ", "-a", "--all", "--", "=", "a=b", "-n3", "-Fo"))

const given: fc.Arbitrary<Given> = fc.record({
  all: fc.boolean(),
  limit: optional(fc.integer()),
  label: optional(value),
  operations: fc.array(value, { maxLength: 4 })
})

/** Words as a user may type one option: each way of writing is a style. */
const typed = (short: string, long: string, word: string, style: number): ReadonlyArray<string> => {
  if (style === 0) return [`${long}=${word}`]
  if (style === 1) return [long, word]
  // Glued to a short name, nothing would be no value, and the option would take the next word.
  return style === 2 || word === "" ? [short, word] : [short + word]
}

const commandLine = (options: Given, style: number): ReadonlyArray<ReadonlyArray<string>> => [
  ...(options.all ? [["-a"]] : []),
  ...(options.limit === undefined ? [] : [typed("-n", "--limit", String(options.limit), style)]),
  ...(options.label === undefined ? [] : [typed("-l", "--label", options.label, style)]),
  ...options.operations.map((word) => typed("-o", "--operation", word, style))
]

const words = fc.array(
  fc.string().filter((word) => !word.startsWith("-")),
  { maxLength: 3 }
)

describe("a command line", () => {
  it("means the same however its options are written and wherever words stand between them", () => {
    fc.assert(
      fc.property(given, fc.integer({ min: 0, max: 3 }), words, (options, style, between) => {
        const parts = commandLine(options, style)
        const argv = parts.flatMap((part, at) => [...part, ...(between[at] === undefined ? [] : [between[at]])])
        const rest = between.slice(parts.length)
        const read = readOptions(set.specs, [...argv, ...rest], true)
        if (read.kind !== "read") throw new Error(JSON.stringify(read))
        expect(set.decode(read.options)).toEqual(options)
        expect(read.words).toEqual(between)
      })
    )
  })

  it("gives arguments as they were typed, blanks and all", () => {
    const specs = args({ first: required("FIRST"), more: variadic("MORE") })
    fc.assert(
      fc.property(value, fc.array(value), (first, more) => {
        const read = readArgs(specs.specs, [first, ...more])
        // What has to be there and is empty is not there.
        if (first === "") expect(read).toEqual({ problem: "Missing argument 'FIRST'." })
        else if ("problem" in read) throw new Error(read.problem)
        else expect(specs.decode(read.args)).toEqual({ first, more })
      })
    )
  })

  it("is read or refused, whatever is typed", () => {
    fc.assert(
      fc.property(fc.array(value), (argv) => {
        const read = readOptions(set.specs, argv, true)
        expect(["read", "help", "problem"]).toContain(read.kind)
        if (read.kind === "problem") expect(read.problem).not.toBe("")
      })
    )
  })

  it("has every word behind -- as it is", () => {
    fc.assert(
      fc.property(fc.array(value), (behind) => {
        expect(readOptions(set.specs, ["--", ...behind], true)).toEqual({
          kind: "read",
          options: new Map(),
          words: behind
        })
      })
    )
  })
})

describe("wrapped text", () => {
  it("keeps all words in order, and only a single word is wider than asked", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^\w{1,12}$/)), fc.integer({ min: 1, max: 40 }), (parts, width) => {
        const lines = wrap(parts.join(" "), width)
        expect(lines.join(" ").trim()).toBe(parts.join(" "))
        for (const line of lines) if (line.includes(" ")) expect(line.length).toBeLessThanOrEqual(width)
      })
    )
  })
})
