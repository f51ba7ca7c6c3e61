import { accessSync, constants, statSync } from "node:fs"
import { Effect, Layer } from "effect"
import type { PathKind } from "../domain/ops/OpSpecScript.ts"
import { ProjectFiles } from "../services/ProjectFiles.ts"

const kindOf = (path: string): PathKind | undefined => {
  try {
    const stat = statSync(path)
    if (stat.isDirectory()) return "directory"
    if (!stat.isFile()) return undefined
    try {
      accessSync(path, constants.X_OK)
      return "executable"
    } catch {
      return "file"
    }
  } catch {
    return undefined
  }
}

/** Looks at the disk. */
export const layer: Layer.Layer<ProjectFiles> = Layer.succeed(
  ProjectFiles,
  ProjectFiles.of({ kindOf: (path) => Effect.sync(() => kindOf(path)) })
)
