import { describe, expect, it } from "vitest"
import { freshStart } from "../../../src/domain/optimizer/FreshStart.ts"

/** So many trials may gain nothing. */
const PATIENCE = 18

const at = (x: number, objective: number) => ({ features: [x], objective })

/** A way down to 0 at the left end, in ever smaller steps, and then nothing better. */
const descent = Array.from({ length: 13 }, (_, i) => at(1 - i / 12, 12 - i))
const stuck = (count: number, objective = 0.5) => Array.from({ length: count }, () => at(0.01, objective))

describe("a search that gains nothing more", () => {
  it("goes on with all that is known as long as it gains, and for a while after", () => {
    const tried = [...descent, ...stuck(PATIENCE)]
    for (let n = 0; n <= tried.length; n++) expect(freshStart(tried.slice(0, n))).toBe(undefined)
  })

  it("begins anew with nothing known, and returns to the best on every fourth trial", () => {
    const ended = [...descent, ...stuck(PATIENCE + 1)]
    expect(ended.length % 4).toBe(0)
    expect(freshStart(ended)).toBe(undefined)
    expect(freshStart([...ended, at(0, 0)])).toEqual([])
    // The trial of number 32 was the return.
    const fresh = [at(0, 0), at(0.7, 6), at(0.6, 5)]
    expect(freshStart([...ended, ...fresh.slice(0, 2)])).toEqual([33])
    expect(freshStart([...ended, ...fresh, at(0.5, 4)])).toEqual(undefined)
    expect(freshStart([...ended, ...fresh, at(0.5, 4), at(0, 0)])).toEqual([33, 34, 35])
  })

  it("takes no count of gains that are none to speak of", () => {
    const creeping = Array.from({ length: PATIENCE + 1 }, (_, i) => at(0, -1e-9 * i))
    expect(freshStart([...descent, ...creeping, at(0, 0)])).toEqual([])
  })

  it("does not go down a well again that it has been to the bottom of", () => {
    const ended = [...descent, ...stuck(PATIENCE + 1), at(0, 0)]
    const again = [at(0.4, 4), at(0.01, 0), at(0.3, 3)]
    expect(freshStart([...ended, ...again.slice(0, 1)])).toEqual([33])
    expect(freshStart([...ended, ...again.slice(0, 2)])).toEqual([])
    expect(freshStart([...ended, ...again, at(0.9, 8), at(0.8, 7)])).toEqual([35, 37])
  })
})
