import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, isMap, mapOf } from "../Value.ts"

/** Where a step stands. `running` is also what a guild leaves that was killed. */
export type StepState = "running" | "completed" | "failed" | "skipped" | "cancelled"

const STATES: ReadonlyArray<StepState> = ["running", "completed", "failed", "skipped", "cancelled"]

/** One attempt at a step: a run of its own. */
export interface StepAttempt {
  readonly run: string
  /** What a shell would see; missing while it runs. */
  readonly exitStatus: number | undefined
  /** Why guild ended it. */
  readonly stopped: "timeout" | "cancelled" | undefined
}

/** What is on record about a step. */
export interface StepEntry {
  readonly id: string
  readonly name: string
  /** The operation with flags that it ran. */
  readonly command: string
  readonly state: StepState
  /** In order; the last one is the step's run. */
  readonly attempts: ReadonlyArray<StepAttempt>
  /** What it ran counts no more: the user went back to it, or to what it needs, and it has not begun since. */
  readonly outdated: boolean
}

/** The `step_runs` attribute of a stepped run: an entry a step, in the order in which they began. */
export const STEP_RUNS = "step_runs"

const entryToData = ({ attempts, command, id, name, outdated, state }: StepEntry): ValueMap =>
  mapOf([
    ["step", id],
    ...(name === id ? [] : [["name", name] as const]),
    ["command", command],
    ["status", state],
    ...(outdated ? [["outdated", true] as const] : []),
    [
      "attempts",
      attempts.map(({ exitStatus, run, stopped }) =>
        mapOf([
          ["run", run],
          ...(exitStatus === undefined ? [] : [["exit_status", exitStatus] as const]),
          ...(stopped === undefined ? [] : [["stopped", stopped] as const])
        ])
      )
    ]
  ])

/** The entries as the attribute keeps them. */
export const logToData = (entries: Iterable<StepEntry>): ReadonlyArray<Value> => Array.from(entries, entryToData)

const text = (map: ValueMap, key: string): string | undefined => {
  const value = getKey(map, key)
  return value === undefined || value === null ? undefined : String(value)
}

const attemptFromData = (data: Value): ReadonlyArray<StepAttempt> => {
  const run = isMap(data) ? text(data, "run") : undefined
  if (!isMap(data) || run === undefined) return []
  const exitStatus = getKey(data, "exit_status")
  const stopped = getKey(data, "stopped")
  return [
    {
      run,
      exitStatus: typeof exitStatus === "number" ? exitStatus : undefined,
      stopped: stopped === "timeout" || stopped === "cancelled" ? stopped : undefined
    }
  ]
}

/** Reads what `logToData` writes; what cannot be read counts as not recorded, so that the step is run again. */
export const logFromData = (data: Value): ReadonlyArray<StepEntry> =>
  (isList(data) ? data : []).flatMap((item) => {
    if (!isMap(item)) return []
    const id = text(item, "step")
    const state = STATES.find((each) => each === getKey(item, "status"))
    if (id === undefined || state === undefined) return []
    const attempts = getKey(item, "attempts") ?? []
    return [
      {
        id,
        name: text(item, "name") ?? id,
        command: text(item, "command") ?? "",
        state,
        attempts: (isList(attempts) ? attempts : []).flatMap(attemptFromData),
        outdated: getKey(item, "outdated") === true
      }
    ]
  })
