import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { BatchProgress } from "../../../src/cli/render/progress.ts"
import { progressLine, progressLines } from "../../../src/cli/render/progress.ts"

const progress: BatchProgress = {
  total: 10,
  done: 5,
  failed: 1,
  ran: 4,
  seconds: 120,
  best: { id: "1a2b3c4d", value: 0.123456789 },
  column: "loss",
  running: [{ id: "5e6f7a8b", what: "train (x=1)", seconds: 61, line: "epoch 3\u001b[2J" }]
}

describe("the progress of a batch", () => {
  it("is a line of a log", () => {
    expect(progressLine(progress)).toBe("5 of 10 trials done (1 failed, best loss 0.123457 (1a2b3c4d), 2m 30s left)")
    expect(progressLine({ ...progress, done: 0, ran: 0, failed: 0, best: undefined })).toBe("0 of 10 trials done")
  })

  it("has no end in sight where an optimizer goes on as long as it likes", () => {
    const open = { ...progress, total: undefined, failed: 0, best: undefined }
    expect(progressLine({ ...open, done: 1 })).toBe("1 trial done")
    expect(progressLines({ ...open, running: [] }, 120)).toEqual(["[------------------------] 5 done, 2.0/min"])
  })

  it("is a line for each trial and a bar, of which no terminal acts on anything", () =>
    expect(progressLines(progress, 120)).toEqual([
      "  5e6f7a8b 1m 01s train (x=1), epoch 3\\x1b[2J",
      "[############------------] 5/10, 1 failed, best loss 0.123457 (1a2b3c4d), 2.0/min, 2m 30s left"
    ]))

  it("says how many more trials run than a terminal has room for", () => {
    const running = Array.from({ length: 64 }, (_, i) => ({ id: `id${i}`, what: "train", seconds: 1, line: "" }))
    const lines = progressLines({ ...progress, running }, 120)
    expect(lines).toHaveLength(13)
    expect(lines.at(-2)).toBe("  … and 53 more")
  })

  it("has room for words on a narrow terminal, where wide characters take two columns", () => {
    const running = [{ id: "5e6f7a8b", what: "train (名前=東京タワー東京タワー)", seconds: 61, line: "" }]
    expect(progressLines({ ...progress, running }, 40)).toEqual([
      "  5e6f7a8b 1m 01s train (名前=東京タワ…",
      "[#####-----] 5/10, 1 failed, best loss…"
    ])
  })

  it("fits any terminal", () =>
    fc.assert(
      fc.property(fc.nat(200), fc.nat(2000), fc.nat(2000), (columns, total, done) => {
        for (const line of progressLines({ ...progress, total, done }, columns))
          expect(line.length).toBeLessThanOrEqual(Math.max(1, columns - 1))
      })
    ))
})
