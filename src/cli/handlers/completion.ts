import { Effect } from "effect"
import type { ShellName } from "../../domain/Shells.ts"
import { shellName } from "../../domain/Shells.ts"
import { ShellUnknown } from "../../domain/ShellUnknown.ts"
import { typedWords } from "../../domain/text/CommandLine.ts"
import { userPath } from "../../domain/text/Paths.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Host } from "../../services/Host.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import { definedCandidates, flagCandidates, runCandidates, tagCandidates } from "../../workflows/Candidates.ts"
import type { ResolveNeeds } from "../../workflows/ResolveOperation.ts"
import type { RunStore } from "../../services/RunStore.ts"
import type { GuildError } from "../GuildError.ts"
import type { Group, Input } from "../command/Command.ts"
import type { Candidate, Completion } from "../command/Complete.ts"
import { complete } from "../command/Complete.ts"
import { completionScript, FILES_MARK, loadLine, startupFile } from "../render/completion-script.ts"

interface Options {
  readonly shell: ShellName | undefined
  readonly shellInit: string | undefined
  readonly install: boolean
  readonly line: string | undefined
}

const FILES: Candidate = { word: FILES_MARK, help: "" }

const withFiles = ({ files, words }: { readonly words: ReadonlyArray<Candidate>; readonly files: boolean }) =>
  files ? [...words, FILES] : words

/** An operation for the first word; flags behind it, or at once where the project has one that needs no name. */
const runWords = (start: string, words: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const [operation, ...set] = words
    if (operation !== undefined && !operation.includes("="))
      return withFiles(yield* flagCandidates(operation, start, set))
    const found = yield* Effect.orElseSucceed(flagCandidates(undefined, start, words), () => ({
      words: [],
      files: false
    }))
    if (operation !== undefined || start.includes("=")) return withFiles(found)
    return [...(yield* definedCandidates(start, "operations")), ...found.words, FILES]
  })

const candidates = (
  completion: Completion
): Effect.Effect<ReadonlyArray<Candidate>, GuildError, RunStore | ResolveNeeds> => {
  switch (completion.kind) {
    case "words":
      return Effect.succeed(completion.words)
    case "runs":
      return runCandidates(completion.start, completion.deleted ? "trash" : "live")
    case "tags":
      return tagCandidates(completion.start)
    case "operations":
    case "models":
      return definedCandidates(completion.start, completion.kind)
    case "run-words":
      return runWords(completion.start, completion.words)
    case "files":
      return Effect.succeed([FILES])
  }
}

/** One candidate a line, a tab and its help behind it. Whatever goes wrong, there is nothing to say amid a command line. */
const answer = (root: Group, line: string) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const completion = complete(root, typedWords(line).slice(1))
    const found = yield* Effect.orElseSucceed(candidates(completion), (): ReadonlyArray<Candidate> => [])
    const lines = found
      // A word that a terminal would act on is none to offer.
      .filter(({ word }) => !/\p{C}/u.test(word))
      .map(({ help, word }) => `${word}\t${visibleText(help.split("\n")[0] ?? "")}`.trimEnd())
    if (lines.length > 0) yield* terminal.out(lines.join("\n"))
  })

/** Makes a start-up file load completion, once. What is in the file stays. */
const install = (shell: ShellName, named: string | undefined) =>
  Effect.gen(function* () {
    const { homeDir } = yield* Host
    const terminal = yield* Terminal
    const files = yield* UserFiles
    const path = named ?? `${homeDir}/${startupFile(shell)}`
    const shown = visibleText(userPath(path, homeDir))
    const line = loadLine(shell)
    const text = (yield* files.read(path)) ?? ""
    if (text.split("\n").includes(line)) return yield* terminal.err(`Completion is installed in ${shown} already`)
    yield* files.append(
      path,
      `${text === "" || text.endsWith("\n") ? "" : "\n"}# Completion of guild commands\n${line}\n`
    )
    yield* terminal.err(`Completion is installed in ${shown}\nStart a new shell, or run: ${line}`)
  })

/** `guild completion` of the commands below a top level. */
export const handleIn =
  (root: Group) =>
  ({ options }: Input<Options, {}>) =>
    Effect.gen(function* () {
      if (options.line !== undefined) return yield* answer(root, options.line)
      const { env } = yield* Host
      const shell = options.shell ?? shellName(env["SHELL"] ?? "")
      if (shell === undefined) return yield* new ShellUnknown({ shell: env["SHELL"] ?? "" })
      if (options.install) return yield* install(shell, options.shellInit)
      yield* (yield* Terminal).out(completionScript(shell))
    })
