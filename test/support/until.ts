import { PATIENCE_MS } from "./patience.ts"

/** What is not there yet: also the text of a file that was just made, a count of nothing, and the number in either. */
type Nothing = undefined | false | 0 | ""

/** Looks until something is there; fails when it takes too long. */
export const until = async <A>(what: string, look: () => A | Nothing, withinMs = PATIENCE_MS): Promise<A> => {
  const end = performance.now() + withinMs
  for (;;) {
    const seen = look()
    // NaN is nothing as well.
    if (seen) return seen
    if (performance.now() > end) throw new Error(`waited too long for ${what}`)
    await new Promise((next) => setTimeout(next, 5))
  }
}
