import fc from "fast-check"
import type { Comparison, FilterExpr, FilterRef } from "../../src/domain/filter/FilterExpr.ts"
import type { Value } from "../../src/domain/Value.ts"
import { scalar, text } from "./arbitraryRuns.ts"

/** Names that runs have attributes, flags and scalars under, and some that nothing is under. */
export const FILTER_NAMES = [
  "a",
  "loss",
  "label",
  "id",
  "op",
  "model",
  "status",
  "marked",
  "tags",
  "started",
  "exit_status",
  "val#loss",
  "l.ss",
  "'",
  '"; DROP TABLE run_rows; --',
  "%",
  "__proto__",
  ".."
] as const

const name = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...FILTER_NAMES) }, text)

const ref: fc.Arbitrary<FilterRef> = fc.record({ kind: fc.constantFrom("any", "attr", "flag", "scalar"), name })

/** Values that are in the runs too, so that equality is no accident. */
const wanted: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(0, 1, 2, "1", "", "a", "train", true, false, null, "completed"),
  scalar
)

const comparison = fc.constantFrom<Comparison>("=", "!=", "<", "<=", ">", ">=")

/** Any filter expression, of a few levels. */
export const filterExpr: fc.Arbitrary<FilterExpr> = fc.letrec<{ expr: FilterExpr }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ kind: fc.constant("compare" as const), ref, op: comparison, value: wanted }),
    fc.record({ kind: fc.constant("undefined" as const), ref }),
    fc.record({ kind: fc.constant("in" as const), ref, values: fc.array(wanted, { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant("contains" as const),
      ref,
      value: fc.oneof(wanted, fc.array(wanted, { maxLength: 2 }))
    }),
    tie("expr").map((expr): FilterExpr => ({ kind: "not", expr })),
    fc
      .tuple(fc.constantFrom("and" as const, "or" as const), tie("expr"), tie("expr"))
      .map(([kind, left, right]): FilterExpr => ({ kind, left, right }))
  )
})).expr
