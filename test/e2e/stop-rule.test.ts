import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { complaints, sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"

describe("stop rules", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
    // A trial that falls behind would never end: only the rule ends it.
    writeFileSync(
      join(box.project, "train.py"),
      `import time

rate = 1
for step in range(1, 4):
    print("step: %i" % step)
    print("loss: %i" % rate)
    print("gain: %i" % -rate, flush=True)
if rate > 2:
    time.sleep(3600)
`
    )
  })
  afterAll(() => box.remove())

  const trials = () =>
    box
      .runIds()
      .filter((id) => box.attr(id, "objective") === undefined)
      .map((id) => ({
        rate: /rate: (\d)/.exec(box.attr(id, "flags") ?? "")?.[1],
        status: box.attr(id, "exit_status"),
        early: box.attr(id, "stopped_early")
      }))
      .sort((a, b) => String(a.rate).localeCompare(String(b.rate)))

  const ended = (ids: ReadonlyArray<string>) => ids.some((id) => box.attr(id, "exit_status") === "0")

  it("end a trial that is behind, which is no error", async () => {
    const { code, err } = await box.guild([
      "run",
      "train.py",
      "rate=[1,9]",
      "-X",
      "gain",
      "--stop-rule",
      "median",
      "--stop-rule-flag",
      "min-steps=2",
      "--fail-on-trial-error",
      "-y"
    ])
    expect(complaints(err)).toEqual([])
    expect(code).toBe(0)
    expect(err.match(/^INFO: \[guild\] trial [0-9a-f]{8} stopped early \(rule median\)$/gm)?.length).toBe(1)
    expect(trials()).toEqual([
      { rate: "1", status: "0", early: undefined },
      { rate: "9", status: "-15", early: "median" }
    ])
  })

  it("leave nothing behind that --skip-done takes for a trial that was run", async () => {
    const { code, err } = await box.guild([
      "run",
      "train.py",
      "rate=[0,1,9]",
      "-X",
      "gain",
      "--stop-rule",
      "asha",
      "--skip-done",
      "-y"
    ])
    expect(code).toBe(0)
    expect(err.match(/Skipping a trial/g)?.length).toBe(1)
    expect(err).toMatch(/Running trial [0-9a-f]{8}: train.py \(rate=9\)/)
  })

  it("know, in a batch that goes on, what its trials came to before", async () => {
    const ready = join(box.project, "ready")
    writeFileSync(
      join(box.project, "late.py"),
      `import os, time

rate = 1
if rate > 2 and not os.path.exists(${JSON.stringify(ready)}):
    time.sleep(3600)
print("step: 1")
print("loss: %i" % rate, flush=True)
if rate > 2:
    time.sleep(3600)
`
    )
    const before = new Set(box.runIds())
    const made = () => box.runIds().filter((id) => !before.has(id))
    const guild = box.start(["run", "late.py", "rate=[1,9]", "--stop-rule", "asha", "-yq"])
    await until("the second trial", () => ended(made()) && made().some((id) => box.workers(id).length > 0))
    guild.kill("SIGKILL")
    await guild.ended
    writeFileSync(ready, "")
    const batch = made().find((id) => box.attr(id, "objective") !== undefined) ?? ""
    const { code, err } = await box.guild(["run", "--resume", batch, "-y"])
    expect(code).toBe(0)
    // Alone, the second trial would lead and go on for ever.
    expect(err.match(/stopped early/g)?.length).toBe(1)
  })

  it("say that they do nothing where the objective is no scalar", async () => {
    const { code, err } = await box.guild(["run", "train.py", "rate=[1]", "-N", "=rate", "--stop-rule", "asha", "-y"])
    expect(code).toBe(0)
    expect(complaints(err)).toEqual(["WARNING: [guild] --stop-rule does nothing: the objective '=rate' is no scalar"])
  })

  it.each([
    [["--stop-rule", "best"], 2, "Error: Invalid value for '--stop-rule': invalid choice: best."],
    [
      ["--stop-rule", "asha", "--stop-rule-flag", "eta=1"],
      2,
      "Error: Invalid value for '--stop-rule-flag': eta must be"
    ],
    [["--stop-rule-flag", "eta=2"], 1, "guild: --stop-rule is required"],
    [["--retry-failed"], 1, "guild: --resume is required"]
  ])("are refused as %j", async (argv, status, line) => {
    const before = box.runIds().length
    const { code, err } = await box.guild(["run", "train.py", "-y", ...argv])
    expect(code).toBe(status)
    expect(complaints(err).length).toBe(1)
    expect(err).toContain(line)
    expect(box.runIds().length).toBe(before)
  })
})
