import { Effect, Either } from "effect"
import { BatchFileError, BatchFileMissing, decodeBatchFile } from "../../domain/flags/BatchFile.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"

type Entry = Either.Either<ValueMap, { readonly message: string }>

/** Holds the flags of an entry, which it has also as names are spelled, against the operation that it is for. */
type CheckEntry = (entry: ValueMap, spellings: ValueMap) => Entry

const readBatchFile = (path: string, check: CheckEntry) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const text = yield* (yield* UserFiles).read(path)
    if (text === undefined) return yield* new BatchFileMissing({ path })
    const { spellings, trials, warnings } = yield* decodeBatchFile(path, text)
    for (const warning of warnings) yield* terminal.warn(warning)
    if (trials.length === 0) yield* terminal.warn(`batch file ${visibleText(path)} has no trials`)
    return yield* Either.all(
      trials.map((entry, at) =>
        Either.mapLeft(
          check(entry, spellings[at] ?? {}),
          ({ message }) => new BatchFileError({ path, reason: `trial ${at + 1}: ${message}` })
        )
      )
    )
  })

/** The entries of batch files, one file after the other; `undefined` where there is no file. */
export const readBatchFiles = (paths: ReadonlyArray<string>, check: CheckEntry = (entry) => Either.right(entry)) =>
  paths.length === 0
    ? Effect.succeed(undefined)
    : Effect.map(
        Effect.forEach(paths, (path) => readBatchFile(path, check)),
        (files) => files.flat()
      )
