/** One line of both texts, of the first only, or of the second only. A line has its newline at its end. */
export interface Edit {
  readonly kind: "keep" | "remove" | "add"
  readonly line: string
}

/** A stretch of edits with the lines around it. Positions count from 0. */
export interface Hunk {
  readonly fromStart: number
  readonly fromCount: number
  readonly toStart: number
  readonly toCount: number
  readonly edits: ReadonlyArray<Edit>
}

/** Lines with their newlines; only the last may have none. The empty text has no lines. */
export const splitLines = (text: string): ReadonlyArray<string> => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** Texts with more differences than this are not told apart line by line: time and memory grow with its square. */
const MOST_EDITS = 2_000

const edits = (kind: Edit["kind"], lines: ReadonlyArray<string>): ReadonlyArray<Edit> =>
  lines.map((line) => ({ kind, line }))

/**
 * The furthest that each diagonal `k = x - y` gets with 0, 1, 2, ... edits, until both texts are used up; or `undefined` where
 * that takes too many.
 *
 * E. Myers, An O(ND) Difference Algorithm and Its Variations, Algorithmica 1 (1986), the greedy algorithm of section 3.
 */
const furthest = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): ReadonlyArray<Int32Array> | undefined => {
  const most = Math.min(a.length + b.length, MOST_EDITS)
  const rounds: Array<Int32Array> = []
  let reach = new Int32Array(3)
  for (let d = 0; d <= most; d++) {
    // Diagonal k of round d is at k + d + 2; diagonals k - 1 and k + 1 of the round before are at k + d and k + d + 2.
    const next = new Int32Array(2 * d + 5)
    for (let k = -d; k <= d; k += 2) {
      let x = 0
      if (d > 0) {
        const [below = -1, above = -1] = [reach[k + d], reach[k + d + 2]]
        x = k === -d || (k !== d && below < above) ? above : below + 1
      }
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++
      next[k + d + 2] = x
      if (x >= a.length && x - k >= b.length) return [...rounds, next]
    }
    rounds.push(next)
    reach = next
  }
  return undefined
}

/** Walks the rounds back from the end of both texts. */
const walkBack = (
  rounds: ReadonlyArray<Int32Array>,
  a: ReadonlyArray<string>,
  b: ReadonlyArray<string>
): ReadonlyArray<Edit> => {
  const found: Array<Edit> = []
  let [x, y] = [a.length, b.length]
  for (let d = rounds.length - 1; d >= 0; d--) {
    const k = x - y
    const reach = rounds[d - 1]
    const [below = -1, above = -1] = [reach?.[k + d], reach?.[k + d + 2]]
    const down = k === -d || (k !== d && below < above)
    const beforeX = reach === undefined ? 0 : down ? above : below
    const beforeY = reach === undefined ? 0 : beforeX - (down ? k + 1 : k - 1)
    while (x > beforeX && y > beforeY) {
      x--
      y--
      found.push({ kind: "keep", line: a[x] ?? "" })
    }
    if (reach === undefined) break
    found.push(down ? { kind: "add", line: b[beforeY] ?? "" } : { kind: "remove", line: a[beforeX] ?? "" })
    x = beforeX
    y = beforeY
  }
  return found.reverse()
}

/** The edits that make the second text of the first, as few as there can be unless the texts are very different. */
export const diffLines = (from: ReadonlyArray<string>, to: ReadonlyArray<string>): ReadonlyArray<Edit> => {
  const shorter = Math.min(from.length, to.length)
  let start = 0
  while (start < shorter && from[start] === to[start]) start++
  let end = 0
  while (end < shorter - start && from.at(-1 - end) === to.at(-1 - end)) end++
  const [a, b] = [from.slice(start, from.length - end), to.slice(start, to.length - end)]
  const rounds = furthest(a, b)
  const middle = rounds === undefined ? [...edits("remove", a), ...edits("add", b)] : walkBack(rounds, a, b)
  return [...edits("keep", from.slice(0, start)), ...middle, ...edits("keep", from.slice(from.length - end))]
}

/** The stretches of a list of edits in which something changes, with up to `context` lines around each. */
export const hunks = (all: ReadonlyArray<Edit>, context = 3): ReadonlyArray<Hunk> => {
  const found: Array<Hunk> = []
  let [fromAt, toAt, done] = [0, 0, 0]
  const pass = (until: number): ReadonlyArray<Edit> => {
    const passed = all.slice(done, until)
    fromAt += passed.filter(({ kind }) => kind !== "add").length
    toAt += passed.filter(({ kind }) => kind !== "remove").length
    done = until
    return passed
  }
  const changes = all.flatMap(({ kind }, at) => (kind === "keep" ? [] : [at]))
  for (let at = 0; at < changes.length;) {
    const first = changes[at] ?? 0
    let last = first
    while (at < changes.length && (changes[at] ?? 0) - last <= 2 * context + 1) last = changes[at++] ?? last
    pass(Math.max(first - context, done))
    const [fromStart, toStart] = [fromAt, toAt]
    const inside = pass(Math.min(last + context + 1, all.length))
    found.push({ fromStart, fromCount: fromAt - fromStart, toStart, toCount: toAt - toStart, edits: inside })
  }
  return found
}
