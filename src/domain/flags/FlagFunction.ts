import { Either, Schema } from "effect"
import type { Value } from "../Value.ts"
import { isNumber } from "../Value.ts"
import { parseYaml } from "../yaml/Yaml.ts"

/** `NAME[ARG:ARG:...]`, such as `uniform[1e-4:0.1]`; the name may be missing, which means `uniform`. */
export interface FlagFunction {
  readonly name: string | undefined
  readonly args: ReadonlyArray<Value>
}

export class NotAFlagFunction extends Schema.TaggedError<NotAFlagFunction>()("NotAFlagFunction", {
  text: Schema.String
}) {
  override get message(): string {
    return "not a function"
  }
}

const FUNCTION = /^([a-zA-Z0-9_.-]*)\[(.*)\]\s*$/s

/** One argument: whatever YAML makes of it; text that is no YAML stays text. */
const decodeArg = (text: string): Value => {
  const trimmed = text.trim()
  return trimmed === "" ? "" : Either.getOrElse(parseYaml(trimmed), () => trimmed)
}

/** Reads a flag function. `[1]` and `[]` are functions of one and no arguments here, though as flag values they are lists. */
export const decodeFlagFunction = (text: string): Either.Either<FlagFunction, NotAFlagFunction> => {
  const match = FUNCTION.exec(text)
  if (match === null) return Either.left(new NotAFlagFunction({ text }))
  const [, name = "", args = ""] = match
  return Either.right({
    name: name === "" ? undefined : name,
    args: args.trim() === "" ? [] : args.split(":").map(decodeArg)
  })
}

/** Separators of arguments and of items that stand in no brackets of their own; those of an address are none. */
const separators = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .replace(/:\/\//g, "")
      .replace(/\[[^[\]]*\]/g, "")
      .match(/[:,]/g)
  )

/** `key: value` as YAML has it, which is a mapping. */
const MAPPING = /^[^:]*[^\s:]:\s[^:]*$/

/**
 * Whether a flag value is a function without a name: `[1:2]`, `[1:100:10]`, `[a:b:c]`. YAML reads such a text as a list of one item,
 * if at all, so flag values let it pass as text. A comma between items makes it a list (`[a:b, c]`), as do quotes; and `[a: b]` is
 * a list of one mapping unless it is between numbers.
 */
export const isAnonymousFunction = (text: string): boolean => {
  if (!/^\[[^{}'"]*\]$/.test(text)) return false
  const inner = text.slice(1, -1)
  const found = separators(inner)
  if (found.has(",") || !found.has(":")) return false
  return inner.split(":").slice(0, 2).map(decodeArg).every(isNumber) || !MAPPING.test(inner)
}

/** Whether a flag's value is a search space for an optimizer rather than a value: a function, with or without a name. */
export const isSearchSpace = (value: Value): value is string =>
  typeof value === "string" && (isAnonymousFunction(value) || /^[a-zA-Z0-9_.-]+\[.*\]\s*$/s.test(value))
