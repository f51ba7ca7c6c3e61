import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { batchTools } from "../support/batchTools.ts"
import { DEAD_PID } from "../support/deadPid.ts"
import type { Sandbox } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"

/** How often a batch is killed; more of it is asked for from outside. */
const ROUNDS = Number(process.env["GUILD_TEST_CRASH_ROUNDS"] ?? 6)

describe("a batch that is killed", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox("batch")
  })
  afterAll(() => box.remove())

  const run = (...argv: ReadonlyArray<string>) => box.guild(["run", "-y", ...argv])
  const { attr, batchOf, batches, flagsOf, links, trials } = batchTools(() => box)

  /** A batch that was killed when it had more than some trials. The moment is a matter of chance beyond that. */
  const killed = (argv: ReadonlyArray<string>, least: number) =>
    batchOf(async () => {
      const before = new Set(batches())
      const guild = box.start(["run", "-y", "-q", ...argv])
      const batch = await until("the batch", () =>
        batches().find((each) => !before.has(each) && attr(each, "started") !== undefined)
      )
      await until("trials", () => links(batch).length > least)
      await new Promise((next) => setTimeout(next, Math.random() * 40))
      guild.kill("SIGKILL")
      await guild.ended
    })

  it("goes on to the same trials as an undisturbed one", async () => {
    const grid = ["hill", "x=[1,2,3,4]", "wait=0.02"]
    const search = ["hill", "x=[-9:9]", "y=[-9:9]", "wait=0.02", "-o", "gp", "-m", "4", "--random-seed", "5"]
    for (const [argv, rounds] of [
      [grid, Math.ceil(ROUNDS / 2)],
      [search, Math.floor(ROUNDS / 2)]
    ] as const) {
      const whole = await batchOf(() => run(...argv, "-q"))
      expect(flagsOf(whole)).toHaveLength(4)
      for (let round = 0; round < rounds; round++) {
        const id = await killed(argv, round % 4)
        const resumed = await run("--resume", id, "-q")
        expect(resumed).toMatchObject({ code: 0, err: "" })
        expect(flagsOf(id).toSorted()).toEqual(flagsOf(whole).toSorted())
        expect(trials(id).every(({ exit }) => exit === "0")).toBe(true)
        expect(attr(id, "exit_status")).toBe("0")
        if (argv === search) expect(flagsOf(id)).toEqual(flagsOf(whole))
      }
    }
  })

  it("goes on side by side to every trial that it was to have, each once", async () => {
    const sideBySide = ["-j", "2", "--random-seed", "5"]
    const grid = ["hill", "x=[1,2,3,4,5,6]", "wait=0.02", ...sideBySide]
    const repeated = ["hill", "x=[1,2,3]", "wait=0.02", "--repeat", "2", ...sideBySide]
    const search = ["hill", "x=[-9:9]", "y=[-9:9]", "wait=0.02", "-o", "tpe", "-m", "6", ...sideBySide]
    const told = (id: string) =>
      trials(id).map(({ flags, trial }) => `${JSON.stringify(flags)} ${attr(trial, "random_seed")}`)
    for (const [argv, rounds] of [
      [grid, Math.ceil(ROUNDS / 3)],
      [repeated, Math.ceil(ROUNDS / 3)],
      [search, Math.ceil(ROUNDS / 3)]
    ] as const) {
      const whole = await batchOf(() => run(...argv, "-q"))
      expect(new Set(told(whole)).size).toBe(6)
      for (let round = 0; round < rounds; round++) {
        const id = await killed(argv, (round * 2) % 5)
        const before = trials(id)
          .filter(({ exit }) => exit === "0")
          .map(({ trial }) => trial)
        const resumed = await run("--resume", id, "-q")
        expect(resumed).toMatchObject({ code: 0, err: "" })
        const after = told(id)
        expect(after).toHaveLength(6)
        expect(new Set(after).size).toBe(6)
        if (argv !== search) expect(after.toSorted()).toEqual(told(whole).toSorted())
        expect(trials(id).map(({ trial }) => trial)).toEqual(expect.arrayContaining(before))
        expect(trials(id).every(({ exit }) => exit === "0")).toBe(true)
      }
    }
    // Every run there is belongs to a batch, or is one.
    const linked = new Set(batches().flatMap((id) => [id, ...links(id)]))
    expect(box.runIds().filter((id) => !linked.has(id))).toEqual([])
  })

  /** Takes a batch back to when a trial of it had been suggested and was not through, as a kill leaves it. */
  const takeBack = (id: string, trial: number) => {
    const suggestions = (attr(id, "suggestions") ?? "").split(/^(?=- )/m).slice(0, trial + 1)
    writeFileSync(box.runFile(id, ".guild/attrs/suggestions"), suggestions.join(""))
    for (const { trial: later } of trials(id).slice(trial)) {
      rmSync(box.runFile(later, ""), { recursive: true })
      rmSync(box.runFile(id, later))
    }
    for (const name of ["exit_status", "stopped"]) rmSync(box.runFile(id, `.guild/attrs/${name}`))
  }

  it("has its search go on to the same suggestions, whichever trial was not through", async () => {
    for (const optimizer of ["cma-es", "gp", "tpe"]) {
      const space = ["hill", "x=[-90:90]", "y=[-90:90]"]
      const id = await batchOf(() => run(...space, "-o", optimizer, "-m", "6", "--random-seed", "7", "-q"))
      const whole = flagsOf(id)
      for (const trial of [4, 1]) {
        takeBack(id, trial)
        expect(flagsOf(id)).toEqual(whole.slice(0, trial))
        expect((await run("--resume", id, "-q")).code).toBe(0)
        expect(flagsOf(id)).toEqual(whole)
        expect(trials(id).every(({ exit }) => exit === "0")).toBe(true)
      }
    }
  })

  it("has its search go on as it would have where other runs stand for some of its trials", async () => {
    // Elsewhere the other runs would be told of first when it goes on, since they ended first.
    await run("hill", "x=[1,2,3]", "y=[0,1]", "-q")
    const search = ["hill", "x=[1:4]", "y=[0:1]", "-o", "cma-es", "-m", "8", "--random-seed", "7", "--skip-done", "-q"]
    const id = await batchOf(() => run(...search))
    const entries = (name: string) => (attr(id, name) ?? "").split(/^(?=- )/m)
    const whole = entries("suggestions")
    const own = () => trials(id).filter(({ made }) => made > Number(attr(id, "initialized")))
    expect([whole.length, own().length]).toEqual([8, 2])
    for (const kept of [7, 5, 2]) {
      writeFileSync(box.runFile(id, ".guild/attrs/suggestions"), whole.slice(0, kept).join(""))
      writeFileSync(box.runFile(id, ".guild/attrs/reported_trials"), entries("reported_trials").slice(0, kept).join(""))
      const numbers = (text: string) => text.match(/\d+/g)?.join() ?? ""
      const suggested = new Set(whole.slice(0, kept).map(numbers))
      for (const { flags, trial } of own()) {
        if (suggested.has(numbers(JSON.stringify(flags).replace(/"wait":\d+/, "")))) continue
        rmSync(box.runFile(trial, ""), { recursive: true })
        rmSync(box.runFile(id, trial))
      }
      for (const name of ["exit_status", "stopped"]) rmSync(box.runFile(id, `.guild/attrs/${name}`))
      expect((await run("--resume", id, "-q")).code).toBe(0)
      expect(entries("suggestions")).toEqual(whole)
    }
  })

  it("starts from the beginning, with the source of its project, where it was killed before it had that", async () => {
    writeFileSync(join(box.project, "trials.csv"), "x,y\n1,2\n3,4\n")
    for (const [argv, count] of [
      [["hill", "x=[1,2,3]"], 3],
      [["hill", "@trials.csv"], 2]
    ] as const) {
      const id = await batchOf(() => run(...argv, "--stage", "-q"))
      // What there is of a batch when its prototype has a part of its source.
      rmSync(box.runFile(id, ".guild/STAGED"))
      writeFileSync(box.runFile(id, ".guild/PENDING"), "")
      for (const left of ["attrs/sourcecode_digest", "proto/.guild/sourcecode/hill.sh"])
        rmSync(box.runFile(id, `.guild/${left}`))
      rmSync(box.runFile(id, ".guild/attrs/started"), { force: true })
      expect((await run("--resume", id, "-q")).code).toBe(0)
      expect(trials(id).map(({ exit }) => exit)).toEqual(Array.from({ length: count }, () => "0"))
    }
  })

  it(
    "is there whole, with its prototype, or not at all, wherever it was killed as it was made",
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const before = new Set(box.runIds())
        const guild = box.start(["run", "-y", "-q", "hill", "x=[1,2]", ...(round % 2 === 0 ? [] : ["--stage"])])
        const making = () => existsSync(box.runFile(".making", ""))
        await until("a run", () => making() || box.runIds().some((id) => !before.has(id)))
        guild.kill("SIGKILL")
        await guild.ended
        for (const id of box.runIds().filter((each) => !before.has(each))) {
          expect(attr(id, "flags"), id).toBeDefined()
          expect(existsSync(box.runFile(id, ".guild/opref")), id).toBe(true)
          if (attr(id, "max_trials") !== undefined)
            expect(existsSync(box.runFile(id, ".guild/proto/.guild/opref")), id).toBe(true)
        }
      }
      const listed: ReadonlyArray<{ readonly id: string }> = JSON.parse(
        (await box.guild(["runs", "--all", "--json"])).out
      )
      expect(listed.map(({ id }) => id).toSorted()).toEqual(box.runIds().toSorted())
    },
    30_000 + 10_000 * ROUNDS
  )

  it("leaves no process of its trials behind", async () => {
    const before = new Set(batches())
    const guild = box.start(["run", "-y", "-q", "hill", "x=[1,2]", "wait=3600", "-j", "2"])
    const id = await until("the batch", () => batches().find((each) => !before.has(each)))
    await until("two trials that run", () => links(id).filter((trial) => box.workers(trial).length > 0).length === 2)
    guild.kill("SIGKILL")
    await guild.ended
    await until("its trials to end", () => links(id).every((trial) => box.workers(trial).length === 0))
  })

  it("has what was left of trials that it was about to make removed when it goes on, and nothing else", async () => {
    const id = await killed(["hill", "x=[1,2,3,4]", "wait=0.02"], 1)
    const [empty = "", pending = "", lost = "", alone = ""] = [1, 2, 3, 4].map((digit) => String(digit).repeat(32))
    const hidden = (each: string) => box.runFile(".making", `${DEAD_PID}-${each}`)
    const places = [hidden(empty), hidden(pending), box.runFile(lost, ""), hidden(alone)]
    for (const dir of places) mkdirSync(join(dir, ".guild/attrs"), { recursive: true })
    // A guild that is killed between two system calls leaves either of the first two.
    for (const dir of places.slice(1)) writeFileSync(join(dir, ".guild/PENDING"), "")
    // A run that has lost its operation is none of them, nor is one that the batch knows nothing of.
    for (const each of [empty, pending, lost]) symlinkSync(`../${each}`, box.runFile(id, each))
    expect((await run("--resume", id, "-q")).code).toBe(0)
    expect(places.map((dir) => existsSync(dir))).toEqual([false, false, true, true])
    expect(links(id).filter((each) => [empty, pending].includes(each))).toEqual([])
    expect(trials(id).map(({ exit }) => exit)).toEqual(["0", "0", "0", "0"])
  })

  it("keeps what failed by itself, side by side too, until it is told to try again", async () => {
    const file = join(box.project, "repaired")
    const id = await killed(["picky", "x=[1,2,3,4,5,6]", `file=${file}`, "-j", "2"], 3)
    const failed = () =>
      trials(id)
        .filter(({ exit }) => exit !== "0")
        .map(({ trial }) => trial)
    expect((await run("--resume", id, "-q")).code).toBe(0)
    expect(trials(id)).toHaveLength(6)
    expect(failed()).toHaveLength(3)
    writeFileSync(file, "")
    expect((await run("--resume", id, "-q")).code).toBe(0)
    expect(failed()).toHaveLength(3)
    expect((await run("--resume", id, "--retry-failed", "-j", "2", "-q")).code).toBe(0)
    // Those that failed stay to be looked at, beside the ones that were made in their place.
    expect(new Set(flagsOf(id)).size).toBe(6)
    expect(trials(id).filter(({ exit }) => exit === "0")).toHaveLength(6)
  })
})
