import { Either } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodeCall } from "../../../src/domain/batch/TrialCall.ts"
import { completeTrial } from "../../../src/domain/batch/TrialFlags.ts"
import type { ValueMap } from "../../../src/domain/Value.ts"
import { float } from "../../../src/domain/Value.ts"

describe("a call of an optimizer", () => {
  it("says what is asked, and its caller's name for it", () => {
    expect(decodeCall('{"id": 7, "do": "run", "flags": {"x": 1.0, "n": 2}}')).toEqual(
      Either.right({ id: 7, call: { do: "run", flags: { x: float(1), n: 2 }, says: false } })
    )
    expect(decodeCall('{"do": "run", "say_error": true}')).toEqual(
      Either.right({ id: undefined, call: { do: "run", flags: {}, says: true } })
    )
    expect(decodeCall('{"do": "trials", "trials": [{"x": 1}, {}]}')).toEqual(
      Either.right({ id: undefined, call: { do: "trials", trials: [{ x: 1 }, {}] } })
    )
  })

  it.each([
    ["rubbish", "it is no JSON"],
    ["[]", "it is no map"],
    ['{"do": "fly"}', "'do' must be batch, run, trials, results or attrs"],
    ["{}", "'do' must be batch, run, trials, results or attrs"],
    ['{"do": "run", "flags": 3}', "'flags' must be a map of flag values"],
    ['{"do": "run", "say_error": "yes"}', "'say_error' must be true or false"],
    ['{"do": "trials", "trials": [1]}', "'trials' must be a list of maps of flag values"],
    ['{"do": "attrs", "run": 1}', "'run' must be text"]
  ])("that is %s is refused with a reason", (line, reason) => {
    const refused = Either.flip(decodeCall(line))
    expect(Either.getOrThrow(refused).reason).toContain(reason)
  })

  it("is read or refused whatever comes in", () =>
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => void decodeCall(line))))
})

describe("the flags of a trial that an optimizer chose", () => {
  const proto: ValueMap = { x: "[1:10]", y: 2, z: ["a", "b"], n: null }
  const complete = (given: ValueMap, force = false) =>
    Either.mapLeft(completeTrial(proto, given, { force, operation: "train" }), ({ message }) => message)

  it("are what it gave, and the prototype's for all others", () =>
    expect(complete({ x: 3, z: "b" })).toEqual(Either.right({ x: 3, y: 2, z: "b", n: null })))

  it("lack nothing that is to be searched", () => {
    expect(complete({ z: "a" })).toEqual(Either.left("a trial needs a value for flag 'x', which may be any of [1:10]"))
    expect(complete({ x: 1 })).toEqual(Either.left("a trial needs a value for flag 'z', which may be any of [a, b]"))
  })

  it("are one value each, of flags that there are", () => {
    expect(complete({ x: [1, 2], z: "a" })).toEqual(Either.left("invalid value for x=[1, 2]: a trial takes one value"))
    expect(complete({ x: 1, z: "a", w: 1 })).toEqual(Either.left(expect.stringContaining("unsupported flag 'w'")))
    expect(complete({ x: 1, z: "a", w: 1 }, true)).toEqual(Either.right({ x: 1, y: 2, z: "a", n: null, w: 1 }))
  })
})
