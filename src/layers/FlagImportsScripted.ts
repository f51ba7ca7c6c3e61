import { Effect, Layer } from "effect"
import type { FlagImportError, ImportedFlags } from "../services/FlagImports.ts"
import { FlagImports } from "../services/FlagImports.ts"

/** What a script says of its flags, or how reading it fails. */
export type ScriptedFlags = ImportedFlags | FlagImportError

/**
 * Flags as a test tells them, by the absolute path of the script. A destination that is asked for is given back. A script that
 * was not told of is a mistake of the test, and a defect.
 */
export const layer = (scripts: Readonly<Record<string, ScriptedFlags>>): Layer.Layer<FlagImports> =>
  Layer.succeed(
    FlagImports,
    FlagImports.of({
      importFlags: (script, dest) => {
        const told = Object.hasOwn(scripts, script.path) ? scripts[script.path] : undefined
        if (told === undefined) return Effect.dieMessage(`no flags were scripted for ${script.path}`)
        if ("_tag" in told) return Effect.fail(told)
        return Effect.succeed({ ...told, dest: dest ?? told.dest })
      }
    })
  )
