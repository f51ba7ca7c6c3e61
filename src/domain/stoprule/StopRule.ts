/** The rules that may end a trial before it is through. */
export const stopRuleNames = ["asha", "median", "hyperband"] as const

export type StopRuleName = (typeof stopRuleNames)[number]

export interface StopRuleSettings {
  readonly rule: StopRuleName
  /** No trial is stopped before this step; at least 1. Of `asha` and `hyperband` it is the first rung. */
  readonly minSteps: number
  /** One of this many goes on from a rung, and rungs are this many times apart; at least 2. */
  readonly eta: number
  /** Sets of rungs among which `hyperband` shares its trials; each begins a rung later than the one before. */
  readonly brackets: number
}

export const defaultStopRule = (rule: StopRuleName): StopRuleSettings => ({ rule, minSteps: 1, eta: 3, brackets: 3 })

/** A value that a trial came to at a step: the less the better. */
export interface StepReport {
  /** From 0, in the order in which trials are chosen. */
  readonly trial: number
  readonly step: number
  readonly value: number
}

/** Decides, report by report, which trials are hopeless. What it says hangs on the order of the reports alone. */
export interface StopRule {
  /** Whether the trial that reports is to be stopped. */
  readonly report: (report: StepReport) => boolean
}

/** NaN is no result: nothing is worse. */
const cost = (value: number): number => (Number.isNaN(value) ? Infinity : value)

/**
 * Asynchronous successive halving in its stopping form (Li et al., "A System for Massively Parallel Hyperparameter Tuning", 2020):
 * at each rung a trial goes on where it is among the best `1/eta` of those that have reached the rung so far. The best always does.
 */
const successiveHalving = ({ minSteps, eta }: StopRuleSettings): StopRule => {
  const rungs = new Map<number, Array<number>>()
  const reached = new Map<number, number>()
  return {
    report: ({ trial, step, value }) => {
      let rung = reached.get(trial) ?? 0
      let hopeless = false
      for (; minSteps * eta ** rung <= step; rung++) {
        const values = rungs.get(rung) ?? []
        rungs.set(rung, values)
        values.push(cost(value))
        const better = values.filter((other) => other < cost(value)).length
        if (better >= Math.max(1, Math.floor(values.length / eta))) hopeless = true
      }
      reached.set(trial, rung)
      return hopeless
    }
  }
}

const median = (values: ReadonlyArray<number>): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Infinity
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** What a trial has reported, in the order of its steps, and what that adds up to. */
interface History {
  readonly steps: Array<number>
  readonly values: Array<number>
  /** Of the first n + 1 values, at n. */
  readonly sums: Array<number>
  best: number
}

/** How many reports there are up to a step. */
const countUpTo = ({ steps }: History, step: number): number => {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle] ?? Infinity) <= step) low = middle + 1
    else high = middle
  }
  return low
}

/** Puts a report in its place, which is the last one unless a trial goes back in its steps. */
const remember = (history: History, step: number, value: number): void => {
  const { steps, values, sums } = history
  const at = countUpTo(history, step)
  steps.splice(at, 0, step)
  values.splice(at, 0, value)
  for (let place = at; place < values.length; place++) sums[place] = (sums[place - 1] ?? 0) + (values[place] ?? 0)
  history.best = Math.min(history.best, value)
}

const meanUpTo = (history: History, step: number): number => {
  const count = countUpTo(history, step)
  return (history.sums[count - 1] ?? NaN) / count
}

/**
 * The median rule (Golovin et al., "Google Vizier", 2017): a trial is stopped at a step where its best value so far is worse than
 * the median of the means that other trials had up to that step.
 */
const medianRule = ({ minSteps }: StopRuleSettings): StopRule => {
  const trials = new Map<number, History>()
  return {
    report: ({ trial, step, value }) => {
      const own = trials.get(trial) ?? { steps: [], values: [], sums: [], best: Infinity }
      trials.set(trial, own)
      remember(own, step, cost(value))
      if (step < minSteps) return false
      const means = [...trials]
        .filter(([other, { steps }]) => other !== trial && (steps.at(-1) ?? -Infinity) >= step)
        .map(([, history]) => meanUpTo(history, step))
        .filter((mean) => !Number.isNaN(mean))
      return means.length > 0 && own.best > median(means)
    }
  }
}

/** Successive halving in brackets (Li et al., "Hyperband", 2018), so that trials which begin badly have a chance in a later one. */
const hyperband = (settings: StopRuleSettings): StopRule => {
  const brackets = Array.from({ length: settings.brackets }, (_, at) =>
    successiveHalving({ ...settings, minSteps: settings.minSteps * settings.eta ** at })
  )
  return { report: (report) => brackets[report.trial % settings.brackets]?.report(report) ?? false }
}

/** A rule that has heard of nothing yet. */
export const stopRule = (settings: StopRuleSettings): StopRule =>
  settings.rule === "median"
    ? medianRule(settings)
    : settings.rule === "hyperband"
      ? hyperband(settings)
      : successiveHalving(settings)
