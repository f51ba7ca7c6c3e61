import type { FlagDef } from "../../domain/flags/FlagDef.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"

/** An operation as lists of other programs have it. */
export const opData = ({ description, fullName, opRef }: OpDef) => ({
  fullName,
  modelName: opRef.modelName,
  opName: opRef.opName,
  description: description.trim()
})

const flagData = (flag: FlagDef) => ({
  name: flag.name,
  description: flag.description.trim(),
  type: flag.type ?? null,
  default: flag.default,
  required: flag.required,
  choices: flag.choices.map(({ description, value }) => ({ value: value, description })),
  min: flag.min ?? null,
  max: flag.max ?? null
})

/** All that there is to tell of an operation. */
export const opHelpData = (op: OpDef) => ({ ...opData(op), flags: op.flags.map(flagData) })
