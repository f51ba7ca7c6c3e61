import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { emptyFlagDef } from "../../src/domain/flags/FlagDef.ts"
import type { TrialList } from "../../src/domain/batch/TrialList.ts"
import type { FlagDef } from "../../src/domain/flags/FlagDef.ts"
import type { OpDef } from "../../src/domain/ops/OpDef.ts"
import { isFloat, isInt } from "../../src/domain/Value.ts"
import { prepareRun } from "../../src/workflows/PrepareRun.ts"
import { memoryWorld, opOf, requestOf } from "../support/memoryWorld.ts"

const flag = (name: string, more: Partial<FlagDef> = {}): FlagDef => ({ ...emptyFlagDef(name), ...more })

const op = (more: Partial<OpDef> = {}): OpDef =>
  opOf({ kind: "exec", exec: "train" }, { flags: [flag("x", { default: 1 }), flag("y", { default: "a" })], ...more })

const prepare = (
  request: Parameters<typeof requestOf>[0],
  more: Partial<OpDef> = {},
  userFiles: Readonly<Record<string, string>> = {}
) => {
  const { layer, printed } = memoryWorld({ userFiles })
  return Effect.map(prepareRun(op(more), requestOf(request)), (prepared) => ({ prepared, printed })).pipe(
    Effect.provide(layer)
  )
}

const batch = (...args: Parameters<typeof prepare>) =>
  Effect.flatMap(prepare(...args), ({ prepared }) =>
    prepared.kind === "batch" ? Effect.succeed(prepared) : Effect.dieMessage("not a batch")
  )

const flagsOf = (list: TrialList) => Array.from({ length: list.size }, (_, index) => list.at(index))

describe("what a request comes to", () => {
  it.effect("is one run with its defaults filled in where every flag has one value", () =>
    Effect.gen(function* () {
      const { prepared } = yield* prepare({ flags: { x: 2 } })
      expect(prepared).toMatchObject({ kind: "run", flags: { x: 2, y: "a" } })
    })
  )

  it.effect("names the runs that it requires by what the user wrote, also where a batch file does", () =>
    Effect.gen(function* () {
      const requires = [{ spec: { operation: "prepare", name: "data" } }]
      const request = { flags: { data: 0o123, x: 0o10 }, spellings: { data: "0123", x: "010" } }
      const { prepared } = yield* prepare(request, { requires })
      expect(prepared).toMatchObject({ kind: "run", flags: { data: "0123", x: 8 } })
      const made = yield* batch({ batchFiles: ["b.csv"] }, { requires }, { "b.csv": "data,x\n0123,010\n0b1,1\n" })
      expect(flagsOf(made.batch.trials)).toMatchObject([
        { data: "0123", x: 8 },
        { data: "0b1", x: 1 }
      ])
    })
  )

  it.effect("is a batch of all combinations where flags have lists", () =>
    Effect.gen(function* () {
      const { batch: made, total, fromFiles } = yield* batch({ flags: { x: [1, 2], y: ["a", "b"] } })
      expect(made.batchOp.opRef.opName).toBe("+")
      expect(flagsOf(made.trials)).toEqual([
        { x: 1, y: "a" },
        { x: 1, y: "b" },
        { x: 2, y: "a" },
        { x: 2, y: "b" }
      ])
      expect({ total, fromFiles }).toEqual({ total: 4, fromFiles: false })
      expect(made.protoFlags).toEqual({ x: [1, 2], y: ["a", "b"] })
    })
  )

  it.effect("is a random search of so many trials where there is a space, the same for the same seed", () =>
    Effect.gen(function* () {
      const search = (randomSeed: number, maxTrials?: number) =>
        Effect.map(
          batch({ flags: { x: "[1:100]", y: "uniform[0.0:1.0]" }, randomSeed, batch: { maxTrials } }),
          (made) => made.batch
        )
      const made = yield* search(7)
      expect(made.batchOp.opRef.opName).toBe("random")
      expect(made.trials.size).toBe(20)
      expect(flagsOf(made.trials).every(({ x = null, y = null }) => isInt(x) && isFloat(y))).toBe(true)
      expect(flagsOf((yield* search(7)).trials)).toEqual(flagsOf(made.trials))
      expect(flagsOf((yield* search(8)).trials)).not.toEqual(flagsOf(made.trials))
      expect(flagsOf((yield* search(7, 3)).trials)).toEqual(flagsOf(made.trials).slice(0, 3))
    })
  )

  it.effect("takes a limit from the request, else from the operation", () =>
    Effect.gen(function* () {
      const flags = { x: [1, 2, 3] }
      expect((yield* batch({ flags }, { defaultMaxTrials: 2 })).batch.trials.size).toBe(2)
      expect((yield* batch({ flags, batch: { maxTrials: 1 } }, { defaultMaxTrials: 2 })).batch.trials.size).toBe(1)
    })
  )

  it.effect("takes trials from batch files, with the flags of the request for what they leave out", () =>
    Effect.gen(function* () {
      const files = { "t.csv": "x\n5\n6\n", "u.yml": "- y: b\n" }
      const made = yield* batch({ flags: { y: "z" }, batchFiles: ["t.csv", "u.yml"] }, {}, files)
      expect(made.fromFiles).toBe(true)
      expect(flagsOf(made.batch.trials)).toEqual([
        { x: 5, y: "z" },
        { x: 6, y: "z" },
        { x: 1, y: "b" }
      ])
      const { prepared } = yield* prepare({ batchFiles: ["one.csv"] }, {}, { "one.csv": "x\n5\n" })
      expect(prepared).toMatchObject({ kind: "run", flags: { x: 5, y: "a" } })
      expect((yield* Effect.flip(prepare({ batchFiles: ["nope.csv"] })))._tag).toBe("BatchFileMissing")
    })
  )

  it.effect("refuses flags that the operation does not have, unless forced", () =>
    Effect.gen(function* () {
      expect((yield* Effect.flip(prepare({ flags: { nope: 1 } })))._tag).toBe("UnsupportedFlag")
      const { prepared } = yield* prepare({ flags: { nope: 1 }, forceFlags: true })
      expect(prepared).toMatchObject({ kind: "run", flags: { nope: 1, x: 1, y: "a" } })
      const required = { flags: [flag("x", { required: true })] }
      expect((yield* Effect.flip(prepare({}, required)))._tag).toBe("MissingFlags")
    })
  )

  it.effect("names the optimizer that its flags or options are for, and refuses those that nobody knows", () =>
    Effect.gen(function* () {
      const spaces = { flags: { x: "[1:9]" } }
      expect((yield* batch({ ...spaces, batch: { optimize: true } })).batch.search?.optimizer).toBe("gp")
      expect((yield* batch({ ...spaces, batch: { optimizer: "forest" } })).batch.search?.optimizer).toBe("forest")
      const unknown = yield* Effect.flip(prepare({ ...spaces, batch: { optimizer: "nope" } }))
      expect(unknown._tag).toBe("OpNotFound")
      expect((yield* Effect.flip(prepare({ batch: { optFlags: { kappa: 1 } } })))._tag).toBe("OptimizerRequired")
    })
  )

  it.effect("warns of a limit on trials that one run has no use for", () =>
    Effect.gen(function* () {
      const { printed } = yield* prepare({ batch: { maxTrials: 3 } })
      expect(printed.stderr()).toBe("WARNING: not a batch run - ignoring --max-trials\n")
    })
  )
})
