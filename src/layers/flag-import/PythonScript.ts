import { delimiter, dirname, join, resolve } from "node:path"
import { Effect, Either } from "effect"
import { notebookSource } from "../../domain/script/NotebookSource.ts"
import type { PythonSource } from "../../domain/script/PythonSource.ts"
import { importsPackage, parsePythonSource } from "../../domain/script/PythonSource.ts"
import type { ScriptFlag } from "../../domain/script/ScriptFlag.ts"
import { variableFlag } from "../../domain/script/ScriptFlag.ts"
import type { Value } from "../../domain/Value.ts"
import { getKey, isMap } from "../../domain/Value.ts"
import type { FlagImportError, ScriptRef } from "../../services/FlagImports.ts"
import type { Question } from "./AskScript.ts"
import type { Answer } from "./Found.ts"
import { watch } from "./FoundCache.ts"
import { searchModules } from "./LocalModules.ts"

const NOTHING: Answer = { flags: [], warnings: [], watched: [] }

/**
 * How a script speaks of a parser of each kind. A script that only takes `argparse.Namespace` or `click.echo` has none to ask.
 */
const PARSERS = {
  argparse: /ArgumentParser|parse_(?:\w+_)?args|\w+argparse/,
  absl: /\bDEFINE_\w+\s*\(|\bflags\.FLAGS\b/,
  click: /\bclick\.(?:command|group|option|Command|Group)\b|\bfrom\s+click\s+import\b|\btyper\b/
} as const
export type ParserKind = keyof typeof PARSERS
const isParserKind = (name: string): name is ParserKind => Object.hasOwn(PARSERS, name)

/** Where a script's flags go if nobody says it, and the sentence that explains it. */
export const assumedDest = (source: PythonSource, text: string): { readonly dest: string; readonly because: string } =>
  importsPackage(source, "argparse")
    ? { dest: "args", because: "imports argparse - assuming args" }
    : importsPackage(source, "click") && PARSERS.click.test(text)
      ? { dest: "args:click", because: "imports click - assuming args:click" }
      : importsPackage(source, "absl") && PARSERS.absl.test(text)
        ? { dest: "args:absl", because: "imports absl - assuming args:absl" }
        : { dest: "globals", because: "does not import argparse - assuming globals" }

/** Public variables with a literal. */
const globalFlags = ({ params }: PythonSource): ReadonlyArray<ScriptFlag> =>
  Array.from(params, ([name, value]) => variableFlag(name, value)).filter(({ name }) => !name.startsWith("_"))

/** The public variables that the code cells of a notebook assign a literal; what is no notebook gives the reason. */
export const notebookFlags = (text: string): Either.Either<ReadonlyArray<ScriptFlag>, string> =>
  Either.map(notebookSource(text), (source) => globalFlags(parsePythonSource(source)))

/** The literals in an object, those of nested objects under dotted names. */
const objectFlags = (prefix: string, value: Value): ReadonlyArray<ScriptFlag> =>
  isMap(value)
    ? Object.entries(value).flatMap(([key, item]) => objectFlags(prefix === "" ? key : `${prefix}.${key}`, item))
    : [variableFlag(prefix, value)]

const itemFlags = ({ objects }: PythonSource, target: string): ReadonlyArray<ScriptFlag> => {
  const [name = "", ...path] = target.split(".")
  const found = path.reduce<Value>(
    (value, key) => (isMap(value) ? (getKey(value, key) ?? null) : null),
    objects.get(name) ?? null
  )
  return isMap(found) ? objectFlags("", found) : []
}

/** The directory that holds the top of the script's package, or the script itself where it has none. */
const ownRoot = (script: ScriptRef): string =>
  (script.packageName ?? "")
    .split(".")
    .filter((name) => name !== "")
    .reduce((dir) => dirname(dir), dirname(script.path))

/**
 * How a Python script's parser is asked. The script runs up to the call that would parse its arguments; compiled files are not
 * written into the project.
 */
export const pythonQuestion = (
  script: ScriptRef,
  kind: ParserKind,
  interpreter: string,
  packageDir: string,
  env: Readonly<Record<string, string>>
): Question => ({
  argv: (answerFile) => [
    interpreter,
    join(packageDir, "guild", "import_flags_main.py"),
    kind,
    answerFile,
    script.path,
    script.packageName ?? "",
    ...script.baseArgs
  ],
  env: {
    ...env,
    PYTHONPATH: [...script.pythonPath, ...(env["PYTHONPATH"] ?? "").split(delimiter)]
      .filter((dir) => dir !== "")
      .join(delimiter),
    PYTHONDONTWRITEBYTECODE: "1"
  }
})

/**
 * The flags of a Python script for a destination. `ask` starts the script, so it is only called where the script or a module of
 * its project has a parser: a script without one would train.
 */
export const pythonFlags = (
  script: ScriptRef,
  text: string,
  dest: string | undefined,
  ask: (kind: ParserKind) => Effect.Effect<Answer, FlagImportError>
): Effect.Effect<Answer & { readonly dest: string; readonly because: string | undefined }, FlagImportError> =>
  Effect.suspend(() => {
    const source = parsePythonSource(text)
    const assumed = dest === undefined ? assumedDest(source, text) : undefined
    const found = { dest: dest ?? assumed?.dest ?? "globals", because: assumed?.because }
    const [kind = "", target = ""] = found.dest.split(/:(.*)/)

    if (found.dest === "globals") return Effect.succeed({ ...NOTHING, ...found, flags: globalFlags(source) })
    if (kind === "global" || kind === "dict" || kind === "namespace")
      return Effect.succeed({ ...NOTHING, ...found, flags: itemFlags(source, target) })
    const parser = target === "" ? "argparse" : isParserKind(target) ? target : undefined
    if (kind !== "args" || parser === undefined) return Effect.succeed({ ...NOTHING, ...found })

    const speaks = (module: string) => PARSERS[parser].test(module)
    const roots = [ownRoot(script), ...script.pythonPath.map((dir) => resolve(script.cwd, dir)), script.cwd]
    const search = speaks(text) ? { matched: true, files: [] } : searchModules(script.path, source, roots, speaks)
    const watched = search.files.flatMap((path) => watch(path) ?? [])
    return search.matched
      ? Effect.map(ask(parser), (answer) => ({ ...answer, ...found, watched: [...watched, ...answer.watched] }))
      : Effect.succeed({ ...NOTHING, ...found, watched })
  })
