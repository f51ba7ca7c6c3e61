import type { TrialList } from "../batch/TrialList.ts"
import { isSearchSpace } from "./FlagFunction.ts"
import { encodeFlagValue } from "./FlagValue.ts"
import { byCodePoint } from "../text/PathOrder.ts"
import { sampleIndexes } from "./TrialsSample.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, mapOf } from "../Value.ts"

export interface TrialsRequest {
  /** The flags of the operation, resolved: values, lists, search spaces. */
  readonly flags: ValueMap
  /** Flags of each run in the batch files, in order; `undefined` where no batch file was named. */
  readonly batch: ReadonlyArray<ValueMap> | undefined
  /** At most this many trials are kept; which ones the seed decides. */
  readonly maxTrials: number | undefined
  readonly seed: number
}

export interface Trials {
  /** Flags of each trial, in order. Search spaces stay as they are, for an optimizer to choose from. */
  readonly trials: ReadonlyArray<ValueMap>
  /** How many there were before any were left out. */
  readonly total: number
}

/** What a batch file says goes before what the command and the defaults say. */
export const mergeTrial = (flags: ValueMap, trial: ValueMap): ValueMap =>
  mapOf([...Object.entries(flags), ...Object.entries(trial)])

/** Whether flags ask for more than one trial by lists of values. */
export const hasLists = (flags: ValueMap): boolean => Object.values(flags).some(isList)

/** Names of the flags that an optimizer has to choose, in order. */
export const searchFlags = (flags: ValueMap): ReadonlyArray<string> =>
  Object.keys(flags)
    .filter((name) => isSearchSpace(getKey(flags, name) ?? null))
    .sort(byCodePoint)

/**
 * The flags of the one plain run that a batch file with a single entry means; `undefined` where there is a batch to run: more
 * entries, or lists that the entry leaves.
 */
export const singleRun = (flags: ValueMap, batch: ReadonlyArray<ValueMap> | undefined): ValueMap | undefined => {
  const [trial, ...others] = batch ?? []
  if (trial === undefined || others.length > 0) return undefined
  const merged = mergeTrial(flags, trial)
  return hasLists(merged) ? undefined : merged
}

/** All combinations of a map's list values as a number system: the last name by order turns fastest. */
interface Product {
  readonly fixed: ValueMap
  readonly axes: ReadonlyArray<readonly [string, ReadonlyArray<Value>]>
  readonly size: number
}

const productOf = (flags: ValueMap): Product => {
  const axes = Object.entries(flags)
    .flatMap(([name, value]) => (isList(value) ? [[name, value] as const] : []))
    .sort(([a], [b]) => byCodePoint(a, b))
  return { fixed: flags, axes, size: axes.reduce((size, [, values]) => size * values.length, 1) }
}

const combination = ({ fixed, axes }: Product, index: number): ValueMap => {
  const chosen: Array<readonly [string, Value]> = []
  let rest = index
  for (const [name, values] of axes.toReversed()) {
    chosen.push([name, values[rest % values.length] ?? null])
    rest = Math.floor(rest / values.length)
  }
  return mapOf([...Object.entries(fixed), ...chosen])
}

/** How many trials a batch has, without making them. */
export const countTrials = (flags: ValueMap, batch: ReadonlyArray<ValueMap> | undefined): number =>
  (batch ?? [{}]).reduce((total, trial) => total + productOf(mergeTrial(flags, trial)).size, 0)

/** Which of the products a trial of the whole batch falls into: the last that starts at or before it. */
const productAt = (starts: ReadonlyArray<number>, index: number): number => {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= index) low = middle
    else high = middle - 1
  }
  return low
}

/**
 * The trials of a batch: for each entry of the batch files, in order, every combination of the list values that it leaves, by
 * flag name and then as each list has them. Only the trials that are asked for are ever made.
 */
export const trialList = ({ flags, batch, maxTrials, seed }: TrialsRequest): TrialList & { readonly total: number } => {
  // An empty product takes no place: what starts where it does comes after it.
  const products = (batch ?? [{}])
    .map((trial) => productOf(mergeTrial(flags, trial)))
    .filter((product) => product.size > 0)
  const starts: Array<number> = []
  let total = 0
  for (const { size } of products) {
    starts.push(total)
    total += size
  }
  const kept = Math.max(0, maxTrials ?? total)
  const picked = total <= kept ? undefined : sampleIndexes(total, kept, seed)
  return {
    size: picked?.length ?? total,
    total,
    at: (at) => {
      const index = picked === undefined ? at : (picked[at] ?? 0)
      const which = productAt(starts, index)
      const product = products[which]
      return product === undefined ? flags : combination(product, index - (starts[which] ?? 0))
    }
  }
}

export interface TrialTable {
  readonly header: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

/** Trials as text: a column for every flag that any of them has, by name; empty where a trial has none. */
export const trialTable = (trials: ReadonlyArray<ValueMap>): TrialTable => {
  const header = [...new Set(trials.flatMap((trial) => Object.keys(trial)))].sort(byCodePoint)
  const cell = (trial: ValueMap, name: string) => {
    const value = getKey(trial, name)
    return value === undefined ? "" : encodeFlagValue(value)
  }
  return { header, rows: trials.map((trial) => header.map((name) => cell(trial, name))) }
}
