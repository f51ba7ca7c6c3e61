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
})
