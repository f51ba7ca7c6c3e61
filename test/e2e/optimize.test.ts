import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"

describe("optimizing", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
    // It fails on one side, and tells nothing of another.
    writeFileSync(
      join(box.project, "hill.py"),
      `x = 0.0
if x > 0.9:
    raise SystemExit(3)
if x > -0.9:
    print("height: %f" % -((x - 0.3) ** 2))
`
    )
  })
  afterAll(() => box.remove())

  const run = (...argv: ReadonlyArray<string>) => box.guild(["run", "hill.py", "-y", ...argv])
  const numberOf = (text: string) => [...text.matchAll(/x=(-?[\d.e-]+)\)/g)].map(([, x]) => Number(x))

  it("goes on where trials fail or tell nothing, and comes near the best there is", async () => {
    const { err, code } = await run(
      "x=[-1.0:1.0:1.0]",
      "-o",
      "gp",
      "-X",
      "height",
      "-m",
      "10",
      "-Fo",
      "xi=0.001",
      "--random-seed",
      "7"
    )
    expect(code).toBe(0)
    const told = err
      .split("\n")
      .flatMap((line) => line.match(/^INFO: \[guild\] ((?:Random start|Found).*)$/)?.slice(1) ?? [])
    expect(told.slice(0, 3)).toEqual([1, 2, 3].map((n) => `Random start for optimization (${n} of 3)`))
    expect(told.length).toBe(10)
    expect(told.at(-1)).toMatch(/^Found \d previous trial\(s\) for use in optimization$/)
    const tried = numberOf(err)
    expect(tried[0]).toBe(1)
    expect(Math.min(...tried.map((x) => Math.abs(x - 0.3)))).toBeLessThan(0.05)
    expect(err).toContain("exited with an error (see log for details)")
  })

  it("learns from the trials of a batch that is restarted, where none are to be drawn", async () => {
    const before = new Set(box.runIds())
    await run("x=[-0.8:0.8]", "-o", "gp", "-X", "height", "-m", "3")
    const batch = box.runIds().find((id) => !before.has(id) && box.attr(id, "max_trials") !== undefined) ?? ""
    const { err } = await box.guild(["run", "--restart", batch, "-Fo", "random-starts=0", "-y"])
    expect(err.split("\n").filter((line) => /Random start|Found/.test(line))).toEqual(
      [3, 4, 5].map((n) => `INFO: [guild] Found ${n} previous trial(s) for use in optimization`)
    )
  })

  it("chooses the same with the same seed", async () => {
    const search = ["x=[-1.0:1.0]", "-o", "forest", "-X", "height", "-m", "5", "--random-seed", "3"]
    const [first, second] = [numberOf((await run(...search)).err), numberOf((await run(...search)).err)]
    expect(first.length).toBe(5)
    expect(second).toEqual(first)
  })

  it("keeps in the batch what it was after", async () => {
    const before = new Set(box.runIds())
    await run("x=[-1.0:0.5]", "-o", "gbrt", "-N", "min height", "-m", "2", "--random-seed", "5")
    const batch = box.runIds().find((id) => !before.has(id) && box.attr(id, "objective") !== undefined) ?? ""
    expect(["objective", "max_trials", "random_seed"].map((name) => box.attr(batch, name))).toEqual([
      "min height",
      "2",
      "5"
    ])
  })

  it("is after the same again when started from a batch", async () => {
    await run("x=[-1.0:0.5]", "-o", "forest", "-X", "min height", "-m", "1")
    const isNew = (id: string) => box.attr(id, "objective") === "-min height"
    const batches = box.runIds().filter(isNew)
    await box.guild(["run", "--proto", batches[0] ?? "", "-y"])
    expect(box.runIds().filter(isNew).length).toBe(batches.length + 1)
  })

  it("says why there is nothing to search, and leaves a batch that failed", async () => {
    const before = box.runIds().length
    const { err, code } = await run("-o", "gp")
    expect(err).toBe(
      "ERROR: [guild] flags for batch (x=0.0) do not contain any search dimensions\nTry specifying a range for one or more flags as NAME=[MIN:MAX].\n"
    )
    expect(code).toBe(1)
    expect(box.runIds().length).toBe(before + 1)
  })
})
