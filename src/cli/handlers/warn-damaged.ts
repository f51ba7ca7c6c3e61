import { Effect } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import { Terminal } from "../../services/Terminal.ts"

/** Says in one line, however many there are, that attributes of shown runs cannot be read and count as missing. */
export const warnDamaged = (runs: ReadonlyArray<Run>): Effect.Effect<void, never, Terminal> =>
  Effect.gen(function* () {
    const damaged = runs.flatMap((run) => (run.damagedAttrs ?? []).map((name) => ({ name, run })))
    const [first] = damaged
    if (first === undefined) return
    const more = damaged.length === 1 ? "" : ` and ${damaged.length - 1} more`
    const where = `attribute '${first.name}' of run ${shortId(first.run.id)}${more}`
    yield* (yield* Terminal).warn(`cannot read ${where}: see 'guild runs info ${shortId(first.run.id)}'`)
  })
