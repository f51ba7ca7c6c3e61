import { byCodePoint } from "../text/PathOrder.ts"
import type { Run } from "./Run.ts"

/** When a run counts as begun, in microseconds since the epoch: its start, or its making where it has not started. */
export const runTime = (run: Pick<Run, "started" | "initialized">): number | undefined => run.started ?? run.initialized

/** The order of every list of runs: latest first, those without any time last; ties by id, then by place. */
export const compareRuns = (
  a: Pick<Run, "started" | "initialized" | "id" | "dir">,
  b: Pick<Run, "started" | "initialized" | "id" | "dir">
): number => {
  const x = runTime(a)
  const y = runTime(b)
  if (x !== y) return x === undefined ? 1 : y === undefined ? -1 : y - x
  return byCodePoint(a.id, b.id) || byCodePoint(a.dir, b.dir)
}
