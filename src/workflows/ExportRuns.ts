import { Effect } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import type { Archive } from "../services/RunArchives.ts"
import { RunArchives } from "../services/RunArchives.ts"
import { carryRuns } from "./CarryRuns.ts"

export interface ExportRequest {
  readonly archive: Archive
  readonly move: boolean
  readonly copyResources: boolean
}

/**
 * Brings runs to an archive. A zip file is written once and as a whole, with what runs link to in it, and moved runs go only
 * when it is there.
 *
 * @returns the runs that were exported, without those that the archive had
 */
export const exportRuns = (runs: ReadonlyArray<Run>, { archive, copyResources, move }: ExportRequest) =>
  Effect.scoped(
    Effect.gen(function* () {
      const archives = yield* RunArchives
      const dir = yield* archives.openToAdd(archive)
      const zip = archive.form === "zip"
      const exported = yield* carryRuns(runs, {
        dir,
        taken: (run) => `${archive.path}/${run.id}`,
        move,
        keepOriginal: zip,
        copyResources: copyResources || zip
      })
      if (!zip || exported.length === 0) return exported
      yield* archives.save(archive, dir, move ? exported : [])
      return exported
    })
  )
