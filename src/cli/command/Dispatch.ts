import type { Command, Group } from "./Command.ts"
import { helpText, usageError } from "./Help.ts"
import { nearest } from "../../domain/text/Nearest.ts"
import type { Canonical } from "./Read.ts"
import { readArgs, readOptions } from "./Read.ts"

/** A command line that names a command and fits it. */
export interface RunRequest {
  readonly kind: "run"
  readonly command: Command
  /** The command without options, as it is written in full: `guild runs info`. */
  readonly path: string
  readonly canonical: Canonical
  /** What was given before the first command's name, by the keys of the top level. */
  readonly top: Canonical["options"]
}

/** What a command line asks for. */
export type Request =
  | { readonly kind: "help"; readonly text: string; readonly top: Canonical["options"] }
  | { readonly kind: "usage-error"; readonly text: string }
  | RunRequest

type Options = Canonical["options"]

const answersTo = (node: Command | Group, word: string): boolean => node.name === word || node.aliases.includes(word)

const noSuchCommand = (group: Group, word: string): string => {
  const names = group.commands.filter((each) => !each.hidden).flatMap((each) => [each.name, ...each.aliases])
  const near = nearest(word, names)
  return `No such command '${word}'.${near === undefined ? "" : `  Did you mean '${near}'?`}`
}

const request = (
  command: Command,
  path: string,
  options: Options,
  words: ReadonlyArray<string>,
  top: Options
): Request => {
  const read = readArgs(command.args, words)
  return "problem" in read
    ? { kind: "usage-error", text: usageError(command, path, read.problem) }
    : { kind: "run", command, path, canonical: { options, args: read.args }, top }
}

/**
 * Finds the command that a command line names and reads what was given to it.
 *
 * @param root the top level; its own options come back as `top`
 * @param argv the words behind the program's name
 * @param columns the width of the terminal, which only help asks for
 */
export const dispatch = (root: Group, argv: ReadonlyArray<string>, columns: () => number): Request => {
  const visit = (node: Command | Group, path: string, rest: ReadonlyArray<string>, outer?: Options): Request => {
    const read = readOptions(node.options, rest, node.kind === "command")
    if (read.kind === "help") return { kind: "help", text: helpText(node, path, columns()), top: outer ?? new Map() }
    if (read.kind === "problem") return { kind: "usage-error", text: usageError(node, path, read.problem) }
    const top = outer ?? read.options
    if (node.kind === "command") return request(node, path, read.options, read.words, top)
    const [word, ...more] = read.words
    if (word === undefined)
      return node.fallback === undefined
        ? { kind: "help", text: helpText(node, path, columns()), top }
        : request(node.fallback, `${path} ${node.fallback.name}`, read.options, [], top)
    const next = node.commands.find((each) => answersTo(each, word))
    return next === undefined
      ? { kind: "usage-error", text: usageError(node, path, noSuchCommand(node, word)) }
      : visit(next, `${path} ${next.name}`, more, top)
  }
  return visit(root, root.name, argv)
}
