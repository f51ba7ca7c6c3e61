import { Effect, Either } from "effect"
import { configDest, configFlags, withConfigDest } from "../../domain/flags/ConfigDest.ts"
import { mergeImported, needsScript } from "../../domain/guildfile/ImportedFlags.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { ScriptNotRunnable } from "../../domain/ops/OpSpecErrors.ts"
import type { ImportedFlags } from "../../services/FlagImports.ts"
import { flatConfig, parseConfigFile } from "../../domain/resources/ConfigFile.ts"
import { absolutePath } from "../../domain/text/Paths.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { FlagImportError } from "../../services/FlagImports.ts"
import { FlagImports } from "../../services/FlagImports.ts"
import type { Host } from "../../services/Host.ts"
import type { ProjectFiles } from "../../services/ProjectFiles.ts"
import type { PythonEnv } from "../../services/PythonEnv.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import { findScript } from "./FindScript.ts"

type Needs = FlagImports | Host | ProjectFiles | PythonEnv | Terminal | UserFiles

/** What an operation's script says of its flags; nothing where there is no script, which is warned of. */
const askForFlags = (op: OpDef): Effect.Effect<ImportedFlags | undefined, FlagImportError, Needs> =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const found = yield* findScript(op)
    if (found === undefined) return undefined
    if (found.kind === "missing") {
      yield* terminal.warn(visibleText(`cannot import flags from ${found.name}: ${found.reason}`))
      return undefined
    }
    const imports = yield* FlagImports
    const imported = yield* imports.importFlags(found.script, op.flagsDest)
    for (const warning of imported.warnings) yield* terminal.warn(warning)
    return imported
  })

/** What an operation's script says of its flags; a script that cannot be read is warned of and says nothing. */
export const readScript = (op: OpDef): Effect.Effect<ImportedFlags | undefined, never, Needs> =>
  Effect.catchAll(askForFlags(op), (error) =>
    Effect.gen(function* () {
      yield* (yield* Terminal).warn(error.message.split("\n").map(visibleText).join("\n"))
      return undefined
    })
  )

/** An operation whose flags are the values of a configuration file; one that cannot be read is warned of and has none. */
const importConfig = (op: OpDef, path: string) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const files = yield* UserFiles
    const dest = op.flagsDest ?? ""
    const own = withConfigDest(op, path)
    if (op.flagsImport === "none") return own
    const text = yield* Effect.either(files.read(absolutePath(path, op.projectDir)))
    const config = Either.flatMap(
      Either.mapLeft(text, ({ message }) => message),
      (found) => (found === undefined ? Either.left(`cannot find ${path}`) : parseConfigFile(path, found))
    )
    if (Either.isRight(config)) return mergeImported(own, configFlags(flatConfig(config.right)), dest)
    yield* terminal.warn(visibleText(`cannot import flags from ${path}: ${config.left}`))
    return own
  })

const withFlagsOf = (op: OpDef, imported: ImportedFlags | undefined): OpDef =>
  imported === undefined ? op : mergeImported(op, imported.flags, imported.dest)

/** An operation with its script's flags and the way to pass them. The training itself is never run for this. */
export const importFlags = (op: OpDef): Effect.Effect<OpDef, never, Needs> => {
  const config = configDest(op.flagsDest)
  if (config !== undefined) return importConfig(op, config)
  return needsScript(op) ? Effect.map(readScript(op), (imported) => withFlagsOf(op, imported)) : Effect.succeed(op)
}

/** An export of a module with its flags; what cannot be loaded, or does not export it, cannot be run either. */
export const importExport = (op: OpDef): Effect.Effect<OpDef, ScriptNotRunnable, Needs> =>
  Effect.mapBoth(askForFlags(op), {
    onFailure: ({ reason }) => new ScriptNotRunnable({ spec: op.opRef.opName, reason }),
    onSuccess: (imported) => withFlagsOf(op, imported)
  })
