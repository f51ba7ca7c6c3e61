import type { FlagChoice, FlagDef, FlagType } from "../flags/FlagDef.ts"
import { emptyFlagDef } from "../flags/FlagDef.ts"
import { byCodePoint } from "../text/PathOrder.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, isMap, mapOf } from "../Value.ts"
import { dumpYaml } from "../yaml/Yaml.ts"

/** What a script says about one flag, under the names that a Guild file has for it (`default`, `arg-switch`, ...). */
export interface ScriptFlag {
  readonly name: string
  readonly attrs: ValueMap
  /** The script gives a value and says nothing else; such a flag is shown as its value. */
  readonly plain: boolean
}

/**
 * A variable of a script that is assigned a literal. A list stays the script's own unless the user says otherwise: as a default it
 * would mean a run for each of its values.
 */
export const variableFlag = (name: string, value: Value): ScriptFlag =>
  isList(value) ? { name, attrs: {}, plain: false } : { name, attrs: mapOf([["default", value]]), plain: true }

const choice = (value: Value): FlagChoice => ({ value, description: "", alias: undefined, flags: {} })

const text = (value: Value | undefined): string | undefined => (typeof value === "string" ? value : undefined)

const TYPES: ReadonlyArray<FlagType> = ["string", "number", "int", "float", "boolean"]

/** The flag definition that a script's own words amount to. */
export const toFlagDef = ({ name, attrs }: ScriptFlag): FlagDef => {
  const choices = getKey(attrs, "choices") ?? null
  const encoding = getKey(attrs, "arg-encoding")
  return {
    ...emptyFlagDef(name),
    default: getKey(attrs, "default") ?? null,
    description: text(getKey(attrs, "description")) ?? "",
    type: TYPES.find((type) => type === getKey(attrs, "type")),
    required: getKey(attrs, "required") === true,
    min: getKey(attrs, "min"),
    max: getKey(attrs, "max"),
    choices: isList(choices) ? choices.map(choice) : [],
    argName: text(getKey(attrs, "arg-name")),
    argSwitch: getKey(attrs, "arg-switch"),
    argSplit: getKey(attrs, "arg-split"),
    argEncoding: encoding !== undefined && isMap(encoding) ? encoding : undefined
  }
}

/** Flags in the order in which they are listed everywhere: by name. */
export const sortFlags = (flags: ReadonlyArray<ScriptFlag>): ReadonlyArray<ScriptFlag> =>
  flags.toSorted((a, b) => byCodePoint(a.name, b.name))

/** Flags as `--test-flags` shows them: YAML, indented by two, a line each. */
export const flagLines = (flags: ReadonlyArray<ScriptFlag>): ReadonlyArray<string> =>
  dumpYaml(mapOf(flags.map(({ name, attrs, plain }) => [name, plain ? (getKey(attrs, "default") ?? null) : attrs])))
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`)
