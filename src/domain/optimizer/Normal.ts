const SQRT_2PI = Math.sqrt(2 * Math.PI)

/** Density of the standard normal distribution. */
export const normalPdf = (z: number): number => Math.exp((-z * z) / 2) / SQRT_2PI

/** The probability of more than z >= 0, by the continued fraction of Laplace: good from about 2 on. */
const upperTail = (z: number): number => {
  let fraction = z
  for (let k = 60; k >= 1; k--) fraction = z + k / fraction
  return normalPdf(z) / fraction
}

/** Half of the distribution about the middle by the series of odd powers: good below about 3. */
const series = (z: number): number => {
  let term = z
  let sum = z
  for (let k = 1; k < 100 && Math.abs(term) > 1e-17; k++) {
    term *= (z * z) / (2 * k + 1)
    sum += term
  }
  return 0.5 + sum * normalPdf(z)
}

/** Probability of at most z under the standard normal distribution; about 14 digits, tails included (Abramowitz & Stegun 26.2). */
export const normalCdf = (z: number): number =>
  Number.isNaN(z) ? Number.NaN : z > 8.5 ? 1 : z > 2.5 ? 1 - upperTail(z) : z < -2.5 ? upperTail(-z) : series(z)

/** A number from the standard normal distribution (Box & Muller 1958). */
export const gaussian = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
