import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { batchTools } from "../support/batchTools.ts"
import type { Sandbox } from "../support/e2e.ts"
import { complaints, looksLikeMessage, sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"

describe("a batch", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox("batch")
  })
  afterAll(() => box.remove())

  const run = (...argv: ReadonlyArray<string>) => box.guild(["run", "-y", ...argv])
  const { attr, batchOf, batches, flagsOf, isBatch, links, trials } = batchTools(() => box)
  const meetingPlace = (name: string) => {
    const dir = join(box.dir, name)
    mkdirSync(dir)
    return dir
  }

  it("runs as many trials at once as it is told, and each in a directory of its own", async () => {
    const dir = meetingPlace("jobs")
    const id = await batchOf(async () => {
      const { code, out } = await run("meet", "x=[1,2,3]", `dir=${dir}`, "want=2", "-j", "2")
      expect(code).toBe(0)
      expect(out).toMatch(/^\[[0-9a-f]{8}\] met: [23]$/m)
    })
    expect(trials(id).map(({ exit }) => exit)).toEqual(["0", "0", "0"])
  })

  it("made from a batch file keeps its trials when it is started again, with other flags or the source as it is now", async () => {
    writeFileSync(join(box.project, "again.csv"), "x\n1\n3\n")
    const id = await batchOf(() => run("hill", "@again.csv", "-q"))
    for (const more of [["y=5"], ["--force-sourcecode"], []]) {
      expect((await run("--restart", id, ...more, "-q")).code).toBe(0)
      expect(flagsOf(id).slice(-2)).toEqual([`{"wait":0,"x":1,"y":5}`, `{"wait":0,"x":3,"y":5}`])
    }
  })

  it("gives trials GPUs of their own, and waits until they have some", async () => {
    const dir = meetingPlace("gpus")
    const { code, out } = await run(
      ...["meet", "x=[1,2]", `dir=${dir}`, "want=2", "--gpus", "4,5,6", "--gpus-per-trial", "1", "-j", "auto"]
    )
    expect(code).toBe(0)
    expect([...out.matchAll(/gpus: (.*)$/gm)].map(([, gpus]) => gpus).sort()).toEqual(["4", "5"])
    const none = await run("meet", "x=[1,2]", "--gpus", "0", "--gpus-per-trial", "2")
    expect(none).toMatchObject({ code: 1 })
    expect(none.err).toMatch(/^guild: cannot give each trial 2 GPUs: there is 1 GPU only$/m)
  })

  it("keeps the lines of trials that print at the same time apart", async () => {
    const prefixed = await run("lines", "x=[1,2,3]", "-j", "3")
    for (const x of [1, 2, 3]) {
      const [, id] = new RegExp(`^\\[([0-9a-f]{8})\\] one of ${x}$`, "m").exec(prefixed.out) ?? []
      expect(prefixed.out).toContain(`[${id}] done ${x}\n`)
      expect(prefixed.err).toContain(`[${id}] error of ${x}\n`)
    }
    const whole = await run("lines", "x=[1,2,3]", "-j", "3", "--batch-output", "trial")
    for (const x of [1, 2, 3]) expect(whole.out).toContain(`one of ${x}\nhalf\rdone ${x}\n`)
    expect((await run("lines", "x=[1,2]", "-j", "2", "--batch-output", "none")).out).toBe("")
    expect((await run("lines", "x=[1,2]", "--batch-output", "stream")).out).toBe(
      "one of 1\nhalf\rdone 1one of 2\nhalf\rdone 2"
    )
  })

  it("runs the same trials at once as one after the other", async () => {
    const argv = ["hill", "x=uniform[-9:9]", "y=[0,1,2]", "-m", "6", "--random-seed", "3"]
    const one = await batchOf(() => run(...argv))
    const many = await batchOf(() => run(...argv, "-j", "3"))
    expect(flagsOf(many).toSorted()).toEqual(flagsOf(one).toSorted())
  })

  it("keeps trials that failed until it is told to try them again", async () => {
    const file = join(box.dir, "allowed")
    const id = await batchOf(() => run("picky", "x=[1,2,3]", `file=${file}`, "-q"))
    expect(trials(id).map(({ exit }) => exit)).toEqual(["0", "3", "0"])
    expect((await run("--resume", id)).err).toBe(`INFO: [guild] Resuming batch ${id.slice(0, 8)} (trials kept: 3)\n`)
    writeFileSync(file, "")
    expect((await run("--resume", id, "--retry-failed")).out).toBe("odd: 2\n")
    expect(trials(id).map(({ exit }) => exit)).toEqual(["0", "3", "0", "0"])
    expect((await run("--resume", id, "--retry-failed", "-q")).code).toBe(0)
    expect(trials(id)).toHaveLength(4)
  })

  it("goes on with what it was last started for, not with what it did before", async () => {
    const id = await batchOf(() => run("picky", "x=[1,2]", "-q"))
    await run("--restart", id, "-q")
    expect(trials(id).map(({ exit }) => exit)).toEqual(["0", "3", "0", "3"])
    expect((await run("--resume", id, "--retry-failed")).err).toMatch(/Resuming batch [0-9a-f]{8} \(trials kept: 1\)$/m)
    expect(trials(id)).toHaveLength(5)
  })

  it("asks all trials to end when it is asked to, and does not ask when it is told twice", async () => {
    const dir = meetingPlace("asked")
    let batch = ""
    const guild = box.start(["run", "-y", "stubborn", "x=[1,2,3]", `dir=${dir}`, "-j", "2"])
    await until("two trials", () => readdirSync(dir).length === 2)
    batch = batches().find((id) => attr(id, "exit_status") === undefined) ?? ""
    guild.kill("SIGINT")
    // It is heard as soon as no further trial can start; the second signal may come any time after that.
    await until("the signal to be heard", () => {
      guild.kill("SIGINT")
      return guild.child.exitCode !== null || trials(batch).every(({ exit }) => exit !== undefined)
    })
    expect((await guild.ended).code).not.toBe(0)
    expect(trials(batch)).toHaveLength(2)
    expect(trials(batch).map(({ exit }) => Number(exit) < 0)).toEqual([true, true])
    await box.atRest(...links(batch))
    expect(Number(attr(batch, "exit_status"))).toBeLessThan(0)
  })

  it("lets those that run come to their end when one fails that must not", async () => {
    const id = await batchOf(async () => {
      const { code, err } = await run("picky", "x=[2,4,1,3]", "--fail-on-trial-error", "-j", "2")
      expect(code).toBe(1)
      expect(err).toContain("stopping batch because a trial failed")
    })
    const [ran, left] = [true, false].map((ended) =>
      trials(id)
        .filter(({ exit }) => (exit !== undefined) === ended)
        .map(({ trial }) => trial)
    )
    expect(ran).toHaveLength(2)
    expect(left?.map((trial) => existsSync(box.runFile(trial, ".guild/STAGED")))).toEqual([true, true])
    expect(attr(id, "exit_status")).toBe("1")
  })

  it("runs each trial as often as it is told, with seeds of their own", async () => {
    const id = await batchOf(() => run("seed", "x=[1,2]", "--repeat", "3", "--random-seed", "10", "-q"))
    expect(flagsOf(id)).toEqual([1, 1, 1, 2, 2, 2].map((x) => `{"x":${x}}`))
    expect(trials(id).map(({ trial }) => attr(trial, "random_seed"))).toEqual(["10", "11", "12", "10", "11", "12"])
    expect(trials(await batchOf(() => run("seed", "--repeat", "2", "-q")))).toHaveLength(2)
  })

  it("skips what a run of the same source has done, and only that", async () => {
    const file = join(box.project, "hill.sh")
    await run("hill", "x=2", "y=7", "-q")
    const skip = () => run("hill", "x=[1,2]", "y=7", "--skip-done", "-q")
    const id = await batchOf(skip)
    expect(links(id)).toHaveLength(2)
    expect(trials(id).filter(({ made }) => made > Number(attr(id, "initialized")))).toHaveLength(1)
    const after = await batchOf(skip)
    expect(trials(after).every(({ made }) => made < Number(attr(after, "initialized")))).toBe(true)
    writeFileSync(file, `${readFileSync(file, "utf8")}# changed\n`)
    const changed = await batchOf(skip)
    expect(trials(changed).every(({ made }) => made > Number(attr(changed, "initialized")))).toBe(true)
  })

  it("says in one line what is wrong, and leaves no run behind", async () => {
    const before = box.runIds().length
    const wrong: ReadonlyArray<readonly [argv: ReadonlyArray<string>, code: number, said: RegExp]> = [
      [["hill", "x=[9:1]"], 1, /less than the high end/],
      [["hill", "x=nope[1:2]"], 1, /unknown function 'nope' used/],
      [["hill", "x=[1,2]", "-j", "0"], 2, /neither a number above 0 nor 'auto'/],
      [["hill", "x=[1,2]", "--budget", "soon"], 2, /not a time/],
      [["hill", "x=[1,2]", "--batch-output", "loud"], 2, /invalid choice: loud/],
      [["hill", "x=range[1:2000]", "y=range[1:2000]", "--print-trials"], 1, /cannot print 4000000 trials/],
      [["hill", "--resume", "zzz"], 1, /cannot use hill with --resume/],
      [["--resume", "zzz"], 1, /could not find a run matching/]
    ]
    for (const [argv, code, said] of wrong) {
      const ended = await run(...argv)
      expect({ argv, code: ended.code }).toEqual({ argv, code })
      expect(ended.err).toMatch(said)
      expect(looksLikeMessage(ended.err)).toBe(true)
      expect(complaints(ended.err).length).toBeLessThan(2)
    }
    // What is wrong with a search is known when its batch is there, as in Guild AI.
    expect(box.runIds().filter((id) => !isBatch(id)).length).toBeLessThanOrEqual(before)
  })

  it("counts a product that nobody could build", async () => {
    const { out } = await box.guild(["run", "hill", "x=range[1:1000000]", "y=range[1:1000000]"], { input: "n\n" })
    expect(out).toContain("You are about to run hill as a batch (1000000000000 trials)")
  })
})
