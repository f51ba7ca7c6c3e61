import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { layer as scalarLog } from "../../../src/layers/ScalarLogTfevents.ts"
import { ScalarLog } from "../../../src/services/ScalarLog.ts"
import { guild } from "../../support/commandLine.ts"
import { op, writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"
import { testHost } from "../../support/testHost.ts"

/** Three runs with losses 2, 0 and 1, and an evaluation without one, the latest. */
const sample = Effect.gen(function* () {
  const home = yield* tempHome
  const log = yield* ScalarLog
  for (const [nth, loss] of [2, 0, 1].entries()) {
    const run = writeSampleRun(home, nth)
    const writer = yield* log.writer(join(run.dir, ".guild"))
    writer.add({ tag: "loss", value: loss, step: 1, wallTime: 0 })
    yield* writer.flush
  }
  writeSampleRun(home, 3, { opRef: op("evaluate"), tags: ["t"], flags: {} })
  const select = (...argv: ReadonlyArray<string>) =>
    Effect.map(guild(home, ["select", ...argv]), ({ err, out }) => err + out.replace(/(\w)\1{31}/g, "$1").trimEnd())
  return { home, select }
}).pipe(Effect.provide(scalarLog), Effect.provide(testHost({})))

describe("guild select", () => {
  it.scoped("gives the latest run, or the one that is named", () =>
    Effect.gen(function* () {
      const { select } = yield* sample
      expect(yield* select()).toBe("d")
      expect(yield* select("1")).toBe("d")
      expect(yield* select("4")).toBe("a")
      expect(yield* select("-o", "train")).toBe("c")
      expect(yield* select("-o", "train", "2")).toBe("b")
      expect(yield* select("-A", "-o", "train")).toBe("c\nb\na")
    })
  )

  it.scoped("gives the run with the lowest or the highest value", () =>
    Effect.gen(function* () {
      const { select } = yield* sample
      expect(yield* select("--min", "loss")).toBe("b")
      expect(yield* select("-max", "loss")).toBe("a")
      expect(yield* select("-min", "=x")).toBe("a")
      expect(yield* select("--min", "last loss", "-A")).toBe("b\nc\na\nd")
      expect(yield* select("--min", "loss", "1:3")).toBe("b")
    })
  )

  it.scoped("leaves the order alone where no run has the value", () =>
    Effect.gen(function* () {
      const { select } = yield* sample
      expect(yield* select("--min", "non-existing")).toBe("d")
    })
  )

  it.scoped("takes filter expressions over attributes, flags and scalars", () =>
    Effect.gen(function* () {
      const { home, select } = yield* sample
      expect(yield* select("-A", "-F", "loss > 0.5")).toBe("c\na")
      expect(yield* select("-A", "--filter", "op = train and not x in [0, 1]")).toBe("c")
      expect(yield* select("-F", "tags contains t")).toBe("d")
      expect((yield* guild(home, ["runs", "-F", "loss <"])).err).toBe(
        "guild: invalid filter 'loss <': unexpected end of expression\nA filter compares attributes, flags and scalars: 'loss < 0.1 and op = train'.\n"
      )
    })
  )

  it.scoped("refuses what is no column", () =>
    Effect.gen(function* () {
      const { select } = yield* sample
      expect(yield* select("--min", "foo bar")).toBe(
        "guild: invalid scalar 'foo bar': unexpected token 'bar', line 1, pos 11\n"
      )
      expect(yield* select("--min", "a,b")).toBe("guild: invalid scalar 'a,b': expected one column\n")
      expect(yield* select("--min", "a", "--max", "b")).toBe("guild: --min and --max cannot both be specified\n")
    })
  )

  it.scoped("prints the short id, the directory or an attribute", () =>
    Effect.gen(function* () {
      const { home, select } = yield* sample
      expect(yield* select("-s")).toBe("dddddddd")
      expect(yield* select("-S")).toBe("dddddddd")
      expect(yield* select("--dir")).toBe(`${home}/runs/d`)
      expect(yield* select("-a", "label")).toBe("x=3")
      expect(yield* select("--attr", "tags")).toBe("t")
      expect(yield* select("--attr", "missing")).toBe("")
    })
  )

  it.scoped("fails where there is none", () =>
    Effect.gen(function* () {
      const { home, select } = yield* sample
      expect(yield* select("555555")).toBe(
        "guild: could not find a run matching '555555'\nTry 'guild runs list' for a list.\n"
      )
      expect(yield* guild(home, ["select", "-T"])).toEqual({
        out: "",
        err: "guild: no matching runs\nTry 'guild runs list' to list available runs.\n",
        code: 1
      })
    })
  )
})
