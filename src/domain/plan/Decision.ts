import { Data } from "effect"
import type { StatusName } from "../runs/RunStatus.ts"
import type { Value, ValueMap } from "../Value.ts"
import { equals, getKey } from "../Value.ts"
import type { FileChange } from "./Change.ts"
import { Change } from "./Change.ts"

/** The run of a required operation that would be used: its id, or undefined where it has yet to run. */
export interface RequiredRun {
  readonly operation: string
  readonly run: string | undefined
}

/** What an operation would be run with now. */
export interface Wanted {
  /** Settled values, without the flags that `runs` speaks of. */
  readonly flags: ValueMap
  /** The command's template, as the `op` attribute has it. */
  readonly command: Value
  /** URIs of the sources of all that is required. */
  readonly sources: ReadonlyArray<string>
  /** Required runs by the flag that names them in a run's own flags. */
  readonly runs: ReadonlyMap<string, RequiredRun>
}

/** An earlier run of the operation, held against the project as it is now. */
export interface Candidate {
  readonly run: string
  readonly status: StatusName
  readonly flags: ValueMap
  /** Undefined where the run does not say. */
  readonly command: Value | undefined
  readonly sources: ReadonlyArray<string> | undefined
  readonly sourceChanges: ReadonlyArray<FileChange>
  readonly fileChanges: ReadonlyArray<FileChange>
}

/** What is done about an operation. */
export type Decision = Data.TaggedEnum<{
  /** It is run; `latest` is the run that was held against it, where there is one. */
  Run: { readonly changes: ReadonlyArray<Change>; readonly latest: string | undefined }
  /**
   * A run stands for it: it is as it would be run now, or the user marked or named it, or the operation is not defined here. A step
   * of a run that is started again is completed, or failed where that is let pass.
   */
  Skip: {
    readonly run: string
    readonly why: "up to date" | "marked" | "named" | "not defined here" | "completed" | "let pass"
  }
}>
export const Decision = Data.taggedEnum<Decision>()

const sameFlag = (a: Value | undefined, b: Value | undefined): boolean => equals(a ?? null, b ?? null)

/** Flags that have another value now, by name. */
export const flagChanges = (
  before: ValueMap,
  after: ValueMap,
  except: ReadonlySet<string> = new Set()
): ReadonlyArray<Change> =>
  [...new Set([...Object.keys(after), ...Object.keys(before)])]
    .filter((name) => !except.has(name))
    .sort()
    .flatMap((name) => {
      const was = getKey(before, name)
      const now = getKey(after, name)
      return sameFlag(was, now) ? [] : [Change.Flag({ name, was, now })]
    })

const runChanges = (wanted: Wanted, candidate: Candidate): ReadonlyArray<Change> =>
  [...wanted.runs].flatMap(([flag, { operation, run }]) => {
    const value = getKey(candidate.flags, flag)
    const was = typeof value === "string" || typeof value === "number" ? String(value) : undefined
    return run !== undefined && was !== undefined && was !== "" && run.startsWith(was)
      ? []
      : [Change.RequiredRun({ operation, was, now: run })]
  })

const requirementChanges = (wanted: Wanted, { sources }: Candidate): ReadonlyArray<Change> => {
  if (sources === undefined) return []
  const now = new Set(wanted.sources)
  const was = new Set(sources)
  return [
    ...[...now].filter((uri) => !was.has(uri)).map((source) => Change.Requirement({ source, how: "added" })),
    ...[...was].filter((uri) => !now.has(uri)).map((source) => Change.Requirement({ source, how: "removed" }))
  ]
}

/**
 * Everything that tells an earlier run from the one that would be made now; nothing where they are alike. What was not looked at
 * counts as unchanged.
 */
export const changesOf = (wanted: Wanted, candidate: Candidate): ReadonlyArray<Change> => [
  ...(candidate.status === "completed" ? [] : [Change.NotCompleted({ run: candidate.run, status: candidate.status })]),
  ...flagChanges(candidate.flags, wanted.flags, new Set(wanted.runs.keys())),
  ...(candidate.command === undefined || equals(candidate.command, wanted.command) ? [] : [Change.Command()]),
  ...candidate.sourceChanges.map((change) => Change.Source(change)),
  ...requirementChanges(wanted, candidate),
  ...candidate.fileChanges.map((change) => Change.File(change)),
  ...runChanges(wanted, candidate)
]

/**
 * Whether an operation has to be run. Of its earlier runs, latest first, the first that is as it would be now makes that needless;
 * otherwise the reasons are those that the latest one gives.
 */
export const decide = (wanted: Wanted, candidates: ReadonlyArray<Candidate>): Decision => {
  const [latest] = candidates
  if (latest === undefined) return Decision.Run({ changes: [Change.NoRun()], latest: undefined })
  const same = candidates.find((candidate) => changesOf(wanted, candidate).length === 0)
  return same === undefined
    ? Decision.Run({ changes: changesOf(wanted, latest), latest: latest.run })
    : Decision.Skip({ run: same.run, why: "up to date" })
}
