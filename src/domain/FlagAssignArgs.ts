import { decodeFlagValue } from "./FlagValue.ts"
import type { Value, ValueMap } from "./Value.ts"
import { isNumber, mapOf } from "./Value.ts"

export interface FlagArgs {
  readonly flags: ValueMap
  /** Words that no option takes. */
  readonly other: ReadonlyArray<string>
}

/**
 * Reads a command's own arguments as flags: `--name value`, `-n value`, `-nvalue`, and `--name` alone for `true`. A negative
 * number is a value. Everything before the last `--` is left alone, for it belongs to the command.
 */
export const argsToFlags = (args: ReadonlyArray<string>): FlagArgs => {
  const marker = args.lastIndexOf("--")
  const other: Array<string> = marker < 0 ? [] : args.slice(0, marker)
  const flags = new Map<string, Value>()
  let open: string | undefined
  const close = () => {
    if (open !== undefined) flags.set(open, true)
    open = undefined
  }
  for (const arg of args.slice(marker + 1)) {
    const isNegative = /^-[^-]/.test(arg) && isNumber(decodeFlagValue(arg).value)
    if (arg.startsWith("-") && arg !== "-" && !isNegative) {
      close()
      if (arg.startsWith("--")) open = arg.slice(2)
      else if (arg.length === 2) open = arg.slice(1)
      else flags.set(arg.slice(1, 2), decodeFlagValue(arg.slice(2)).value)
    } else if (open !== undefined) {
      flags.set(open, decodeFlagValue(arg).value)
      open = undefined
    } else other.push(arg)
  }
  close()
  return { flags: mapOf(flags), other }
}

/** Flags below a dotted name, as a script keeps them in a global variable: `a.b` gives `{a: {b: flags}}`. */
export const globalDest = (name: string, flags: ValueMap): ValueMap =>
  name.split(".").reduceRight<ValueMap>((inner, part) => mapOf([[part, inner]]), flags)
