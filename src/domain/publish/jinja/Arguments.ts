import type { Call, Datum } from "./Datum.ts"
import { Missing, numberOf, textOf } from "./Datum.ts"
import { fault } from "./TemplateFault.ts"

/** An argument by its place or its name; `undefined` where it was not given. */
export const arg = (call: Call, index: number, name: string): Datum | undefined =>
  call.args[index] ?? (index < call.args.length ? null : call.kwargs.get(name))

export const textArg = (call: Call, index: number, name: string, otherwise: string): string => {
  const value = arg(call, index, name)
  return value === undefined || value === null ? otherwise : textOf(value)
}

export const boolArg = (call: Call, index: number, name: string, otherwise: boolean): boolean => {
  const value = arg(call, index, name)
  return value === undefined
    ? otherwise
    : value !== null && value !== false && value !== 0 && !(value instanceof Missing)
}

/** A whole number given as an argument; anything else is a mistake in the template. */
export const intArg = (call: Call, index: number, name: string, otherwise: number): number => {
  const value = arg(call, index, name)
  if (value === undefined || value === null) return otherwise
  const number = numberOf(value)
  return number === undefined || !Number.isFinite(number) ? fault(`'${name}' has to be a number`) : Math.trunc(number)
}
