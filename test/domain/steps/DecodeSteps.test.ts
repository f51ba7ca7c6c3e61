import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { decodeSteps } from "../../../src/domain/steps/DecodeSteps.ts"
import { decodeDuration } from "../../../src/domain/steps/StepDuration.ts"
import { backoffMs, decodeRetry, isRetried } from "../../../src/domain/steps/StepRetry.ts"
import type { Value } from "../../../src/domain/Value.ts"
import { float } from "../../../src/domain/Value.ts"

const step = (data: Value) => Either.getOrThrow(decodeSteps([data]))[0]

const problem = (...data: ReadonlyArray<Value>) => {
  const decoded = decodeSteps(data)
  return Either.isLeft(decoded) ? decoded.left : undefined
}

describe("steps as they are written", () => {
  it("are the words of a run, or a map with these", () => {
    expect(step("train lr=0.1 --label 'a b'")).toMatchObject({
      words: ["train", "lr=0.1", "--label", "a b"],
      isolateRuns: true,
      needs: undefined,
      continueOnError: false
    })
    expect(step({ run: "train", flags: { lr: 1 }, needs: "prepare", "isolate-runs": false, label: "x" })).toMatchObject(
      {
        flags: [["lr", 1]],
        needs: ["prepare"],
        isolateRuns: false,
        params: { label: "x" }
      }
    )
    expect(step({ run: "train", flags: ["lr=1"] })?.flagWords).toEqual(["lr=1"])
  })

  it("say what is wrong with them in Guild's words", () => {
    expect(problem([1, 2, 3])?.message).toBe("invalid step data: [1, 2, 3]")
    expect(problem(null)?.message).toBe("invalid step data: None")
    expect(problem({ run: "   " })?.message).toBe("invalid step {'run': '   '}: must define run")
    expect(problem({})?.message).toBe("invalid step {}: must define run")
  })

  it("are told by their position where something is wrong with them", () => {
    expect(problem("ok", { run: "b", timeout: "soon" })).toMatchObject({ position: 2 })
    for (const [data, reason] of [
      [{ run: "b", timeout: "soon" }, "'timeout': a time such as 90s, 15m or 2h is needed"],
      [{ run: "b", needs: 1 }, "'needs': names of steps are needed"],
      [{ run: "b", timeout: 0 }, "'timeout': a time such as 90s, 15m or 2h is needed"],
      [{ run: "b", name: ["c"] }, "'name': a text is needed, not ['c']"],
      [{ run: "b", matrix: {} }, "'matrix': flags and their values are needed"],
      [{ run: "b", matrix: { x: [] } }, "'matrix': there is no value for 'x'"],
      [{ run: "b", when: "x <" }, "'when': invalid filter 'x <'"],
      [{ run: "b", retry: { times: -1 } }, "'retry' takes a number of times"],
      [{ run: "b", retry: { on: "now and then" } }, "'on' takes exit codes"],
      [{ run: "b", expect: [{}] }, "must define either output or file"],
      [{ run: "b", expect: { output: "(" } }, "is no regular expression"],
      [{ run: "b 'c" }, "No closing quotation"]
    ] as const)
      expect(problem(data)?.message).toContain(reason)
  })

  it("keep attributes with the names of an object's own as what they are", () => {
    expect(step({ run: "a", ["__proto__"]: "x" })?.needs).toBe(undefined)
  })
})

describe("times", () => {
  it("are seconds, or have a unit", () => {
    expect(
      [1, float(0.5), "250ms", "90s", "1.5m", "2h", "1d"].map((each) => Either.getOrNull(decodeDuration(each)))
    ).toEqual([1_000, 500, 250, 90_000, 90_000, 7_200_000, 86_400_000])
    for (const wrong of [-1, "", "x", "1w", true, null]) expect(Either.isLeft(decodeDuration(wrong))).toBe(true)
  })
})

describe("trying again", () => {
  const retry = (data: Value) => Either.getOrThrow(decodeRetry(data))

  it("waits as long each time, or longer and longer up to a limit", () => {
    const waits = (data: Value) => [1, 2, 3, 4].map((failed) => backoffMs(retry(data), failed))
    expect(waits(3)).toEqual([0, 0, 0, 0])
    expect(waits({ times: 3, backoff: "5s" })).toEqual([5_000, 5_000, 5_000, 5_000])
    expect(waits({ times: 3, backoff: { constant: 2 } })).toEqual([2_000, 2_000, 2_000, 2_000])
    expect(waits({ times: 3, backoff: { exponential: "1s", max: "3s" } })).toEqual([1_000, 2_000, 3_000, 3_000])
    expect(waits({ times: 3, backoff: { exponential: "1s", factor: 10 } })).toEqual([1_000, 10_000, 100_000, 1_000_000])
  })

  it("is done after the failures that it names, or after any", () => {
    const after = (on: Value, exitStatus: number, timedOut = false, lines: ReadonlyArray<string> = []) =>
      isRetried(retry({ on }), { exitStatus, timedOut }, () => lines)
    expect(after([], 1)).toBe(true)
    expect(after([7], 7)).toBe(true)
    expect(after([7], 8)).toBe(false)
    expect(after(["SIGKILL"], -9)).toBe(true)
    expect(after("sigkill", -15)).toBe(false)
    expect(after("timeout", -15, true)).toBe(true)
    expect(after([7], 7, true)).toBe(false)
    expect(after([{ output: "out of memory" }], 1, false, ["x", "CUDA out of memory"])).toBe(true)
    expect(after([{ output: "^out" }], 1, false, ["CUDA out of memory"])).toBe(false)
  })
})
