import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { StepDeps } from "../../src/domain/steps/StepDeps.ts"
import { depsBelow, depsFromData, depsToData, stepPath } from "../../src/domain/steps/StepDeps.ts"
import { anyValue } from "./AnyValue.ts"

const id = fc.stringMatching(/^[a-z_0-9-]{1,6}$/)
const path = fc.array(id, { minLength: 1, maxLength: 3 }).map((ids) => ids.reduce(stepPath, ""))
const dep = fc.record({ runs: fc.array(fc.stringMatching(/^[0-9a-f]{1,32}$/)), flags: fc.dictionary(id, fc.string()) })
const deps = fc.array(fc.tuple(path, dep)).map((entries): StepDeps => new Map(entries))

describe("what steps take from outside", () => {
  it("is read as it was written", () =>
    fc.assert(
      fc.property(deps, (all) => {
        expect(new Map(depsFromData(depsToData(all)))).toEqual(new Map(all))
      })
    ))

  it("is for a step's own steps what stands below its id", () =>
    fc.assert(
      fc.property(deps, id, (all, above) => {
        const below = new Map([...all].map(([path, dep]) => [stepPath(above, path), dep] as const))
        expect(depsBelow(below, above)).toEqual(all)
        expect(depsBelow(below, `${above}x`)).toEqual(new Map())
      })
    ))

  it("is read from anything without a fault", () =>
    fc.assert(
      fc.property(anyValue, (value) => {
        for (const [, { runs }] of depsFromData(value)) expect(Array.isArray(runs)).toBe(true)
      })
    ))
})
