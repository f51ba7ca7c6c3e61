/** A square matrix by rows, n * n numbers. */
export type Matrix = Float64Array

/**
 * The lower triangle L with L Lᵀ = A of a symmetric positive definite matrix (its lower triangle is read), or `undefined` where A
 * is not positive definite. Cholesky-Banachiewicz, row by row; above the diagonal are zeros.
 */
export const cholesky = (a: Matrix, n: number): Matrix | undefined => {
  const l = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j] ?? 0
      for (let k = 0; k < j; k++) sum -= (l[i * n + k] ?? 0) * (l[j * n + k] ?? 0)
      if (i !== j) l[i * n + j] = sum / (l[j * n + j] ?? 1)
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum)
      else return undefined
    }
  }
  return l
}

/** x with L x = b. */
export const solveLower = (l: Matrix, b: Float64Array): Float64Array => {
  const n = b.length
  const x = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let sum = b[i] ?? 0
    for (let k = 0; k < i; k++) sum -= (l[i * n + k] ?? 0) * (x[k] ?? 0)
    x[i] = sum / (l[i * n + i] ?? 1)
  }
  return x
}

/** x with Lᵀ x = b. */
export const solveUpper = (l: Matrix, b: Float64Array): Float64Array => {
  const n = b.length
  const x = Float64Array.from(b)
  for (let i = n - 1; i >= 0; i--) {
    const value = (x[i] ?? 0) / (l[i * n + i] ?? 1)
    x[i] = value
    for (let k = 0; k < i; k++) x[k] = (x[k] ?? 0) - (l[i * n + k] ?? 0) * value
  }
  return x
}

/** The inverse of L Lᵀ; symmetric, both triangles filled. */
export const inverse = (l: Matrix, n: number): Matrix => {
  // Rows of M = L⁻¹, so that (L Lᵀ)⁻¹ = Mᵀ M is summed along rows.
  const m = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const pivot = 1 / (l[i * n + i] ?? 1)
    for (let k = 0; k < i; k++) {
      const factor = (l[i * n + k] ?? 0) * pivot
      if (factor !== 0) for (let j = 0; j <= k; j++) m[i * n + j] = (m[i * n + j] ?? 0) - factor * (m[k * n + j] ?? 0)
    }
    m[i * n + i] = pivot
  }
  const result = new Float64Array(n * n)
  for (let k = 0; k < n; k++)
    for (let i = 0; i <= k; i++) {
      const factor = m[k * n + i] ?? 0
      if (factor !== 0)
        for (let j = 0; j <= i; j++) result[i * n + j] = (result[i * n + j] ?? 0) + factor * (m[k * n + j] ?? 0)
    }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) result[j * n + i] = result[i * n + j] ?? 0
  return result
}

/** The logarithm of the determinant of L Lᵀ. */
export const logDeterminant = (l: Matrix, n: number): number => {
  let sum = 0
  for (let i = 0; i < n; i++) sum += 2 * Math.log(l[i * n + i] ?? 1)
  return sum
}
