import { readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { Effect, Either, Layer, Option } from "effect"
import type { ScriptFlag } from "../domain/script/ScriptFlag.ts"
import { flagLines, sortFlags, toFlagDef, variableFlag } from "../domain/script/ScriptFlag.ts"
import { sourceText } from "../domain/script/SourceText.ts"
import type { ImportedFlags, ScriptRef } from "../services/FlagImports.ts"
import { FlagImportError, FlagImports } from "../services/FlagImports.ts"
import { Host } from "../services/Host.ts"
import { Processes } from "../services/Processes.ts"
import { PythonEnv } from "../services/PythonEnv.ts"
import { Terminal } from "../services/Terminal.ts"
import { askScript } from "./flag-import/AskScript.ts"
import type { Answer, Found } from "./flag-import/Found.ts"
import { cacheFile, recall, remember } from "./flag-import/FoundCache.ts"

/** Scripts that import a large framework before they parse take many seconds; one that trains never ends in this time. */
const ASK_TIMEOUT_MS = 60_000

type Reading = Answer & { readonly dest: string; readonly because: string | undefined }

const scriptDesc = ({ cwd, path }: ScriptRef): string => {
  const below = relative(cwd, path)
  return below.startsWith("..") ? path : below
}

/** What `--test-flags` shows: which script was read, why flags go where they go, and the flags. */
const logOf = (
  script: ScriptRef,
  { dest, because }: Reading,
  flags: ReadonlyArray<ScriptFlag>
): ReadonlyArray<string> => [
  `reading flags for main spec '${[script.name, ...script.baseArgs].join(" ")}'`,
  ...(because === undefined ? [] : [`${scriptDesc(script)} ${because}`]),
  `${scriptDesc(script)} flags imported for dest '${dest}':`,
  ...flagLines(flags)
]

const toImported = ({ flags, dest, log, warnings }: Found): ImportedFlags => ({
  flags: flags.map(toFlagDef),
  dest,
  log,
  warnings
})

const make = (askTimeoutMs: number) =>
  Effect.gen(function* () {
    const host = yield* Host
    const processes = yield* Processes
    const python = yield* PythonEnv
    const cacheDir = join(host.guildHome, "cache", "flag-imports")
    const runtimeDir = join(dirname(host.pythonPackageDir), "runtime")
    const terminal = yield* Terminal
    const tellOfWait = yield* Effect.once(
      host.env["NO_IMPORT_FLAGS_PROGRESS"] === "1" ? Effect.void : terminal.progress("Refreshing flags...")
    )
    const remembers = host.env["NO_IMPORT_FLAGS_CACHE"] !== "1"

    const interpreterFor = (script: ScriptRef): Effect.Effect<string, FlagImportError> =>
      Effect.flatMap(
        python.interpreter,
        Option.match({
          onNone: () =>
            new FlagImportError({
              script: script.name,
              reason: "there is no Python on PATH to ask; set GUILD_PYTHON_EXE to the interpreter that runs should use"
            }),
          onSome: Effect.succeed
        })
      )

    const readPython = (
      script: ScriptRef,
      text: string,
      dest: string | undefined
    ): Effect.Effect<Reading, FlagImportError> =>
      Effect.gen(function* () {
        const { pythonFlags, pythonQuestion } = yield* Effect.promise(() => import("./flag-import/PythonScript.ts"))
        return yield* pythonFlags(script, text, dest, (kind) =>
          Effect.flatMap(interpreterFor(script), (interpreter) => {
            const question = pythonQuestion(script, kind, interpreter, host.pythonPackageDir, host.env)
            return askScript(processes.capture, script, question, askTimeoutMs)
          })
        )
      })

    const readNode = (
      script: ScriptRef,
      text: string,
      dest: string | undefined
    ): Effect.Effect<Reading, FlagImportError> =>
      Effect.gen(function* () {
        const { nodeFlags, nodeQuestion } = yield* Effect.promise(() => import("./flag-import/NodeScript.ts"))
        const question = nodeQuestion(script, process.execPath, runtimeDir, host.env)
        return yield* nodeFlags(text, dest, askScript(processes.capture, script, question, askTimeoutMs))
      })

    const readPipeline = (script: ScriptRef): Effect.Effect<Reading, FlagImportError> =>
      Effect.gen(function* () {
        const { pipelineQuestion } = yield* Effect.promise(() => import("./flag-import/NodeScript.ts"))
        const question = pipelineQuestion(script, process.execPath, runtimeDir, host.env)
        const answer = yield* askScript(processes.capture, script, question, askTimeoutMs)
        return { ...answer, dest: "args", because: undefined }
      })

    const readNotebook = (
      script: ScriptRef,
      text: string,
      dest: string | undefined
    ): Effect.Effect<Reading, FlagImportError> =>
      Effect.gen(function* () {
        const { notebookFlags } = yield* Effect.promise(() => import("./flag-import/PythonScript.ts"))
        const flags = notebookFlags(text)
        if (Either.isLeft(flags)) return yield* new FlagImportError({ script: script.name, reason: flags.left })
        return {
          dest: dest ?? "globals",
          because: dest === undefined ? "is a notebook - assuming globals" : undefined,
          flags: flags.right,
          warnings: [],
          watched: []
        }
      })

    const readR = (text: string, dest: string | undefined): Effect.Effect<Reading> =>
      Effect.map(
        Effect.promise(() => import("../domain/script/RGlobals.ts")),
        ({ parseRGlobals }) => ({
          dest: dest ?? "globals",
          because: dest === undefined ? "is an R script - assuming globals" : undefined,
          flags:
            (dest ?? "globals") === "globals"
              ? Array.from(parseRGlobals(text), ([name, value]) => variableFlag(name, value)).filter(
                  ({ name }) => !name.startsWith(".")
                )
              : [],
          warnings: [],
          watched: []
        })
      )

    const read = (
      script: ScriptRef,
      text: string,
      dest: string | undefined
    ): Effect.Effect<Reading, FlagImportError> => {
      switch (script.language) {
        case "python":
          return readPython(script, text, dest)
        case "node":
        case "typescript":
          return readNode(script, text, dest)
        case "pipeline":
          return readPipeline(script)
        case "notebook":
          return readNotebook(script, text, dest)
        case "r":
          return readR(text, dest)
      }
    }

    /** An answer of another interpreter says nothing. */
    const recalled = (file: string): Effect.Effect<Found | undefined> =>
      Effect.suspend(() => {
        const found = remembers ? recall(file) : undefined
        return found?.interpreter === undefined
          ? Effect.succeed(found)
          : Effect.map(python.interpreter, (now) => (Option.contains(now, found.interpreter) ? found : undefined))
      })

    const content = (script: ScriptRef): Effect.Effect<Uint8Array, FlagImportError> =>
      Effect.try({
        try: () => readFileSync(script.path),
        catch: (cause) =>
          new FlagImportError({ script: script.name, reason: cause instanceof Error ? cause.message : String(cause) })
      })

    return FlagImports.of({
      importFlags: (script, dest) =>
        Effect.gen(function* () {
          const bytes = yield* content(script)
          const file = cacheFile(cacheDir, script, bytes, dest)
          const known = yield* recalled(file)
          if (known !== undefined) return toImported(known)
          yield* tellOfWait
          const text = sourceText(bytes, script.language)
          const reading = yield* read(script, text, dest)
          const flags = sortFlags(reading.flags)
          const asked = script.language === "python" && reading.dest.startsWith("args")
          const interpreter = asked ? Option.getOrUndefined(yield* python.interpreter) : undefined
          const found: Found = {
            flags,
            dest: reading.dest,
            log: logOf(script, reading, flags),
            warnings: reading.warnings,
            watched: reading.watched,
            interpreter
          }
          // What a pipeline imports of the project may change its flags.
          if (remembers && script.language !== "pipeline")
            yield* Effect.sync(() => remember(cacheDir, file, found, host.pid))
          return toImported(found)
        })
    })
  })

/** Reads real scripts, and asks those with a parser in a child process that is stopped after `askTimeoutMs`. */
export const layerWith = (options: {
  readonly askTimeoutMs: number
}): Layer.Layer<FlagImports, never, Host | Processes | PythonEnv | Terminal> =>
  Layer.effect(FlagImports, make(options.askTimeoutMs))

export const layer: Layer.Layer<FlagImports, never, Host | Processes | PythonEnv | Terminal> = layerWith({
  askTimeoutMs: ASK_TIMEOUT_MS
})
