import { Effect } from "effect"
import { absolutePath, pathInside } from "../../domain/text/Paths.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import { OUTPUT_FILE } from "../../domain/runs/RunLayout.ts"
import { PathOutside } from "../../domain/PathOutside.ts"
import type { RunStore, StoreError } from "../../services/RunStore.ts"
import { sourceDirOf } from "../../workflows/RunSource.ts"

export interface PathChoice {
  readonly path: string | undefined
  readonly sourcecode: boolean
  readonly output: boolean
}

/** The path in a run directory that options name: its output, or a path below its source code or the directory itself. */
export const runPath = (run: RunRef, choice: PathChoice): Effect.Effect<string, PathOutside | StoreError, RunStore> =>
  Effect.gen(function* () {
    if (choice.output) return `${run.dir}/${OUTPUT_FILE}`
    const base = absolutePath(choice.sourcecode ? yield* sourceDirOf(run) : "", run.dir)
    if (choice.path === undefined) return `${base}/`
    return pathInside(base, choice.path) ?? (yield* new PathOutside({ path: choice.path }))
  })
