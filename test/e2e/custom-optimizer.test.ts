import { mkdtempSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import { Schema } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { batchTools } from "../support/batchTools.ts"
import type { Sandbox } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"
import { environOf } from "../support/workers.ts"

const decodeAnswer = Schema.decodeUnknownSync(
  Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.Unknown }))
)

describe("an optimizer of the user's", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox("optimizers")
  })
  afterAll(() => box.remove())

  const run = (...argv: ReadonlyArray<string>) => box.guild(["run", "-y", ...argv])
  const { attr, batchOf, batches, flagsOf, links, trials } = batchTools(() => box)

  it("has its trials run side by side where the user says so", async () => {
    const meet = mkdtempSync(join(box.dir, "meet-"))
    const ended = await box.guild(["run", "-y", "meet", "-o", "side-by-side.sh", "-j", "2", "-q"], {
      env: { MEET: meet }
    })
    expect(ended).toMatchObject({ code: 0 })
  })

  it("that is started again sees the trials of its earlier start, and goes on to the same ones by its seed", async () => {
    const batch = await batchOf(async () => {
      const first = await run("train", "-o", "seeded.py", "-m", "3", "--random-seed", "7")
      expect(first.out).toContain("earlier: 0, now: 3")
    })
    const before = flagsOf(batch)
    const again = await run("--restart", batch)
    expect(again.out).toContain("earlier: 3, now: 3")
    expect(flagsOf(batch)).toHaveLength(6)
    expect(flagsOf(batch).filter((flags) => before.includes(flags))).toHaveLength(6)
  })

  it("that goes on after its guild was killed asks for the same trials, and those that are there are not run again", async () => {
    const argv = ["train", "-o", "seeded.py", "-m", "5", "--random-seed", "3"]
    const whole = await batchOf(() => run(...argv, "-q"))
    for (const done of [1, 3]) {
      const id = await batchOf(async () => {
        const before = new Set(batches())
        const guild = box.start(["run", "-y", "-q", ...argv])
        const batch = await until("the batch", () => batches().find((each) => !before.has(each)))
        await until("trials", () => links(batch).length > done)
        guild.kill("SIGKILL")
        await guild.ended
      })
      const resumed = await run("--resume", id)
      expect(resumed.code).toBe(0)
      expect(resumed.out).toContain("earlier: 0, now: 5")
      expect(flagsOf(id).toSorted()).toEqual(flagsOf(whole).toSorted())
      expect(trials(id).every(({ exit }) => exit === "0")).toBe(true)
    }
  })

  it("that hangs ends with Ctrl-C, its trials intact and no process left", async () => {
    const before = new Set(batches())
    const guild = box.start(["run", "-y", "train", "-o", "stubborn.sh"], { env: { STOP_AFTER_KILL_DELAY: "30" } })
    await until("the optimizer to wait", () => guild.printed().includes("waiting"))
    const id = batches().find((each) => !before.has(each)) ?? ""
    guild.kill("SIGINT")
    guild.kill("SIGINT")
    await until("the signal to be heard", () => {
      guild.kill("SIGINT")
      return box.workers(id).length === 0
    })
    await guild.ended
    expect(attr(id, "exit_status")).toBe("-2")
    expect(trials(id).map(({ exit }) => exit)).toEqual(["0"])
  })

  it("that hangs ends with its guild where that is killed, whatever signal it heeds", async () => {
    const before = new Set(batches())
    const guild = box.start(["run", "-y", "train", "-o", "stubborn.sh"])
    await until("the optimizer to wait", () => guild.printed().includes("waiting"))
    const id = batches().find((each) => !before.has(each)) ?? ""
    expect(box.workers(id)).not.toEqual([])
    guild.kill("SIGKILL")
    await guild.ended
    await until("the optimizer to end", () => box.workers(id).length === 0)
    expect(trials(id).map(({ exit }) => exit)).toEqual(["0"])
  })

  it("that leaves the failure of a trial alone says so, however it is started, and ends as the trial did", async () => {
    for (const optimizer of ["heedless", "heedless-exec"]) {
      const ended = await run("trial-fail", "-o", optimizer)
      expect(ended.code).toBe(1)
      expect(
        ended.err.match(/^ERROR: \[guild\] trial [0-9a-f]{8} exited with an error \(see log for details\)$/gm)
      ).toHaveLength(1)
      expect(ended.err).not.toContain("Traceback")
    }
    const told = await run("trial-fail", "-o", "heedless-exec", "--fail-on-trial-error")
    expect(told.err.match(/exited with an error/g)).toHaveLength(1)
  })

  it("that ends because the batch runs no more trials has ended well", async () => {
    const ended = await run("train", "-o", "two.sh", "-m", "1")
    expect(ended.out + ended.err).toContain("no more trials: the batch has run its 1 trial (--max-trials)")
    const alone = await run("train", "-o", "exits-3.sh", "-q")
    expect([ended.code, alone.code]).toEqual([0, 3])
  })

  it("that is killed ends its batch with one line, its trials intact", async () => {
    const id = await batchOf(async () => {
      const ended = await run("train", "-o", "dies.sh")
      expect(ended.code).toBe(256 - 9)
      expect(ended.err).toMatch(/ERROR: \[guild\] the optimizer dies\.sh was ended by signal 9\n$/)
    })
    expect(attr(id, "exit_status")).toBe("-9")
    expect(trials(id).map(({ exit }) => exit)).toEqual(["0"])
  })

  it("that ends before its trials leaves those that have not begun", async () => {
    const id = await batchOf(async () => {
      const ended = await run("train", "-o", "leaves.sh", "-q")
      expect(ended.code).toBe(0)
    })
    expect(trials(id).every(({ exit }) => exit === "0")).toBe(true)
  })

  it("is answered line by line by the socket that it is told of, also where it talks nonsense", async () => {
    const before = new Set(batches())
    const guild = box.start(["run", "-y", "train", "-o", "stubborn.sh", "-q"])
    const batch = await until("a trial", () => batches().find((each) => !before.has(each) && links(each).length > 0))
    const desk = await until("the optimizer", () =>
      box
        .workers(batch)
        .flatMap(environOf)
        .find((each) => each.startsWith("GUILD_TRIALS="))
        ?.slice("GUILD_TRIALS=".length)
    )
    const socket = connect(desk)
    let said = ""
    socket.on("data", (chunk: Buffer) => (said += chunk.toString()))
    socket.write('rubbish\n{"id": "a", "do": "run", "flags": {"y": 1}}\n{"id": "b", "do": "attrs", "run": "../x"}\n')
    socket.write('{"id": "c", "do": "trials", "trials": [{"x": 1}, {"x": 2.0}]}\n{"id": "d", "do": "batch"}\n')
    const answers = await until("all answers", () => {
      const lines = said.split("\n").filter((line) => line !== "")
      return lines.length === 5 && lines.map((line) => decodeAnswer(line))
    })
    socket.destroy()
    const byId = new Map(answers.map((answer) => [answer["id"], answer]))
    expect(byId.get(undefined)).toMatchObject({ ok: false, error: "invalid" })
    expect(byId.get("a")).toMatchObject({ ok: false, error: "invalid" })
    expect(byId.get("b")).toMatchObject({ ok: false, error: "invalid" })
    expect(byId.get("c")).toMatchObject({
      ok: true,
      trials: [
        { status: "completed", flags: { x: 1 }, objective: 4, scalars: { loss: 4 } },
        { status: "completed", flags: { x: 2 }, objective: 1, scalars: { loss: 1 } }
      ]
    })
    expect(byId.get("d")).toMatchObject({
      ok: true,
      batch: { run: batch, max_trials: null, proto: { flags: { x: 0 } } }
    })
    await until("guild to end", () => {
      guild.kill("SIGTERM")
      return box.workers(batch).length === 0
    })
    await guild.ended
  })
})
