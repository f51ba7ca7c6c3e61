import type { FilterExpr } from "../filter/FilterExpr.ts"
import type { FilterSubject } from "../filter/FilterExprMatch.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey } from "../Value.ts"

/** The names that an expression speaks of. */
export const namesIn = (expr: FilterExpr): ReadonlyArray<string> => {
  switch (expr.kind) {
    case "and":
    case "or":
      return [...namesIn(expr.left), ...namesIn(expr.right)]
    case "not":
      return namesIn(expr.expr)
    default:
      return [expr.ref.name]
  }
}

/** `STEP.WHAT` told apart: the step with the longest name that the text begins with. */
export const stepPart = (
  name: string,
  steps: ReadonlyArray<string>
): { readonly step: string; readonly what: string } | undefined => {
  const step = steps.filter((each) => name.startsWith(`${each}.`)).sort((a, b) => b.length - a.length)[0]
  return step === undefined ? undefined : { step, what: name.slice(step.length + 1) }
}

/**
 * What the names in a step's `when` stand for: flags of the stepped run, and of an earlier step `STEP.status`, `STEP.exit_status`,
 * or any of its scalars.
 *
 * @param known what is known of `STEP.WHAT`; nothing where the step has not ended or has no such thing
 */
export const whenSubject = (flags: ValueMap, known: ReadonlyMap<string, Value>): FilterSubject => ({
  attr: (name) => known.get(name),
  flag: (name) => getKey(flags, name),
  scalar: (name) => known.get(name)
})
