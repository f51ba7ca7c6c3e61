import type { Matrix } from "./Cholesky.ts"

/** Eigenvalues, and their unit vectors as the columns of a matrix. */
export interface Eigen {
  readonly values: Float64Array
  readonly vectors: Matrix
}

const SWEEPS = 50

/** The eigenvalues and vectors of a symmetric matrix of n * n numbers, by the cyclic rotations of Jacobi (Golub & Van Loan, 8.5). */
export const symmetricEigen = (matrix: Matrix, n: number): Eigen => {
  const a = Float64Array.from(matrix)
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) v[i * n + i] = 1
  const turn = (m: Matrix, i: number, j: number, cos: number, sin: number) => {
    const x = m[i] ?? 0
    const y = m[j] ?? 0
    m[i] = cos * x - sin * y
    m[j] = sin * x + cos * y
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0
    let on = 0
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++)
        if (i === j) on += (a[i * n + i] ?? 0) ** 2
        else off += (a[i * n + j] ?? 0) ** 2
    if (off <= 1e-28 * on) break
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const apq = a[p * n + q] ?? 0
        if (apq === 0) continue
        const theta = ((a[q * n + q] ?? 0) - (a[p * n + p] ?? 0)) / (2 * apq)
        const tan = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
        const cos = 1 / Math.sqrt(tan * tan + 1)
        const sin = tan * cos
        for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q, cos, sin)
        for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k, cos, sin)
        for (let k = 0; k < n; k++) turn(v, k * n + p, k * n + q, cos, sin)
      }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i] ?? 0), vectors: v }
}
