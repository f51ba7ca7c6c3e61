import { Effect } from "effect"
import { SourceFiles } from "../services/SourceFiles.ts"
import type { SourceWarning } from "../services/SourceFiles.ts"
import { RunStore } from "../services/RunStore.ts"
import type { PlannedRun } from "./InitRunDir.ts"
import { make } from "./Step.ts"

/**
 * Copies the project's source into the run and writes its digest. Gives what the limits left out. Source that is the run's own
 * already stays as it is.
 */
export const snapshotSource = make("snapshotSource", ({ plan, run }: PlannedRun) =>
  Effect.gen(function* () {
    const files = yield* SourceFiles
    const store = yield* RunStore
    const { source } = plan
    const dest = `${run.dir}/${source.dest}`
    const warnings: ReadonlyArray<SourceWarning> =
      source.disabled || source.root === dest
        ? []
        : yield* Effect.gen(function* () {
            const selection = yield* files.select(source.root, source.rules)
            yield* files.copy(source.root, selection.selected, dest)
            return selection.warnings
          })
    yield* store.writeAttr(run, "sourcecode_digest", source.digest ? yield* files.digest(dest) : null)
    return warnings
  })
)
