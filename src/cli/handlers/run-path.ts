import { Effect } from "effect"
import { pathInside } from "../../domain/text/Paths.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import { OUTPUT_FILE, SOURCECODE_DIR } from "../../domain/runs/RunLayout.ts"
import { PathOutside } from "../../domain/PathOutside.ts"

export interface PathChoice {
  readonly path: string | undefined
  readonly sourcecode: boolean
  readonly output: boolean
}

/** The path in a run directory that options name: its output, or a path below its source code or the directory itself. */
export const runPath = (run: RunRef, choice: PathChoice): Effect.Effect<string, PathOutside> => {
  if (choice.output) return Effect.succeed(`${run.dir}/${OUTPUT_FILE}`)
  const base = choice.sourcecode ? `${run.dir}/${SOURCECODE_DIR}` : run.dir
  if (choice.path === undefined) return Effect.succeed(`${base}/`)
  const path = pathInside(base, choice.path)
  return path === undefined ? Effect.fail(new PathOutside({ path: choice.path })) : Effect.succeed(path)
}
