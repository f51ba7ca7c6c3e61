import { Either } from "effect"
import { parseFilterExpr } from "../filter/FilterExpr.ts"
import { nearest } from "../text/Nearest.ts"
import { shortRepr } from "../text/PyRepr.ts"
import { splitShell } from "../text/Shlex.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, isMap, mapOf } from "../Value.ts"
import { decodeChecks } from "./DecodeChecks.ts"
import type { StepDef } from "./StepDef.ts"
import { decodeDuration } from "./StepDuration.ts"
import { StepInvalid } from "./StepErrors.ts"
import { decodeRetry } from "./StepRetry.ts"

/** Attributes that are a step's own; any other is an option of `guild run`. */
export const STEP_ATTRIBUTES: ReadonlySet<string> = new Set([
  "run",
  "name",
  "flags",
  "expect",
  "isolate-runs",
  "needs",
  "retry",
  "timeout",
  "when",
  "matrix",
  "continue-on-error"
])

type Decoded<A> = Either.Either<A, string>

const shown = (value: Value | undefined): string => shortRepr(value ?? null)

const boolean = (data: ValueMap, name: string, absent: boolean): Decoded<boolean> => {
  const value = getKey(data, name) ?? absent
  return typeof value === "boolean" ? Either.right(value) : Either.left(`'${name}' is yes or no, not ${shown(value)}`)
}

const optional = <A>(value: Value | undefined, decode: (value: Value) => Decoded<A>): Decoded<A | undefined> =>
  value === undefined || value === null ? Either.right(undefined) : decode(value)

const named =
  <A>(name: string, decode: (value: Value) => Decoded<A>) =>
  (value: Value): Decoded<A> =>
    Either.mapLeft(decode(value), (reason) => `'${name}': ${reason}`)

const texts = (value: Value): Decoded<ReadonlyArray<string>> => {
  const items = isList(value) ? value : [value]
  const found = items.filter((item) => typeof item === "string")
  return found.length === items.length ? Either.right(found) : Either.left("names of steps are needed")
}

const when = (value: Value): Decoded<NonNullable<StepDef["when"]>> => {
  const text = typeof value === "boolean" ? "" : String(value)
  if (typeof value === "boolean" || isMap(value) || isList(value))
    return Either.left("an expression such as train.loss < 0.1 is needed")
  return Either.mapBoth(parseFilterExpr(text), {
    onLeft: ({ message }) => message.split("\n")[0] ?? message,
    onRight: (expr) => ({ text, expr })
  })
}

const matrix = (value: Value): Decoded<StepDef["matrix"]> => {
  if (!isMap(value) || Object.keys(value).length === 0) return Either.left("flags and their values are needed")
  const entries = Object.entries(value).map(([name, values]) => [name, isList(values) ? values : [values]] as const)
  const empty = entries.find(([, values]) => values.length === 0)
  return empty === undefined ? Either.right(entries) : Either.left(`there is no value for '${empty[0]}'`)
}

const nameOf = (value: Value): Decoded<string> =>
  isMap(value) || isList(value) ? Either.left(`a text is needed, not ${shown(value)}`) : Either.right(String(value))

const timeout = (value: Value): Decoded<number> =>
  Either.filterOrLeft(
    decodeDuration(value),
    (ms) => ms > 0,
    () => "a time such as 90s, 15m or 2h is needed"
  )

const decodeFlags = (value: Value | undefined): Decoded<Pick<StepDef, "flags" | "flagWords">> => {
  if (value === undefined || value === null) return Either.right({ flags: [], flagWords: [] })
  if (isMap(value)) return Either.right({ flags: Object.entries(value), flagWords: [] })
  if (isList(value) && value.every((item) => typeof item === "string"))
    return Either.right({ flags: [], flagWords: value.filter((item) => typeof item === "string") })
  return Either.left(`invalid flags value ${shown(value)}`)
}

const decodeMap = (data: ValueMap, written: Value): Decoded<StepDef> => {
  const run = getKey(data, "run")
  const runSpec = typeof run === "string" ? run.trim() : ""
  const step = `invalid step ${shown(written)}`
  if (runSpec === "") {
    const slip = Object.keys(data).find((name) => !STEP_ATTRIBUTES.has(name) && nearest(name, ["run"]) !== undefined)
    return Either.left(`${step}: must define run${slip === undefined ? "" : `: did you mean it by '${slip}'?`}`)
  }
  const decoded = Either.gen(function* () {
    const words = yield* Either.mapLeft(splitShell(runSpec), ({ message }) => message)
    if (words.length === 0) return yield* Either.left("must define run")
    return {
      data: written,
      name: yield* optional(getKey(data, "name"), named("name", nameOf)),
      words,
      runSpec,
      ...(yield* decodeFlags(getKey(data, "flags"))),
      expect: yield* decodeChecks(getKey(data, "expect")),
      isolateRuns: yield* boolean(data, "isolate-runs", true),
      needs: yield* optional(getKey(data, "needs"), named("needs", texts)),
      retry: yield* optional(getKey(data, "retry"), decodeRetry),
      timeoutMs: yield* optional(getKey(data, "timeout"), named("timeout", timeout)),
      when: yield* optional(getKey(data, "when"), named("when", when)),
      matrix: (yield* optional(getKey(data, "matrix"), named("matrix", matrix))) ?? [],
      continueOnError: yield* boolean(data, "continue-on-error", false),
      params: mapOf(Object.entries(data).filter(([key]) => !STEP_ATTRIBUTES.has(key)))
    } satisfies StepDef
  })
  return Either.mapLeft(decoded, (reason) => `${step}: ${reason}`)
}

/** Reads one step: the words of a `guild run`, or a map with these as `run`. */
const decodeStep = (data: Value): Decoded<StepDef> =>
  typeof data === "string"
    ? decodeMap({ run: data }, data)
    : isMap(data)
      ? decodeMap(data, data)
      : Either.left(`invalid step data: ${shown(data)}`)

/** Reads `steps` of an operation. Fails with the first step that is not well defined, and its position from 1. */
export const decodeSteps = (steps: ReadonlyArray<Value>): Either.Either<ReadonlyArray<StepDef>, StepInvalid> =>
  Either.all(
    steps.map((data, at) => Either.mapLeft(decodeStep(data), (reason) => new StepInvalid({ position: at + 1, reason })))
  )
