import { Effect } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import { Terminal } from "../../services/Terminal.ts"
import { matchingRuns, restartNeeded } from "../../workflows/NeededRuns.ts"
import type { Prepared } from "../../workflows/PrepareRun.ts"
import { runsTable } from "../render/runs-table.ts"
import { place } from "./shared.ts"

/** Says which runs make another one needless. */
export const sayNeedless = (matches: ReadonlyArray<Run>) =>
  Effect.gen(function* () {
    const rows = runsTable(
      matches.map((run) => ({ run, index: undefined })),
      yield* place,
      { indent: 2 }
    )
    const said = ["Skipping because the following runs match this operation (--needed specified):", ...rows]
    yield* (yield* Terminal).err(said.join("\n"))
  })

/** Whether `--needed` makes a run needless; if so it is said why. `restart` is the run that would be started again. */
export const isNeedless = (prepared: Prepared, restart: Run | undefined) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const flags = prepared.kind === "run" ? prepared.flags : undefined
    if (restart !== undefined && flags !== undefined && !restartNeeded(restart, flags)) {
      yield* terminal.err("Skipping run because flags have not changed (--needed specified)")
      return true
    }
    const matches = (yield* matchingRuns(prepared)).filter(({ id }) => id !== restart?.id)
    if (matches.length === 0) return false
    yield* sayNeedless(matches)
    return true
  })
