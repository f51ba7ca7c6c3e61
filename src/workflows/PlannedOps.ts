import { Decision } from "../domain/plan/Decision.ts"
import type { PlannedOp, RunsPlan } from "../domain/plan/RunsPlan.ts"
import { shortId } from "../domain/runs/RunId.ts"

/** Operations by their nodes, each behind those that it needs. */
export const plannedOps = () => {
  const planned = new Map<string, PlannedOp>()
  return {
    has: (id: string): boolean => planned.has(id),
    /** The run that stands for a node, where nothing is to be run. */
    runOf: (id: string): string | undefined => {
      const decision = planned.get(id)?.decision
      return decision?._tag === "Skip" ? decision.run : undefined
    },
    add: (op: PlannedOp): void => void planned.set(op.id, op),
    /** Takes a run that is there for an operation; gives its node. */
    addSkipped: (operation: string, run: string, why: "marked" | "named" | "not defined here"): string => {
      const id = why === "named" ? `${operation} (${shortId(run)})` : operation
      planned.set(id, { id, op: undefined, decision: Decision.Skip({ run, why }), needs: [], pins: [], steps: [] })
      return id
    },
    all: (): RunsPlan => [...planned.values()]
  }
}
