import { Either } from "effect"
import { translateRegex } from "../scalars/OutputScalarsRegex.ts"
import type { Value } from "../Value.ts"
import { getKey, isList, isMap, toNumber } from "../Value.ts"
import { decodeDuration } from "./StepDuration.ts"

/** One kind of failure that is worth another attempt. */
export type RetryOn =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: number }
  | { readonly kind: "timeout" }
  | { readonly kind: "output"; readonly pattern: RegExp }

export interface StepRetry {
  /** Attempts beyond the first. */
  readonly times: number
  /** From the end of one attempt to the next: each time `factor` times as long, up to `maxMs`. */
  readonly backoff: { readonly firstMs: number; readonly factor: number; readonly maxMs: number }
  /** Empty for every failure. */
  readonly on: ReadonlyArray<RetryOn>
}

/** What is known of a failed attempt. `exitStatus` is negative for a signal. */
export interface FailedAttempt {
  readonly exitStatus: number
  readonly timedOut: boolean
}

type Decoded<A> = Either.Either<A, string>

const SIGNALS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15
}

const DEFAULT_FACTOR = 2
const NO_BACKOFF = { firstMs: 0, factor: 1, maxMs: Number.MAX_SAFE_INTEGER }

/** How often and how fast attempts may follow each other is the user's; more than this is a slip. */
const MAX_TIMES = 1_000

const decodeBackoff = (value: Value | undefined): Decoded<StepRetry["backoff"]> => {
  if (value === undefined || value === null) return Either.right(NO_BACKOFF)
  if (!isMap(value)) return Either.map(decodeDuration(value), (firstMs) => ({ ...NO_BACKOFF, firstMs }))
  const constant = getKey(value, "constant")
  const exponential = getKey(value, "exponential")
  const first = constant ?? exponential
  const unknown = Object.keys(value).find((key) => !["constant", "exponential", "factor", "max"].includes(key))
  if (unknown !== undefined) return Either.left(`backoff has no '${unknown}'`)
  if (first === undefined || (constant !== undefined && exponential !== undefined))
    return Either.left("backoff is either constant or exponential")
  return Either.gen(function* () {
    const max = getKey(value, "max")
    const factor = toNumber(getKey(value, "factor") ?? DEFAULT_FACTOR)
    if (factor === undefined || factor < 1) return yield* Either.left("the factor of a backoff is 1 or more")
    return {
      firstMs: yield* decodeDuration(first),
      factor: constant === undefined ? factor : 1,
      maxMs: max === undefined ? NO_BACKOFF.maxMs : yield* decodeDuration(max)
    }
  })
}

const decodeOn = (value: Value): Decoded<RetryOn> => {
  if (typeof value === "number") return Either.right({ kind: "exit", code: value })
  if (value === "timeout") return Either.right({ kind: "timeout" })
  const signal = typeof value === "string" ? SIGNALS[value.toUpperCase()] : undefined
  if (signal !== undefined) return Either.right({ kind: "signal", signal })
  const output = isMap(value) ? getKey(value, "output") : undefined
  if (typeof output !== "string")
    return Either.left("'on' takes exit codes, signals such as SIGKILL, timeout, and output: PATTERN")
  return Either.mapBoth(translateRegex(output), {
    onLeft: (reason) => `'${output}' is no regular expression: ${reason}`,
    onRight: ({ flags, source }) => ({ kind: "output", pattern: new RegExp(source, flags.replace("g", "")) })
  })
}

/** Reads `retry`: a number of times, or a map of `times`, `backoff` and `on`. A left is a reason without its place. */
export const decodeRetry = (value: Value): Decoded<StepRetry> => {
  const times = isMap(value) ? (getKey(value, "times") ?? 1) : value
  const map = isMap(value) ? value : {}
  const unknown = Object.keys(map).find((key) => !["times", "backoff", "on"].includes(key))
  if (unknown !== undefined) return Either.left(`'retry' has no '${unknown}'`)
  if (typeof times !== "number" || !Number.isInteger(times) || times < 0 || times > MAX_TIMES)
    return Either.left(`'retry' takes a number of times from 0 to ${MAX_TIMES}`)
  const on = getKey(map, "on") ?? []
  return Either.gen(function* () {
    return {
      times,
      backoff: yield* decodeBackoff(getKey(map, "backoff")),
      on: yield* Either.all((isList(on) ? on : [on]).map(decodeOn))
    }
  })
}

/** The wait before another attempt, in milliseconds; `failed` attempts, from 1, are behind it. */
export const backoffMs = ({ backoff }: StepRetry, failed: number): number =>
  Math.min(backoff.maxMs, backoff.firstMs * backoff.factor ** (failed - 1))

/** Whether a failure is one that the step is tried again after. `lines` is what the attempt printed. */
export const isRetried = ({ on }: StepRetry, failed: FailedAttempt, lines: () => Iterable<string>): boolean =>
  on.length === 0 ||
  on.some((each) => {
    switch (each.kind) {
      case "exit":
        return !failed.timedOut && failed.exitStatus === each.code
      case "signal":
        return !failed.timedOut && failed.exitStatus === -each.signal
      case "timeout":
        return failed.timedOut
      case "output":
        return [...lines()].some((line) => each.pattern.test(line))
    }
  })
