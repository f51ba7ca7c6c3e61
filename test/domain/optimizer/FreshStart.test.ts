import { describe, expect, it } from "vitest"
import { freshStart } from "../../../src/domain/optimizer/FreshStart.ts"

/** With one dimension, so that seventeen trials may gain nothing. */
const DIMENSIONS = 1
const PATIENCE = 17

const at = (x: number, objective: number) => ({ features: [x], objective })

/** A way down to 0 at the left end, in ever smaller steps, and then nothing better. */
const descent = Array.from({ length: 12 }, (_, i) => at(1 - i / 11, 11 - i))
const stuck = (count: number, objective = 0.5) => Array.from({ length: count }, () => at(0.01, objective))

describe("a search that gains nothing more", () => {
  it("goes on with all that is known as long as it gains, and for a while after", () => {
    const tried = [...descent, ...stuck(PATIENCE)]
    for (let n = 0; n <= tried.length; n++) expect(freshStart(tried.slice(0, n), DIMENSIONS)).toBe(undefined)
  })

  it("begins anew with nothing known, and returns to the best on every third trial", () => {
    const ended = [...descent, ...stuck(PATIENCE + 1)]
    expect(ended.length % 3).toBe(0)
    expect(freshStart(ended, DIMENSIONS)).toBe(undefined)
    expect(freshStart([...ended, at(0, 0)], DIMENSIONS)).toEqual([])
    // The thirtieth was the return.
    const fresh = [at(0, 0), at(0.7, 6), at(0.6, 5)]
    expect(freshStart([...ended, ...fresh.slice(0, 2)], DIMENSIONS)).toEqual([31])
    expect(freshStart([...ended, ...fresh, at(0, 0)], DIMENSIONS)).toEqual([31, 32])
  })

  it("takes no count of gains that are none to speak of", () => {
    const creeping = Array.from({ length: PATIENCE + 1 }, (_, i) => at(0, -1e-9 * i))
    expect(freshStart([...descent, ...creeping, at(0, 0)], DIMENSIONS)).toEqual([])
  })

  it("does not go down a well again that it has been to the bottom of", () => {
    const ended = [...descent, ...stuck(PATIENCE + 1), at(0, 0)]
    const again = [at(0.4, 4), at(0.01, 0), at(0.3, 3)]
    expect(freshStart([...ended, ...again.slice(0, 1)], DIMENSIONS)).toEqual([31])
    expect(freshStart([...ended, ...again], DIMENSIONS)).toEqual([])
    expect(freshStart([...ended, ...again, at(0.9, 8)], DIMENSIONS)).toEqual([34])
  })
})
