import { Either, Schema } from "effect"
import type { Run } from "./Run.ts"
import { shortId } from "./RunId.ts"
import { operationName } from "./RunQueryOperation.ts"
import { statusName } from "./RunStatus.ts"

/** No run of the list answers to a word. */
export class RunNotFound extends Schema.TaggedError<RunNotFound>()("RunNotFound", {
  query: Schema.String
}) {
  override get message(): string {
    return `could not find a run matching '${this.query}'\nTry 'guild runs list' for a list.`
  }
}

/** How many of several runs are told apart in a message. */
const SHOWN = 20

/** A word stands for the beginning of more than one run id, or is a range where one run is meant. */
export class AmbiguousRun extends Schema.TaggedError<AmbiguousRun>()("AmbiguousRun", {
  query: Schema.String,
  matches: Schema.Array(Schema.Struct({ id: Schema.String, operation: Schema.String, status: Schema.String }))
}) {
  override get message(): string {
    const rows = this.matches
      .slice(0, SHOWN)
      .map((run) => `  ${shortId(run.id)}  ${run.operation}  ${run.status}`)
      .concat(this.matches.length > SHOWN ? [`  ... (${this.matches.length - SHOWN} more)`] : [])
    const advice = this.query.includes(":") ? "Name one of them." : "Use more characters of the run ID."
    return [`'${this.query}' matches multiple runs:`, ...rows, advice].join("\n")
  }
}

/** What the user typed to name runs of a list. Positions count from 0 here, from 1 where they are typed. */
export type RunWord =
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "range"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: "id"; readonly prefix: string }

const RANGE = /^(\d*):(\d*)$/

/** Whether a word can only be an id or the beginning of one, however many runs there are. */
export const isIdWord = (word: string): boolean => word !== "" && !/^\d+$/.test(word) && !RANGE.test(word)

const position = (digits: string | undefined): number | undefined =>
  digits === undefined || digits === "" ? undefined : Number(digits)

/**
 * Reads one word against a list of `count` runs. Digits alone are a position while the list is that long, and the beginning
 * of an id otherwise; so is a range that leaves the list. A word such as `1e12` is never a number.
 */
export const readRunWord = (word: string, count: number): RunWord => {
  if (/^\d+$/.test(word)) {
    const index = Number(word) - 1
    return index >= 0 && index < count ? { kind: "index", index } : { kind: "id", prefix: word }
  }
  const range = RANGE.exec(word)
  if (range === null) return { kind: "id", prefix: word }
  const start = position(range[1])
  const to = position(range[2])
  const fits = start !== 0 && (to === undefined || to <= count)
  return fits ? { kind: "range", from: start === undefined ? undefined : start - 1, to } : { kind: "id", prefix: word }
}

const ambiguous = (query: string, runs: ReadonlyArray<Run>) =>
  new AmbiguousRun({
    query,
    matches: runs.map((run) => ({
      id: run.id,
      operation: operationName(run.opRef, run.protoOpRef).full,
      status: statusName(run.status)
    }))
  })

const byId = (prefix: string, runs: ReadonlyArray<Run>): Either.Either<Run, RunNotFound | AmbiguousRun> => {
  const found = runs.filter((run) => run.id.startsWith(prefix))
  const [only] = found
  const whole = found.find((run) => run.id === prefix)
  if (whole !== undefined) return Either.right(whole)
  if (only === undefined || prefix === "") return Either.left(new RunNotFound({ query: prefix }))
  if (found.length === 1) return Either.right(only)
  return Either.left(ambiguous(prefix, found))
}

/**
 * Picks from an ordered list the runs that words name: a position from 1, a range `START:END` with either end left out, an id
 * or the beginning of one. No words name all runs. Runs come in the order of the words, each once.
 */
export const selectRuns = (
  words: ReadonlyArray<string>,
  runs: ReadonlyArray<Run>
): Either.Either<ReadonlyArray<Run>, RunNotFound | AmbiguousRun> => {
  if (words.length === 0) return Either.right(runs)
  const picked = new Map<string, Run>()
  for (const text of words) {
    const word = readRunWord(text, runs.length)
    if (word.kind === "id") {
      const found = byId(word.prefix, runs)
      if (Either.isLeft(found)) return Either.left(found.left)
      picked.set(found.right.dir, found.right)
    } else {
      const [from, to] = word.kind === "index" ? [word.index, word.index + 1] : [word.from, word.to]
      for (const run of runs.slice(from, to)) picked.set(run.dir, run)
    }
  }
  return Either.right([...picked.values()])
}

/** The one run that a word picks from an ordered list; nothing where a range has none in it. */
export const selectRun = (
  word: string,
  runs: ReadonlyArray<Run>
): Either.Either<Run | undefined, RunNotFound | AmbiguousRun> =>
  Either.flatMap(selectRuns([word], runs), (picked) =>
    picked.length > 1 ? Either.left(ambiguous(word, picked)) : Either.right(picked[0])
  )

/**
 * How many of the first runs of a list are enough to answer words, or `undefined` where it takes the whole list: an id may
 * stand anywhere in it. A query may use it as its limit: fewer rows than that are the whole list.
 */
export const runsNeeded = (words: ReadonlyArray<string>): number | undefined => {
  let most = 0
  for (const text of words) {
    const word = readRunWord(text, Number.MAX_SAFE_INTEGER)
    const needed = word.kind === "index" ? word.index + 1 : word.kind === "range" ? word.to : undefined
    if (needed === undefined) return undefined
    most = Math.max(most, needed)
  }
  return words.length === 0 ? undefined : most
}
