import type { Change } from "../../domain/plan/Change.ts"
import { Change as Changes } from "../../domain/plan/Change.ts"
import type { Decision } from "../../domain/plan/Decision.ts"
import type { PlannedOp, RunsPlan } from "../../domain/plan/RunsPlan.ts"
import type { PlannedTrial, PlannedTrials, StepDecision, StepPlan } from "../../domain/plan/StepPlan.ts"
import { isLeftOut } from "../../domain/plan/StepPlan.ts"
import { formatFlagAssigns, formatFlagValue } from "../../domain/flags/FlagValueFormat.ts"
import type { StepState } from "../../domain/steps/StepLog.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import { tableLines } from "../../domain/text/Table.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { Value } from "../../domain/Value.ts"
import { getKey, mapOf } from "../../domain/Value.ts"

/** More files than this are counted and not named. */
const FILES_NAMED = 5

const valueText = (value: Value): string => formatFlagValue(value)

const HOW = { added: "is new", changed: "has changed", removed: "is gone" } as const

/** What became of a step's run, for a step that is not done. */
const STEP_STATE: Readonly<Record<StepState, string>> = {
  running: "was not seen to its end",
  completed: "is completed",
  failed: "failed",
  skipped: "was skipped",
  cancelled: "was stopped"
}

/** Why a run is not what would be run now, in a phrase. */
export const changeText = Changes.$match({
  NoRun: () => "has not been run",
  NotCompleted: ({ run, status }) => `run ${shortId(run)} is not completed (${status})`,
  Flag: ({ name, was, now }) =>
    now === undefined
      ? `flag ${name} was ${valueText(was ?? null)} and is no flag any more`
      : was === undefined
        ? `flag ${name} is new: ${valueText(now)}`
        : `flag ${name} was ${valueText(was)} and is ${valueText(now)}`,
  Command: () => "the command has changed",
  Source: ({ path, how }) => `source code ${path} ${HOW[how]}`,
  File: ({ path, how }) => `file ${path} ${HOW[how]}`,
  Requirement: ({ source, how }) =>
    how === "added" ? `${source} is newly required` : `${source} is not required any more`,
  RequiredRun: ({ operation, was, now }) =>
    now === undefined
      ? `${operation} is run before`
      : was === undefined
        ? `run ${shortId(now)} of ${operation} is to be used`
        : `run ${shortId(now)} of ${operation} is to be used in place of ${shortId(was)}`,
  Batch: () => "a batch runs its trials",
  Step: ({ name }) => `step ${name} is not as it was`,
  Restarted: ({ run, status }) =>
    status === "staged" ? `run ${shortId(run)} is started` : `run ${shortId(run)} is started again (${status})`,
  WentBack: () => "is gone back to",
  StepNotDone: ({ run, state }) => `run ${shortId(run)} ${STEP_STATE[state]}`,
  StepCommand: ({ was }) => `was run as ${was}`,
  RunGone: ({ run }) => `run ${shortId(run)} is gone`,
  Outdated: ({ run }) => `run ${shortId(run)} counts no more`,
  NeedsStep: ({ name }) => `step ${name} is run before`,
  GoesOn: ({ run }) => `run ${shortId(run)} goes on`,
  Anew: () => "has not changed, but a run goes through all of its steps"
})

const changeLines = (changes: ReadonlyArray<Change>): ReadonlyArray<string> => {
  const files = changes.filter(({ _tag }) => _tag === "Source" || _tag === "File")
  const unnamed = new Set(files.slice(FILES_NAMED))
  const lines = changes.filter((change) => !unnamed.has(change)).map((change) => visibleText(changeText(change)))
  return unnamed.size === 0 ? lines : [...lines, `and ${unnamed.size} more files`]
}

const skipText = (run: string, why: Extract<Decision, { _tag: "Skip" }>["why"]): string =>
  why === "not defined here"
    ? `run ${shortId(run)} is used: the operation is not defined here`
    : why === "let pass"
      ? `run ${shortId(run)} failed, which the step lets pass`
      : `run ${shortId(run)} is ${why}`

/** The rows of a node: what is done and why, one reason a row. */
const rowsFor = (action: "run" | "skip", name: string, reasons: ReadonlyArray<string>) =>
  reasons.map((reason, at) => ({ action: at > 0 ? "" : action, operation: at > 0 ? "" : visibleText(name), reason }))

type Rows = ReturnType<typeof rowsFor>

/** What is done about a node, and why, with what else there is to say of one that is run. */
const decisionRows = (name: string, decision: StepDecision, more: ReadonlyArray<string> = []): Rows => {
  switch (decision._tag) {
    case "Skip":
      return rowsFor("skip", name, [skipText(decision.run, decision.why)])
    case "Same":
      return rowsFor("skip", name, [`${visibleText(decision.maker)} makes its run before`])
    case "Run":
      return rowsFor("run", name, [...changeLines(decision.changes), ...more])
  }
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`)

const trialsText = (count: number): string => `${count} ${count === 1 ? "trial" : "trials"}`

/** What a batch comes to, a phrase a row. */
const batchLines = ({ count, done, repeat, search }: PlannedTrials): ReadonlyArray<string> => [
  search === undefined
    ? `a batch of ${trialsText(count ?? 0)}`
    : [
        `a search by ${visibleText(search.optimizer)}`,
        ...(count === undefined
          ? []
          : [search.objective === undefined ? `of ${trialsText(count)}` : `of at most ${trialsText(count)}`]),
        ...(search.objective === undefined
          ? []
          : [`to ${search.objective.direction} ${visibleText(search.objective.column)}`])
      ].join(" "),
  ...(repeat === 1 ? [] : [`each trial is run ${times(repeat)}`]),
  ...(done === undefined ? [] : [`${done} of ${(count ?? 0) * repeat} runs are done already`])
]

/** Names of the flags that tell trials apart; all of them where none does. */
const telling = (trials: ReadonlyArray<PlannedTrial>): ReadonlyArray<string> => {
  const names = [...new Set(trials.flatMap(({ flags }) => Object.keys(flags)))]
  const differs = (name: string) =>
    new Set(trials.map(({ flags }) => formatFlagValue(getKey(flags, name) ?? null))).size > 1
  const found = names.filter(differs)
  return found.length === 0 ? names : found
}

const indented = (depth: number, text: string): string => `${"  ".repeat(depth)}${text}`

/** Trials stand below their batch, and below each its steps. */
const trialRows = ({ count = 0, first = [], repeat }: PlannedTrials, depth: number): Rows => {
  const names = telling(first)
  const rows = first.flatMap(({ done, flags, steps }) => {
    const shown = names.flatMap((name) => {
      const value = getKey(flags, name)
      return value === undefined ? [] : [[name, value] as const]
    })
    const ids = done.map(shortId).join(", ")
    const reason =
      done.length === 0
        ? ""
        : done.length < repeat
          ? `has been done ${times(done.length)}: ${ids}`
          : `run ${ids} has done it`
    return [
      ...rowsFor(done.length < repeat ? "run" : "skip", indented(depth, formatFlagAssigns(mapOf(shown)).join(" ")), [
        reason
      ]),
      ...steps.flatMap((step) => stepRows(step, depth + 1))
    ]
  })
  const more = count - first.length
  return more > 0 && first.length > 0 ? [...rows, ...rowsFor("run", indented(depth, `and ${more} more`), [""])] : rows
}

/** Steps stand below what they are steps of. */
const stepRows = (step: StepPlan, depth: number): Rows => {
  const { decision, id, steps, trials, when } = step
  const name = indented(depth, id)
  const condition = when === undefined ? "" : `'${visibleText(when.text)}'`
  if (isLeftOut(step)) return rowsFor("skip", name, [`${condition} does not hold`])
  const more = [
    ...(when?.holds === undefined && when !== undefined ? [`if ${condition} holds`] : []),
    ...(trials === undefined ? [] : batchLines(trials))
  ]
  return [
    ...decisionRows(name, decision, more),
    ...(trials === undefined || decision._tag !== "Run" ? [] : trialRows(trials, depth + 1)),
    ...steps.flatMap((step) => stepRows(step, depth + 1))
  ]
}

const rowsOf = ({ decision, id, steps, trials }: PlannedOp): Rows => [
  ...(trials === undefined ? decisionRows(id, decision) : rowsFor("run", id, batchLines(trials))),
  ...(trials === undefined ? [] : trialRows(trials, 1)),
  ...steps.flatMap((step) => stepRows(step, 1))
]

/** A plan as `guild plan` shows it: what is run or skipped, in order, and why. */
export const renderPlan = (plan: RunsPlan): string => {
  const lines = tableLines(plan.flatMap(rowsOf), ["action", "operation", "reason"])
  const idle = plan.every(({ decision }) => decision._tag === "Skip")
  return [...lines, ...(idle ? ["Nothing to run"] : [])].join("\n")
}
