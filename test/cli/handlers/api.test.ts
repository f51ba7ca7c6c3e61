import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { float } from "../../../src/domain/Value.ts"
import { guild } from "../../support/commandLine.ts"
import { sampleRun, writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

const json = (home: string, ...argv: ReadonlyArray<string>) =>
  Effect.map(guild(home, ["api", ...argv]), ({ code, err, out }) => {
    expect({ code, err }).toEqual({ code: 0, err: "" })
    const data: unknown = JSON.parse(out)
    return { data, lines: out.split("\n").length }
  })

describe("guild api", () => {
  it.scoped("tells of runs, the latest first, with flags as a list or by name", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0, { flags: { lr: float(0.5), "a b": "c" }, label: "x \u001b[2J" })
      writeSampleRun(home, 1)
      const latest = sampleRun(home, 1)
      const first = sampleRun(home, 0)
      const { data, lines } = yield* json(home, "runs")
      expect(lines).toBe(2)
      expect(data).toMatchObject([
        { id: latest.id, shortId: latest.id.slice(0, 8), status: "completed", exitStatus: 0, opName: "train" },
        {
          id: first.id,
          path: first.dir,
          label: "x \u001b[2J",
          flags: [
            { name: "a b", value: "c" },
            { name: "lr", value: 0.5 }
          ],
          scalars: []
        }
      ])
      const second = yield* json(home, "runs", "2", "-v", "2", "--format")
      expect(second.data).toMatchObject([{ id: first.id, flags: { lr: 0.5, "a b": "c" }, scalars: {} }])
      expect(second.lines).toBeGreaterThan(10)
      yield* guild(home, ["runs", "rm", "1", "-y"])
      expect((yield* json(home, "runs", "--deleted")).data).toMatchObject([{ id: latest.id }])
    })
  )

  it.scoped("lays runs side by side as rows below their headings", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      expect((yield* json(home, "compare")).data).toEqual([[]])
      writeSampleRun(home, 0, { flags: { lr: float(0.5) } })
      const { data } = yield* json(home, "compare", "-Sc")
      expect(data).toMatchObject([
        ["run", "operation", "started", "time", "status", "label", "lr"],
        [
          sampleRun(home, 0).id.slice(0, 8),
          expect.stringContaining("train"),
          expect.any(String),
          expect.any(String),
          "completed",
          expect.any(String),
          0.5
        ]
      ])
    })
  )
})
