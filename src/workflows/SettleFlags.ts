import { Effect } from "effect"
import { resolveFlags, settleGiven } from "../domain/flags/FlagResolve.ts"
import type { OpBasis } from "../domain/ops/OpBasis.ts"
import type { OpDef } from "../domain/ops/OpDef.ts"
import { resourceFlags } from "../domain/resources/ResourceFlags.ts"
import { withSpelledSources } from "../domain/resources/SpelledSources.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import { absolutePath } from "../domain/text/Paths.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { getKey, isList } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { ProjectFiles } from "../services/ProjectFiles.ts"
import { readBatchFiles } from "./batch/ReadBatchFiles.ts"

/** Flag values that are settled, with the entries of batch files where such were named. */
export interface SettledFlags {
  readonly flags: ValueMap
  readonly trials: ReadonlyArray<ValueMap> | undefined
  /** How many trials there are at most where the user does not say. */
  readonly defaultMaxTrials: number | undefined
  /** What the operation says about how it is optimized, where it is at hand. */
  readonly optimizers?: OpDef["optimizers"]
  readonly objective?: Value
  /** The optimizer of a batch that is made again, as its run keeps it, where it is none of guild's own. */
  readonly optimizer?: { readonly basis: OpBasis; readonly flags: ValueMap } | undefined
  /** The operation, where its definition is at hand: what is searched where the user says nothing. */
  readonly op?: OpDef
}

/** Where paths among the flags count from, and which of the given ones are there. */
export const pathContext = (op: OpDef, given: ValueMap, cwd: string) =>
  Effect.gen(function* () {
    const files = yield* ProjectFiles
    const there = new Set<string>()
    for (const flag of op.flags.filter(({ type }) => type === "existing-path")) {
      const value = getKey(given, flag.name) ?? flag.default
      for (const item of isList(value) ? value : [value]) {
        const path = absolutePath(String(item), cwd)
        if ((yield* files.kindOf(path)) !== undefined) there.add(path)
      }
    }
    return { cwd, exists: (path: string) => there.has(absolutePath(path, cwd)) }
  })

/** A request whose flags name runs and files as they were written. */
export const asSpelled = (op: OpDef, request: RunRequest): RunRequest => ({
  ...request,
  flags: withSpelledSources(op, request.flags, request.spellings ?? {})
})

/** Holds the flags of a request against its operation: values are checked and coerced, and batch files read. */
export const settleFlags = (op: OpDef, request: RunRequest) =>
  Effect.gen(function* () {
    const { cwd } = yield* Host
    const { batchFiles, flags: given } = asSpelled(op, request)
    const paths = yield* pathContext(op, given, cwd)
    const options = {
      ...{ force: request.forceFlags, operation: op.fullName, resourceFlags: resourceFlags(op), paths }
    }
    const { flags } = yield* resolveFlags(op.flags, given, options)
    const trials = yield* readBatchFiles(batchFiles, (entry, spellings) =>
      settleGiven(op.flags, withSpelledSources(op, entry, spellings), options)
    )
    const { defaultMaxTrials, optimizers, objective } = op
    return { flags, trials, defaultMaxTrials, optimizers, objective } satisfies SettledFlags
  })
