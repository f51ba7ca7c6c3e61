import type { ArgSpec } from "./Args.ts"
import type { Command, Group } from "./Command.ts"
import type { OptionSpec } from "./Options.ts"
import { wrap } from "./Wrap.ts"

/** Help never gets wider than this, whatever the terminal. */
const MAX_WIDTH = 80
/** Names wider than this stand on a line of their own. */
const MAX_NAMES = 30

type Row = readonly [left: string, right: string]

/** Two columns as click lays them out: names indented by two, texts wrapped beside them. */
const definitions = (rows: ReadonlyArray<Row>, width: number): ReadonlyArray<string> => {
  const left = Math.min(Math.max(...rows.map(([name]) => name.length)), MAX_NAMES) + 2
  const indent = " ".repeat(left + 2)
  return rows.flatMap(([name, text]) => {
    const lines = wrap(text, Math.max(width - left - 2, 10))
    const [first = "", ...more] = lines
    const head =
      name.length <= left - 2 ? [`  ${name.padEnd(left)}${first}`.trimEnd()] : [`  ${name}`, `${indent}${first}`]
    return [...head, ...more.map((line) => `${indent}${line}`)]
  })
}

const takesValue = (spec: OptionSpec): boolean => spec.form === "value" || spec.form === "values"

const optionRow = (spec: OptionSpec): Row => {
  const dashes = (name: string) => name.length - name.replace(/^-+/, "").length
  const names = [...spec.names].sort((a, b) => dashes(a) - dashes(b)).join(", ")
  const no = spec.negations.length === 0 ? "" : ` / ${spec.negations.join(", ")}`
  return [names + no + (takesValue(spec) ? ` ${spec.metavar}` : ""), spec.help]
}

const HELP_ROW: Row = ["--help", "Show this message and exit."]

/** A metavar with brackets of its own says all. */
const argWord = (spec: ArgSpec): string =>
  spec.metavar.startsWith("[")
    ? spec.metavar
    : (spec.required ? spec.metavar : `[${spec.metavar}]`) + (spec.variadic ? "..." : "")

const usageWords = (node: Command | Group): string =>
  node.kind === "group"
    ? "[OPTIONS] COMMAND [ARGS]..."
    : ["[OPTIONS]", ...node.args.map(([, spec]) => argWord(spec))].join(" ")

/** `Usage: guild runs info [OPTIONS] [RUN]`. */
export const usageLine = (node: Command | Group, path: string): string => `Usage: ${path} ${usageWords(node)}`

/** The names of a command as lists show them: `operations, ops`. */
const listedName = (node: Command | Group): string => [node.name, ...node.aliases].join(", ")

/**
 * The help page of a command, laid out as click lays it out.
 *
 * @param path the command as it is typed: `guild runs info`
 * @param columns the width of the terminal
 */
export const helpText = (node: Command | Group, path: string, columns: number): string => {
  const width = Math.max(Math.min(columns, MAX_WIDTH) - 2, 50)
  const paragraphs = [node.summary, ...node.help].flatMap((text) => [
    "",
    ...text.split("\n").flatMap((part) => wrap(part, width - 2).map((line) => `  ${line}`.trimEnd()))
  ])
  const options = [...node.options.filter(([, spec]) => !spec.hidden).map(([, spec]) => optionRow(spec)), HELP_ROW]
  const commands =
    node.kind === "group"
      ? node.commands
          .filter((each) => !each.hidden)
          .map((each): Row => [listedName(each), each.summary])
          .sort(([a], [b]) => (a < b ? -1 : 1))
      : []
  return [
    usageLine(node, path),
    ...paragraphs,
    "",
    "Options:",
    ...definitions(options, width),
    ...(commands.length === 0 ? [] : ["", "Commands:", ...definitions(commands, width)])
  ].join("\n")
}

/** What a wrong command line gets: how the command is used, where its help is, and what was wrong. */
export const usageError = (node: Command | Group, path: string, problem: string): string =>
  `${usageLine(node, path)}\nTry '${path} --help' for help.\n\nError: ${problem}`
