import { mkdirSync } from "node:fs"
import { afterAll, describe, expect, it } from "vitest"
import { batchTools } from "../support/batchTools.ts"
import { complaints, looksLikeMessage, sandbox } from "../support/e2e.ts"
import { smallDisk } from "../support/smallDisk.ts"

const box = sandbox("batch")
mkdirSync(box.home)

const disk = smallDisk(box.home, "1m")

afterAll(() => {
  disk.remove()
  box.remove()
})

describe.skipIf(!disk.isThere)("a batch on a disk that fills up (skipped where nothing can be mounted)", () => {
  const { batches, flagsOf, trials } = batchTools(() => box)

  it("says so once, keeps the trials that it has, and goes on when there is room", async () => {
    const full = await box.guild(["run", "-y", "-q", "hill", "x=range[1:20]"])
    expect(full.code).toBe(1)
    expect(full.err).toMatch(/ENOSPC/)
    expect(
      complaints(full.err).filter((line) => line.startsWith("guild: ")),
      full.err
    ).toHaveLength(1)
    expect(looksLikeMessage(full.err)).toBe(true)
    const [batch = ""] = batches()
    const done = trials(batch).filter(({ exit }) => exit === "0")
    expect(done.length).toBeGreaterThan(0)
    expect(done.length).toBeLessThan(20)
    expect(disk.resize("20m")).toBe(true)
    const resumed = await box.guild(["run", "-y", "-q", "--resume", batch])
    expect(resumed, resumed.err).toMatchObject({ code: 0 })
    expect(flagsOf(batch)).toHaveLength(20)
    expect(trials(batch).filter(({ trial }) => done.some((kept) => kept.trial === trial))).toEqual(done)
  })
})
