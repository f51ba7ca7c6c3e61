import { Effect, Layer } from "effect"
import type { PathKind } from "../domain/ops/OpSpecScript.ts"
import { ProjectFiles } from "../services/ProjectFiles.ts"

/** Paths that are what a test says; the directories of files are there as well. */
export const layer = (kinds: Readonly<Record<string, "file" | "executable">>): Layer.Layer<ProjectFiles> => {
  const kindOf = (path: string): PathKind | undefined =>
    Object.hasOwn(kinds, path)
      ? kinds[path]
      : Object.keys(kinds).some((file) => file.startsWith(`${path}/`))
        ? "directory"
        : undefined
  return Layer.succeed(ProjectFiles, ProjectFiles.of({ kindOf: (path) => Effect.sync(() => kindOf(path)) }))
}
