import { Effect, Option } from "effect"
import type { GuildFile, GuildFileError } from "../domain/GuildFile.ts"
import type { OpDef } from "../domain/ops/OpDef.ts"
import type { OpLookup } from "../domain/ops/OpSpec.ts"
import { lookUpOp } from "../domain/ops/OpSpec.ts"
import { builtinOp } from "../domain/ops/OpSpecBuiltin.ts"
import type { OpSpecError } from "../domain/ops/OpSpecErrors.ts"
import {
  AmbiguousModel,
  OpNotDefined,
  OpNotFound,
  OpSpecInvalid,
  ScriptNotRunnable
} from "../domain/ops/OpSpecErrors.ts"
import { scriptOp } from "../domain/ops/OpSpecScript.ts"
import type { FlagImports } from "../services/FlagImports.ts"
import { GuildFiles } from "../services/GuildFiles.ts"
import { Host } from "../services/Host.ts"
import { ProjectFiles } from "../services/ProjectFiles.ts"
import type { PythonEnv } from "../services/PythonEnv.ts"
import { Terminal } from "../services/Terminal.ts"
import type { UserFiles } from "../services/UserFiles.ts"
import { installedOp } from "./resolve/InstalledOp.ts"
import { fileOp } from "./resolve/FileOp.ts"
import { importExport, importFlags } from "./resolve/ImportFlags.ts"
import { absolutePath } from "../domain/text/Paths.ts"

/** What finding an operation can fail with. */
export type ResolveError = GuildFileError | OpSpecError

/** What finding an operation needs. */
export type ResolveNeeds = FlagImports | GuildFiles | Host | ProjectFiles | PythonEnv | Terminal | UserFiles

/** The project's Guild file, its oddities said on standard error; none where the directory has none. */
export const projectFile: Effect.Effect<GuildFile | undefined, GuildFileError, GuildFiles | Host | Terminal> =
  Effect.gen(function* () {
    const host = yield* Host
    const files = yield* GuildFiles
    const terminal = yield* Terminal
    yield* Effect.logDebug(`checking '${host.cwd === host.startDir ? "." : host.cwd}' for model sources`)
    const file = Option.getOrUndefined(yield* files.forDir(host.cwd))
    for (const warning of file?.warnings ?? []) yield* terminal.warn(warning)
    return file
  })

const missing = (lookup: OpLookup, spec: string | undefined): OpSpecError => {
  switch (lookup.kind) {
    case "no-op":
      return new OpNotDefined({ op: lookup.op, model: lookup.model.name })
    case "several-models":
      return new AmbiguousModel({ model: lookup.model, matches: lookup.matches })
    case "invalid":
      return new OpSpecInvalid({ spec: spec ?? "" })
    case "found":
    case "no-model":
      return new OpNotFound({ spec })
  }
}

/** An operation of a package on the Python path: `PACKAGE/MODEL:OP`, or `PACKAGE/OP` of its default model. */
const packageOp = (spec: string): Effect.Effect<OpDef | undefined, ResolveError, GuildFiles> =>
  Effect.gen(function* () {
    const slash = spec.indexOf("/")
    if (slash <= 0) return undefined
    const file = yield* (yield* GuildFiles).forPackage(spec.slice(0, slash))
    if (Option.isNone(file)) return undefined
    const lookup = lookUpOp(file.value, spec.slice(slash + 1))
    return lookup.kind === "found" ? lookup.op : yield* missing(lookup, spec)
  })

/** A file of the directory, a package's operation, or one of guild's own; what a Guild file defines comes before them. */
const undefinedOp = (
  spec: string | undefined,
  lookup: OpLookup
): Effect.Effect<OpDef, ResolveError, GuildFiles | Host | ProjectFiles | UserFiles> =>
  Effect.gen(function* () {
    if (spec === undefined || spec === "") return yield* missing(lookup, undefined)
    const { cwd } = yield* Host
    const files = yield* ProjectFiles
    const exported = yield* fileOp(spec, cwd)
    if (exported !== undefined) return exported
    const kind = yield* files.kindOf(absolutePath(spec, cwd))
    if (kind === "file" || kind === "executable") {
      const op = scriptOp(spec, cwd, kind)
      return op ?? (yield* new ScriptNotRunnable({ spec, reason: "must be an executable file" }))
    }
    const found = (yield* packageOp(spec)) ?? builtinOp(spec, cwd)
    if (found !== undefined) return found
    // What the project says of a model of that name is more to the point.
    const installed = lookup.kind === "no-model" ? Option.getOrUndefined(yield* installedOp(spec)) : undefined
    return installed?.kind === "found" ? installed.op : yield* missing(installed ?? lookup, spec)
  })

/** An operation as it is defined, its script's flags not yet imported. */
export const findOperation = (
  spec: string | undefined
): Effect.Effect<OpDef, ResolveError, GuildFiles | Host | ProjectFiles | Terminal | UserFiles> =>
  Effect.gen(function* () {
    const lookup = lookUpOp(yield* projectFile, spec)
    return lookup.kind === "found" ? lookup.op : yield* undefinedOp(spec, lookup)
  })

/** An operation that was found, complete with the flags of its script. */
export const withScriptFlags = (op: OpDef): Effect.Effect<OpDef, ResolveError, ResolveNeeds> =>
  op.target.kind === "script" && op.target.language === "pipeline" ? importExport(op) : importFlags(op)

/**
 * The operation that a spec names: one that the project's Guild file defines (`[MODEL:]OP`, or the default where nothing is
 * named), else a script or program in the directory, else one of guild's own (`+`, `random`, `gp`, ...), complete with the flags
 * of its script. Fails with a sentence that says what was looked for and how to see what there is.
 */
export const resolveOperation = (spec: string | undefined): Effect.Effect<OpDef, ResolveError, ResolveNeeds> =>
  Effect.flatMap(findOperation(spec), withScriptFlags)
