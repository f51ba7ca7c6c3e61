import { readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { Effect, Layer, Option } from "effect"
import type { ScriptFlag } from "../domain/script/ScriptFlag.ts"
import { flagLines, sortFlags, toFlagDef } from "../domain/script/ScriptFlag.ts"
import { sourceText } from "../domain/script/SourceText.ts"
import type { ImportedFlags, ScriptRef } from "../services/FlagImports.ts"
import { FlagImportError, FlagImports } from "../services/FlagImports.ts"
import { Host } from "../services/Host.ts"
import type { Processes } from "../services/Processes.ts"
import { PythonEnv } from "../services/PythonEnv.ts"
import { Terminal } from "../services/Terminal.ts"
import type { Found } from "./flag-import/Found.ts"
import { cacheFile, recall, remember } from "./flag-import/FoundCache.ts"
import type { Reading } from "./flag-import/ReadFlags.ts"
import { flagReader } from "./flag-import/ReadFlags.ts"

/** Scripts that import a large framework before they parse take many seconds; one that trains never ends in this time. */
const ASK_TIMEOUT_MS = 60_000

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
    const python = yield* PythonEnv
    const cacheDir = join(host.guildHome, "cache", "flag-imports")
    const terminal = yield* Terminal
    const tellOfWait = yield* Effect.once(
      host.env["NO_IMPORT_FLAGS_PROGRESS"] === "1" ? Effect.void : terminal.progress("Refreshing flags...")
    )
    const remembers = host.env["NO_IMPORT_FLAGS_CACHE"] !== "1"

    const readFlags = yield* flagReader(askTimeoutMs)

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
          const reading = yield* readFlags(script, text, dest)
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
