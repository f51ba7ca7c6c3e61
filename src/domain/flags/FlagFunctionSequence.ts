import { Either } from "effect"
import type { FlagFunction } from "./FlagFunction.ts"
import { decodeFlagFunction } from "./FlagFunction.ts"
import { pyRepr } from "../text/PyRepr.ts"
import type { Value } from "../Value.ts"
import { float, isFloat, toNumber } from "../Value.ts"

/** Longer sequences are refused: each item becomes a trial. */
export const MAX_SEQUENCE = 1_000_000

const DEFAULT_COUNT = 5

/** What became of a text that may be a sequence function: its list, or why it stays text. */
export interface Expanded {
  readonly value: Value
  readonly warnings: ReadonlyArray<string>
}

/** Sums of steps drift in the last digits of a double; twelve are what a person writes. */
const tidy = (value: number): number => Number(value.toPrecision(12))

interface Sequence {
  readonly required: number
  readonly accepted: number
  readonly expand: (args: ReadonlyArray<number>, ints: boolean) => Either.Either<ReadonlyArray<number>, string>
  /** Whether whole numbers in give whole numbers out. */
  readonly keepsInts: boolean
}

const checkCount = (count: number): Either.Either<number, string> =>
  !Number.isInteger(count) || count < 1
    ? Either.left(`invalid count ${count}: expected a positive whole number`)
    : count > MAX_SEQUENCE
      ? Either.left(`${count} values are more than ${MAX_SEQUENCE}`)
      : Either.right(count)

/** From start to end in steps, both ends included; with one argument, the whole numbers below it. */
const range: Sequence["expand"] = ([first = 0, second, step = 1], ints) => {
  const [start, end] = second === undefined ? [0, first - 1] : [first, second]
  if (step === 0) return Either.left("invalid arg 0: expected a step other than 0")
  const count = Math.floor((end - start) / step + 1e-9) + 1
  if (count < 1) return Either.right([])
  return Either.map(checkCount(count), () =>
    Array.from({ length: count }, (_, i) => (ints ? start + i * step : tidy(start + i * step)))
  )
}

/** `count` values in equal steps, both ends included. */
const linspace: Sequence["expand"] = ([start = 0, end = 0, count = DEFAULT_COUNT]) =>
  Either.map(checkCount(count), () =>
    Array.from({ length: count }, (_, i) => (count === 1 ? start : tidy(start + (i * (end - start)) / (count - 1))))
  )

/** `linspace` as exponents of a base. */
const logspace: Sequence["expand"] = ([start = 0, end = 0, count = DEFAULT_COUNT, base = 10], ints) =>
  Either.map(linspace([start, end, count], ints), (exponents) => exponents.map((exponent) => tidy(base ** exponent)))

/** `count` values from start to end in equal ratios. */
const geomspace: Sequence["expand"] = ([start = 0, end = 0, count = DEFAULT_COUNT]) =>
  start === 0 || end === 0 || Math.sign(start) !== Math.sign(end)
    ? Either.left("expected two numbers of the same sign, neither of them 0")
    : Either.map(checkCount(count), () =>
        Array.from({ length: count }, (_, i) =>
          count === 1 ? start : tidy(start * (end / start) ** (i / (count - 1)))
        )
      )

const SEQUENCES: Readonly<Record<string, Sequence>> = {
  range: { required: 1, accepted: 3, expand: range, keepsInts: true },
  linspace: { required: 2, accepted: 3, expand: linspace, keepsInts: false },
  logspace: { required: 2, accepted: 4, expand: logspace, keepsInts: false },
  geomspace: { required: 2, accepted: 3, expand: geomspace, keepsInts: false }
}

/** Whether a function makes a list of values, so that it is no search space. */
export const isSequenceName = (name: string): boolean => Object.hasOwn(SEQUENCES, name)

const expand = (sequence: Sequence, call: FlagFunction): Either.Either<ReadonlyArray<Value>, string> => {
  const args = call.args.slice(0, sequence.accepted)
  if (args.length < sequence.required) return Either.left(`function requires at least ${sequence.required} arg(s)`)
  const numbers: Array<number> = []
  for (const arg of args) {
    const number = toNumber(arg)
    if (number === undefined || !Number.isFinite(number))
      return Either.left(`invalid arg ${pyRepr(arg)}: expected a number`)
    numbers.push(number)
  }
  const ints = sequence.keepsInts && !args.some(isFloat)
  return Either.map(sequence.expand(numbers, ints), (values) => (ints ? values : values.map(float)))
}

const tuple = (values: ReadonlyArray<Value>): string =>
  `(${values.map(pyRepr).join(", ")}${values.length === 1 ? "," : ""})`

/**
 * The list that `range[..]`, `linspace[..]`, `logspace[..]` or `geomspace[..]` stands for; `undefined` for any other text. A call
 * that cannot be made stays text, with a warning that says why.
 */
export const expandSequence = (text: string): Expanded | undefined => {
  const name = /^(range|linspace|logspace|geomspace)\[/.exec(text)?.[1]
  const sequence = name === undefined ? undefined : SEQUENCES[name]
  if (sequence === undefined) return undefined
  return Either.match(decodeFlagFunction(text), {
    onLeft: () => undefined,
    onRight: (call) => {
      const extra = call.args.slice(sequence.accepted)
      const warnings =
        extra.length === 0 ? [] : [`unsupported arguments for ${name} function: ${tuple(extra)} - ignoring`]
      return Either.match(expand(sequence, call), {
        onLeft: (reason): Expanded => ({ value: text, warnings: [`error decoding '${text}': ${reason}`] }),
        onRight: (value): Expanded => ({
          value,
          warnings: value.length === 0 ? [...warnings, `'${text}' has no values`] : warnings
        })
      })
    }
  })
}
