import { formatTimeSpan } from "../../domain/batch/Budget.ts"
import { fit, textWidth } from "../../domain/text/TextWidth.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"

/** A trial that runs. */
export interface RunningTrial {
  readonly id: string
  /** Its operation and flags. */
  readonly what: string
  readonly seconds: number
  /** What it printed last. */
  readonly line: string
}

/** How far a batch is. */
export interface BatchProgress {
  /** Unknown where an optimizer of the user's goes on as long as it likes. */
  readonly total: number | undefined
  readonly done: number
  readonly failed: number
  /** Of trials that were run, not of those that were there. */
  readonly ran: number
  readonly seconds: number
  readonly best: { readonly id: string; readonly value: number } | undefined
  /** The column that `best` is of. */
  readonly column: string
  readonly running: ReadonlyArray<RunningTrial>
}

const BAR = 24

/** Narrower than this, a terminal has more use for words than for a long bar. */
const WIDE_ENOUGH = 60

/** A terminal has few lines, and none of those that have left it can be drawn again. */
const MOST_SHOWN = 12

/** Six digits are enough to tell trials apart. */
const sixDigits = (value: number): string => String(Number(value.toPrecision(6)))

const bestOf = ({ best, column }: BatchProgress): string =>
  best === undefined ? "" : `best ${visibleText(column)} ${sixDigits(best.value)} (${best.id})`

/** Trials a second or a minute, whichever says more. */
const rate = ({ ran, seconds }: BatchProgress): string => {
  if (ran === 0 || seconds <= 0) return ""
  const each = ran / seconds
  return each >= 1 ? `${each.toFixed(1)}/s` : `${(each * 60).toFixed(1)}/min`
}

/** What is left takes as long as what was run. */
const left = ({ done, ran, seconds, total }: BatchProgress): string =>
  total === undefined || ran === 0 || done >= total ? "" : `${formatTimeSpan(((total - done) * seconds) / ran)} left`

const joined = (parts: ReadonlyArray<string>): string => parts.filter((part) => part !== "").join(", ")

const failures = ({ failed }: BatchProgress): string => (failed === 0 ? "" : `${failed} failed`)

/** The progress of a batch as a line of a log. */
export const progressLine = (progress: BatchProgress): string => {
  const more = joined([failures(progress), bestOf(progress), left(progress)])
  const { done, total } = progress
  const count = total === undefined ? `${done} trial${done === 1 ? "" : "s"}` : `${done} of ${total} trials`
  return `${count} done${more === "" ? "" : ` (${more})`}`
}

const cut = (text: string, columns: number): string =>
  textWidth(text) < columns ? text : fit(text, columns - 1).trimEnd()

/** A line for each of the first trials that run, and a bar for the batch; each shorter than `columns`. */
export const progressLines = (progress: BatchProgress, columns: number): ReadonlyArray<string> => {
  const { done, running, total } = progress
  const length = columns < WIDE_ENOUGH ? Math.floor(columns / 4) : BAR
  const filled = total === undefined ? 0 : total === 0 ? length : Math.min(length, Math.floor((done / total) * length))
  const count = total === undefined ? `${done} done` : `${done}/${total}`
  const shown = running.length > MOST_SHOWN ? MOST_SHOWN - 1 : running.length
  const bar = `[${"#".repeat(filled)}${"-".repeat(length - filled)}]`
  return [
    ...running
      .slice(0, shown)
      .map(({ id, line, seconds, what }) =>
        joined([`  ${id} ${formatTimeSpan(seconds)} ${visibleText(what)}`, visibleText(line)])
      ),
    ...(running.length > shown ? [`  … and ${running.length - shown} more`] : []),
    `${bar} ${joined([count, failures(progress), bestOf(progress), rate(progress), left(progress)])}`
  ].map((line) => cut(line, columns))
}
