import { join } from "node:path"
import { Effect } from "effect"
import { parseNodeSource } from "../../domain/script/NodeFlags.ts"
import { variableFlag } from "../../domain/script/ScriptFlag.ts"
import type { FlagImportError, ScriptRef } from "../../services/FlagImports.ts"
import type { Question } from "./AskScript.ts"
import type { Answer } from "./Found.ts"

const NOTHING: Answer = { flags: [], warnings: [], watched: [] }

type Ask = (script: ScriptRef, node: string, runtimeDir: string, env: Readonly<Record<string, string>>) => Question

const typescript = (runtimeDir: string): ReadonlyArray<string> => ["--import", join(runtimeDir, "typescript.mjs")]

/** How a Node script's own call of `parseArgs` is asked; the script runs up to that call. */
export const nodeQuestion: Ask = (script, node, runtimeDir, env) => ({
  argv: (answerFile) => [
    node,
    "--require",
    join(runtimeDir, "ask-parse-args.cjs"),
    ...(script.language === "typescript" ? typescript(runtimeDir) : []),
    script.path,
    answerFile,
    ...script.baseArgs
  ],
  env: { ...env, FLAGS_DEST: "args" }
})

/** How a file that exports operations or pipelines is asked for the flags of one. */
export const pipelineQuestion: Ask = (script, node, runtimeDir, env) => ({
  argv: (answerFile) => [
    node,
    ...typescript(runtimeDir),
    join(runtimeDir, "pipeline.mjs"),
    "--describe",
    answerFile,
    ...script.baseArgs,
    script.path
  ],
  env: { ...env, FLAGS_DEST: "args" }
})

/** The flags of a JavaScript or TypeScript script for a destination; `ask` is called only where it uses `parseArgs`. */
export const nodeFlags = (
  text: string,
  dest: string | undefined,
  ask: Effect.Effect<Answer, FlagImportError>
): Effect.Effect<Answer & { readonly dest: string; readonly because: string | undefined }, FlagImportError> =>
  Effect.suspend(() => {
    const { params, usesParseArgs } = parseNodeSource(text)
    const found = {
      dest: dest ?? (usesParseArgs ? "args" : "globals"),
      because:
        dest !== undefined
          ? undefined
          : usesParseArgs
            ? "uses parseArgs - assuming args"
            : "does not use parseArgs - assuming globals"
    }
    if (found.dest === "globals")
      return Effect.succeed({
        ...NOTHING,
        ...found,
        flags: Array.from(params, ([name, value]) => variableFlag(name, value)).filter(
          ({ name }) => !name.startsWith("_")
        )
      })
    return found.dest === "args" && usesParseArgs
      ? Effect.map(ask, (answer) => ({ ...answer, ...found }))
      : Effect.succeed({ ...NOTHING, ...found })
  })
