/** One logged point. `value` is what float32 keeps of it; NaN and infinities are points too. */
export interface ScalarPoint {
  readonly tag: string
  readonly value: number
  readonly step: number
  /** Seconds since the epoch. */
  readonly wallTime: number
}

/** All points of one tag under one prefix, in seven numbers. `prefix` is `.guild` for captured output. */
export interface ScalarSummary {
  readonly prefix: string
  readonly tag: string
  readonly count: number
  readonly total: number
  readonly avgVal: number
  readonly firstVal: number
  readonly firstStep: number
  readonly lastVal: number
  readonly lastStep: number
  readonly minVal: number
  readonly minStep: number
  readonly maxVal: number
  readonly maxStep: number
}

/** How a scalar is named to the user: its tag, with `prefix#` before it unless it was captured or lies in the run's root. */
export const scalarName = (summary: { readonly prefix: string; readonly tag: string }): string =>
  summary.prefix === "" || summary.prefix === ".guild" ? summary.tag : `${summary.prefix}#${summary.tag}`
