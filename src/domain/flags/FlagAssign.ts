import { Either, Schema } from "effect"
import { decodeFlagValue, flagSpelling } from "./FlagValue.ts"
import type { Value, ValueMap } from "../Value.ts"
import { mapOf } from "../Value.ts"

/** A word of the run command that is neither `NAME=VALUE` nor `@FILE`. */
export class InvalidFlagArg extends Schema.TaggedError<InvalidFlagArg>()("InvalidFlagArg", {
  arg: Schema.String
}) {
  override get message(): string {
    return `invalid argument '${this.arg}' - expected NAME=VAL`
  }
}

export interface FlagAssigns {
  /** The last of equal names wins. */
  readonly flags: ValueMap
  /** The same where a name is meant: see `flagSpelling`. */
  readonly spellings: ValueMap
  readonly warnings: ReadonlyArray<string>
}

/** The words of a run command behind its operation. */
export interface RunWords extends FlagAssigns {
  /** Paths as given behind `@`, in their order. */
  readonly batchFiles: ReadonlyArray<string>
}

/** Parts words into batch files (their `@` taken off) and all others. */
export const splitBatchFiles = (
  words: ReadonlyArray<string>
): { readonly batchFiles: ReadonlyArray<string>; readonly rest: ReadonlyArray<string> } => ({
  batchFiles: words.filter((word) => word.startsWith("@")).map((word) => word.slice(1)),
  rest: words.filter((word) => !word.startsWith("@"))
})

/** Reads `NAME=VALUE` words. `NAME=` sets the empty string. */
export const parseFlagAssigns = (words: ReadonlyArray<string>): Either.Either<FlagAssigns, InvalidFlagArg> => {
  const flags = new Map<string, Value>()
  const spellings = new Map<string, Value>()
  const warnings: Array<string> = []
  for (const word of words) {
    const equals = word.indexOf("=")
    if (equals < 1) return Either.left(new InvalidFlagArg({ arg: word }))
    const [name, text] = [word.slice(0, equals), word.slice(equals + 1)]
    const decoded = decodeFlagValue(text)
    flags.set(name, decoded.value)
    spellings.set(name, flagSpelling(text, decoded.value))
    warnings.push(...decoded.warnings)
  }
  return Either.right({ flags: mapOf(flags), spellings: mapOf(spellings), warnings })
}

/** Reads the words behind an operation: flag assignments and batch files, in any order. */
export const parseRunWords = (words: ReadonlyArray<string>): Either.Either<RunWords, InvalidFlagArg> => {
  if (words.includes("@")) return Either.left(new InvalidFlagArg({ arg: "@" }))
  const { batchFiles, rest } = splitBatchFiles(words)
  return Either.map(parseFlagAssigns(rest), (assigns) => ({ ...assigns, batchFiles }))
}
