import { Either, Schema } from "effect"
import type { ColSpec } from "./ColSpec.ts"
import { parseColSpecs } from "./ColSpec.ts"
import type { Value } from "../Value.ts"
import { getKey, isMap } from "../Value.ts"

/** What an optimizer is after: a column's lowest or highest value. */
export interface Objective {
  readonly direction: "minimize" | "maximize"
  /** As written: `loss`, `min loss`, `prefix#tag`. */
  readonly column: string
}

/** An objective that is no column. */
export class InvalidObjective extends Schema.TaggedError<InvalidObjective>()("InvalidObjective", {
  objective: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `invalid objective '${this.objective}': ${this.reason}`
  }
}

const text = (value: Value | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined

/** What the `objective` of an operation says: `loss`, `-accuracy`, `minimize: loss`, `maximize: accuracy`; lowest `loss` by default. */
const ofOperation = (value: Value): Objective => {
  if (isMap(value)) {
    const minimize = text(getKey(value, "minimize"))
    const maximize = text(getKey(value, "maximize"))
    if (minimize !== undefined) return { direction: "minimize", column: minimize }
    return { direction: maximize === undefined ? "minimize" : "maximize", column: maximize ?? "loss" }
  }
  const written = text(value) ?? "loss"
  return written.startsWith("-")
    ? { direction: "maximize", column: written.slice(1) }
    : { direction: "minimize", column: written }
}

/** The user's objective, else the operation's. */
export const objectiveOf = (
  asked: { readonly minimize: string | undefined; readonly maximize: string | undefined },
  operation: Value
): Objective => {
  if (asked.minimize !== undefined) return { direction: "minimize", column: asked.minimize }
  return asked.maximize === undefined ? ofOperation(operation) : { direction: "maximize", column: asked.maximize }
}

/** An objective as the `objective` attribute of a batch has it: the column, with `-` before one to maximize. */
export const objectiveAttr = ({ direction, column }: Objective): string =>
  direction === "minimize" ? column : `-${column}`

/** The one column of an objective. */
export const objectiveColumn = ({ column }: Objective): Either.Either<ColSpec, InvalidObjective> => {
  const fail = (reason: string) => Either.left(new InvalidObjective({ objective: column, reason }))
  const parsed = parseColSpecs(column)
  if (Either.isLeft(parsed)) return fail(parsed.left.reason)
  const [only, ...others] = parsed.right
  return only === undefined ? fail("no column") : others.length > 0 ? fail("too many columns") : Either.right(only)
}
