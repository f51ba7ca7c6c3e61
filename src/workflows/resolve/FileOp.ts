import { Effect } from "effect"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { exportOp, exportsOperations, parseExportSpec } from "../../domain/ops/OpSpecPath.ts"
import { absolutePath } from "../../domain/text/Paths.ts"
import { ProjectFiles } from "../../services/ProjectFiles.ts"
import { UserFiles } from "../../services/UserFiles.ts"

/**
 * The operation or pipeline of TypeScript that `FILE[:NAME]` names; `undefined` where there is no such file, or it is a script that
 * only runs. A file with a name behind it is looked into by the name alone.
 */
export const fileOp = (spec: string, cwd: string): Effect.Effect<OpDef | undefined, never, ProjectFiles | UserFiles> =>
  Effect.gen(function* () {
    const parsed = parseExportSpec(spec)
    if (parsed === undefined) return undefined
    const path = absolutePath(parsed.path, cwd)
    const kind = yield* (yield* ProjectFiles).kindOf(path)
    if (kind === undefined || kind === "directory") return undefined
    if (parsed.name !== undefined) return exportOp(parsed, cwd)
    const text = yield* Effect.orElseSucceed((yield* UserFiles).read(path), () => undefined)
    return text !== undefined && exportsOperations(text) ? exportOp(parsed, cwd) : undefined
  })
