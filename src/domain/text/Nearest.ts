/** Edits (insert, delete, replace, swap neighbours) that turn one word into the other, counted no further than `limit`. */
const distance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: Array<number> = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    before = last
    last = row
  }
  return last[b.length] ?? limit + 1
}

const plainName = (name: string): string => name.toLowerCase().replaceAll("_", "-")

/** The name that was probably meant: at most a third of the letters differ, and `_` counts as `-`. `undefined` where none is near. */
export const nearest = (word: string, names: Iterable<string>): string | undefined => {
  const plain = plainName(word)
  const limit = Math.max(1, Math.floor(plain.length / 3))
  let best: string | undefined
  let least = limit + 1
  for (const name of names) {
    if (name === "") continue
    const edits = distance(plain, plainName(name), limit)
    if (edits < least) {
      least = edits
      best = name
    }
  }
  return best
}
