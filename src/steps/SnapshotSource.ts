import { Effect } from "effect"
import { SourceFiles } from "../services/SourceFiles.ts"
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
    const isThere = source.disabled || source.root === dest
    const selection = isThere ? undefined : yield* files.select(source.root, source.rules)
    if (selection !== undefined) yield* files.copy(source.root, selection.selected, dest)
    // What the run made in the same directory is no source of it.
    const digest = source.digest ? yield* files.digest(dest, selection?.selected) : null
    yield* store.writeAttr(run, "sourcecode_digest", digest)
    return selection?.warnings ?? []
  })
)
