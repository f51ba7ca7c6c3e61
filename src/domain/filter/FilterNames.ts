import type { FilterExpr, FilterRef } from "./FilterExpr.ts"

/** Everything that a filter expression looks up. */
export const filterRefs = (expr: FilterExpr): ReadonlyArray<FilterRef> => {
  switch (expr.kind) {
    case "and":
    case "or":
      return [...filterRefs(expr.left), ...filterRefs(expr.right)]
    case "not":
      return filterRefs(expr.expr)
    default:
      return [expr.ref]
  }
}

/** Names that may be attributes. */
export const filterAttrs = (expr: FilterExpr): ReadonlyArray<string> => [
  ...new Set(filterRefs(expr).flatMap(({ kind, name }) => (kind === "any" || kind === "attr" ? [name] : [])))
]

/** Whether scalars may have a say. */
export const readsScalars = (expr: FilterExpr): boolean =>
  filterRefs(expr).some(({ kind }) => kind === "any" || kind === "scalar")
