import { describe, expect, it } from "vitest"
import { complete } from "../../../src/cli/command/Complete.ts"
import { root } from "../../../src/cli/commands/root.ts"
import { typedWords } from "../../../src/domain/text/CommandLine.ts"

const at = (line: string) => complete(root("~/.guild"), typedWords(line).slice(1))

const wordsAt = (line: string): ReadonlyArray<string> => {
  const found = at(line)
  return found.kind === "words" ? found.words.map(({ word }) => word) : [found.kind]
}

describe("completing a command line", () => {
  it.each([
    ["guild se", ["search", "select"]],
    ["guild runs pur", ["purge"]],
    ["guild runs --archi", ["--archive"]],
    ["guild runs -Fo", ["-Fo"]],
    ["guild select --max loss --sho", ["--short", "--short-id"]],
    ["guild completion -s z", ["zsh"]],
    ["guild completion --shell=f", ["--shell=fish"]],
    ["guild runs nonsense ", []],
    ["guild mark --no-such-option 1", ["runs"]]
  ])("offers what fits behind '%s'", (line, expected) => {
    expect(wordsAt(line)).toEqual(expected)
  })

  it.each([
    ["guild ls 3", { kind: "runs", start: "3", deleted: false }],
    ["guild runs purge ", { kind: "runs", start: "", deleted: true }],
    ["guild label -s 'two words' a", { kind: "runs", start: "a", deleted: false }],
    ["guild runs -o tr", { kind: "operations", start: "tr" }],
    ["guild runs -Ft go", { kind: "tags", start: "go" }],
    ["guild -C dir cat -p ", { kind: "files" }],
    ["guild export ", { kind: "files" }],
    ["guild export there a", { kind: "runs", start: "a", deleted: false }],
    ["guild ops tr", { kind: "operations", start: "tr" }],
    ["guild run -y train lr=1 b", { kind: "run-words", start: "b", words: ["train", "lr=1"] }],
    ["guild run -- -", { kind: "run-words", start: "-", words: [] }]
  ])("knows what is named at the end of '%s'", (line, expected) => {
    expect(at(line)).toEqual(expected)
  })

  it("never offers what is hidden", () => {
    expect(wordsAt("guild ")).not.toContain("tag")
    expect(wordsAt("guild completion --")).not.toContain("--complete")
  })
})

describe("the words of a line that is being typed", () => {
  it.each([
    ["", [""]],
    ["guild", ["guild"]],
    ["guild  ", ["guild", ""]],
    ["a 'b c' d", ["a", "b c", "d"]],
    ["a 'b c", ["a", "b c"]],
    ['a "b \\" c', ["a", 'b " c']],
    ["a b\\ c", ["a", "b c"]],
    ["a ''", ["a", ""]],
    ["a '' ", ["a", "", ""]]
  ])("of %j are %j", (line, expected) => {
    expect(typedWords(line)).toEqual(expected)
  })
})
