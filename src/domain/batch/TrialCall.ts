import { Either } from "effect"
import { parseJson } from "../text/JsonValue.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, isMap } from "../Value.ts"

/** The variable that tells the process of an optimizer where to ask for trials. */
export const DESK_ENV = "GUILD_TRIALS"

/** What the process of an optimizer may ask of its batch; docs/optimizer-protocol.md tells it to those who write one. */
export type TrialCall =
  /** What the batch is about. */
  | { readonly do: "batch" }
  /** Run one trial and tell what came of it. Where it fails, guild says so only if it `says`: who asks may have a use for it. */
  | { readonly do: "run"; readonly flags: ValueMap; readonly says: boolean }
  /** Run trials that do not hang on each other, and tell what came of each. */
  | { readonly do: "trials"; readonly trials: ReadonlyArray<ValueMap> }
  /** What came of all trials so far. */
  | { readonly do: "results" }
  /** The attributes of the batch, of its prototype, or of one of its trials by its ID. */
  | { readonly do: "attrs"; readonly run: string }

/** One call, with what its caller knows its answer by. */
export interface IdentifiedCall {
  readonly id: Value | undefined
  readonly call: TrialCall
}

const DOES = "'do' must be batch, run, trials, results or attrs"

const callOf = (map: ValueMap): Either.Either<TrialCall, string> => {
  const what = getKey(map, "do")
  switch (what) {
    case "batch":
    case "results":
      return Either.right({ do: what })
    case "run": {
      const flags = getKey(map, "flags") ?? {}
      const says = getKey(map, "say_error") ?? false
      if (!isMap(flags)) return Either.left("'flags' must be a map of flag values")
      if (typeof says !== "boolean") return Either.left("'say_error' must be true or false")
      return Either.right({ do: "run", flags, says })
    }
    case "trials": {
      const trials = getKey(map, "trials")
      return trials !== undefined && isList(trials) && trials.every(isMap)
        ? Either.right({ do: "trials", trials: trials.filter(isMap) })
        : Either.left("'trials' must be a list of maps of flag values")
    }
    case "attrs": {
      const run = getKey(map, "run") ?? "batch"
      return typeof run === "string" ? Either.right({ do: "attrs", run }) : Either.left("'run' must be text")
    }
    default:
      return Either.left(DOES)
  }
}

/** What a line asks; fails with what is wrong with it, and with the caller's own name for it where that can be read. */
export const decodeCall = (
  line: string
): Either.Either<IdentifiedCall, { readonly id: Value | undefined; readonly reason: string }> => {
  const data = parseJson(line)
  if (Either.isLeft(data)) return Either.left({ id: undefined, reason: `it is no JSON: ${data.left}` })
  if (!isMap(data.right)) return Either.left({ id: undefined, reason: "it is no map" })
  const id = getKey(data.right, "id")
  return callOf(data.right).pipe(
    Either.map((call) => ({ id, call })),
    Either.mapLeft((reason) => ({ id, reason }))
  )
}
