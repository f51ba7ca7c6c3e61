import { Effect } from "effect"
import { mergeImported, needsScript } from "../../domain/guildfile/ImportedFlags.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import type { ImportedFlags } from "../../services/FlagImports.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { FlagImports } from "../../services/FlagImports.ts"
import type { Host } from "../../services/Host.ts"
import type { ProjectFiles } from "../../services/ProjectFiles.ts"
import type { PythonEnv } from "../../services/PythonEnv.ts"
import { Terminal } from "../../services/Terminal.ts"
import { findScript } from "./FindScript.ts"

type Needs = FlagImports | Host | ProjectFiles | PythonEnv | Terminal

/** What an operation's script says of its flags; a script that cannot be read is warned of and says nothing. */
export const readScript = (op: OpDef): Effect.Effect<ImportedFlags | undefined, never, Needs> =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const found = yield* findScript(op)
    if (found === undefined) return undefined
    if (found.kind === "missing") {
      yield* terminal.warn(
        `cannot import flags from ${visibleText(found.name)}: No module named ${visibleText(found.name)}`
      )
      return undefined
    }
    const imports = yield* FlagImports
    const imported = yield* imports
      .importFlags(found.script, op.flagsDest)
      .pipe(
        Effect.catchAll((error) =>
          Effect.as(terminal.warn(error.message.split("\n").map(visibleText).join("\n")), undefined)
        )
      )
    for (const warning of imported?.warnings ?? []) yield* terminal.warn(warning)
    return imported
  })

/** An operation with its script's flags and the way to pass them. The training itself is never run for this. */
export const importFlags = (op: OpDef): Effect.Effect<OpDef, never, Needs> =>
  needsScript(op)
    ? Effect.map(readScript(op), (imported) =>
        imported === undefined ? op : mergeImported(op, imported.flags, imported.dest)
      )
    : Effect.succeed(op)
