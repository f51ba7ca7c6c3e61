import { dirname, join } from "node:path"
import { Effect, Either, Option } from "effect"
import { variableFlag } from "../../domain/script/ScriptFlag.ts"
import type { ScriptRef } from "../../services/FlagImports.ts"
import { FlagImportError } from "../../services/FlagImports.ts"
import { Host } from "../../services/Host.ts"
import { Processes } from "../../services/Processes.ts"
import { PythonEnv } from "../../services/PythonEnv.ts"
import { askScript } from "./AskScript.ts"
import type { Answer } from "./Found.ts"

/** The flags of a script, where their values go, and why they go there. */
export type Reading = Answer & { readonly dest: string; readonly because: string | undefined }

/**
 * Reads the flags out of the text of a script, in the way of its language; a script that has a parser is asked in a child process, which
 * is stopped after `askTimeoutMs`. `dest` is where the values go, where the user said it.
 */
export const flagReader = (askTimeoutMs: number) =>
  Effect.gen(function* () {
    const host = yield* Host
    const processes = yield* Processes
    const python = yield* PythonEnv
    const runtimeDir = join(dirname(host.pythonPackageDir), "runtime")

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
        const { pythonFlags, pythonQuestion } = yield* Effect.promise(() => import("./PythonScript.ts"))
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
        const { nodeFlags, nodeQuestion } = yield* Effect.promise(() => import("./NodeScript.ts"))
        const question = nodeQuestion(script, process.execPath, runtimeDir, host.env)
        return yield* nodeFlags(text, dest, askScript(processes.capture, script, question, askTimeoutMs))
      })

    const readPipeline = (script: ScriptRef): Effect.Effect<Reading, FlagImportError> =>
      Effect.gen(function* () {
        const { pipelineQuestion } = yield* Effect.promise(() => import("./NodeScript.ts"))
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
        const { notebookFlags } = yield* Effect.promise(() => import("./PythonScript.ts"))
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
        Effect.promise(() => import("../../domain/script/RGlobals.ts")),
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

    return (script: ScriptRef, text: string, dest: string | undefined): Effect.Effect<Reading, FlagImportError> => {
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
  })
