const middle = (sorted: ReadonlyArray<number>): number => sorted[Math.floor((sorted.length - 1) / 2)] ?? 0

/** No less of the whole spread is taken for the distance from the best value to the usual one. */
const LEAST_SHARE = 0.05

/**
 * Values as a model should see them: those far above the usual one, which tell little of where the lowest is and much of how steep a
 * function may be, are brought nearer by a logarithm; those below it stay. The order stays, too.
 */
export const tamed = (values: ReadonlyArray<number>): ReadonlyArray<number> => {
  const sorted = values.toSorted((a, b) => a - b)
  const [low = 0] = sorted
  const usual = middle(sorted)
  const unit = Math.max(usual - low, LEAST_SHARE * ((sorted.at(-1) ?? low) - low))
  if (!(unit > 0) || !Number.isFinite(unit)) return values
  return values.map((value) => (value > usual ? usual + unit * Math.log1p((value - usual) / unit) : value))
}
