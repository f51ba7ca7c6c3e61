import { describe, expect, it } from "vitest"
import type { Command, Group } from "../../../src/cli/command/Command.ts"
import { readOptions } from "../../../src/cli/command/Read.ts"
import { root } from "../../../src/cli/commands/root.ts"

const commandsOf = (node: Command | Group, path: string): ReadonlyArray<readonly [string, Command]> =>
  node.kind === "command" ? [[path, node]] : node.commands.flatMap((each) => commandsOf(each, `${path} ${each.name}`))

const filtered = commandsOf(root("~/.guild"), "guild").filter(([, { options }]) =>
  options.some(([key]) => key === "filter-operations")
)

/** Every spelling of a filter that no command has for something of its own, and the filters that it asks for. */
const spellings: ReadonlyArray<readonly [words: ReadonlyArray<string>, keys: ReadonlyArray<string>]> = [
  [["-F", "a = 1"], ["filter-filter"]],
  [["--filter", "a = 1"], ["filter-filter"]],
  [["-Fo", "op"], ["filter-operations"]],
  [["--operation", "op"], ["filter-operations"]],
  [["-Fl", "x"], ["filter-labels"]],
  [["-Fu"], ["filter-unlabeled"]],
  [["--unlabeled"], ["filter-unlabeled"]],
  [["-Ft", "t"], ["filter-tags"]],
  [["-Fc", "c"], ["filter-comments"]],
  [["-Fm"], ["filter-marked"]],
  [["-Fn"], ["filter-unmarked"]],
  [["-Fs", "today"], ["filter-started"]],
  [["--started", "today"], ["filter-started"]],
  [["-Fd", "ab"], ["filter-digest"]]
]

const statuses: ReadonlyArray<readonly [words: ReadonlyArray<string>, keys: ReadonlyArray<string>]> = [
  [["-Sr"], ["status-running"]],
  [["--not-running"], ["status-running"]],
  [["-Sc"], ["status-completed"]],
  [["-Se"], ["status-error"]],
  [["-St"], ["status-terminated"]],
  [["-Sp"], ["status-pending"]],
  [["-Ss"], ["status-staged"]],
  [["-Set"], ["status-error", "status-terminated"]],
  [
    ["--not-error", "--staged"],
    ["status-error", "status-staged"]
  ]
]

/** The one-letter spellings of filters. Many commands have some of these letters for something of their own. */
const letters: ReadonlyArray<readonly [words: ReadonlyArray<string>, key: string]> = [
  [["-o", "op"], "filter-operations"],
  [["-l", "x"], "filter-labels"],
  [["-U"], "filter-unlabeled"],
  [["-M"], "filter-marked"],
  [["-N"], "filter-unmarked"],
  [["-S", "today"], "filter-started"],
  [["-D", "ab"], "filter-digest"],
  [["-R"], "status-running"],
  [["-C"], "status-completed"],
  [["-E"], "status-error"],
  [["-T"], "status-terminated"],
  [["-P"], "status-pending"],
  [["-G"], "status-staged"]
]

describe("the filters of every command that has them", () => {
  it("are those of many commands", () => {
    expect(filtered.length).toBeGreaterThan(20)
  })

  it.each(filtered)("%s reads each spelling as the filter it is", (_path, command) => {
    const hasStatuses = command.options.some(([key]) => key === "status-running")
    for (const [words, keys] of [...spellings, ...(hasStatuses ? statuses : [])]) {
      const read = readOptions(command.options, words, true)
      expect(read.kind === "read" ? [...read.options.keys()].sort() : read, words.join(" ")).toEqual(keys)
    }
  })

  it.each(filtered)("%s reads each letter that it has for nothing else as the filter it is", (_path, command) => {
    const isOwn = (letter: string): boolean =>
      command.options.some(([key, { names }]) => key.startsWith("opt-") && names.includes(letter))
    const has = (wanted: string): boolean => command.options.some(([key]) => key === wanted)
    for (const [words, key] of letters) {
      if (!has(key) || isOwn(words[0] ?? "")) continue
      const read = readOptions(command.options, words, true)
      expect(read.kind === "read" ? [...read.options.keys()] : read, words.join(" ")).toEqual([key])
    }
  })

  it("lose few letters: those that commands have for something of their own", () => {
    const own = filtered.flatMap(([path, { options }]) => {
      const names = options.filter(([key]) => key.startsWith("opt-")).flatMap(([, spec]) => spec.names)
      const taken = letters.map(([[letter = ""]]) => letter).filter((letter) => names.includes(letter))
      return taken.length === 0 ? [] : [`${path} ${taken.join(" ")}`]
    })
    expect(own).toEqual([
      "guild api merge -S -D",
      "guild archive -l",
      "guild comment -l",
      "guild merge -S -D",
      "guild runs archive -l",
      "guild runs merge -S -D",
      "guild runs comment -l",
      "guild select -S"
    ])
  })
})
