/** How many letters have to be added, dropped, changed or swapped with their neighbour to come from `a` to `b`. */
const distance = (a: string, b: string): number => {
  let before: ReadonlyArray<number> = []
  let above: ReadonlyArray<number> = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          (above[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (above[j - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[j - 2] ?? 0) + 1 : Infinity
        )
      )
    }
    before = above
    above = row
  }
  return above[b.length] ?? 0
}

/** The name that was probably meant by a mistyped word, if one is near: two slips at most, and half the name is right. */
export const nearest = (word: string, names: ReadonlyArray<string>): string | undefined => {
  const near = names
    .map((name) => ({ name, slips: distance(word, name) }))
    .filter(({ name, slips }) => slips <= Math.min(2, Math.floor(name.length / 2)))
    .sort((a, b) => a.slips - b.slips)
  return near[0]?.name
}
