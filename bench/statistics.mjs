// What benchmarks say of several measurements; lists are not empty.
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The middle one; of two, what lies between them. */
export const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2
}
