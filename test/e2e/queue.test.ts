import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Started, StartOptions } from "../support/e2e.ts"
import { looksLikeMessage, sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"

/** Rounds of killing queues, and runs in each; more by environment variables. */
const ROUNDS = Number(process.env["GUILD_TEST_KILLS"] ?? 1)
const RUNS = Number(process.env["GUILD_TEST_STAGED"] ?? 8)

const TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"

/** The times of a queue's log, as the specification has them: anything. */
const timeless = (text: string): string => text.replace(new RegExp(`\\[queue\\] ${TIME}`, "g"), "[queue] ...")

/** What a test does with queues, in a Guild home of its own. */
const inBox = () => {
  const box = sandbox("queue")
  const run = (...argv: ReadonlyArray<string>) => box.guild(["run", "-y", ...argv])
  const idIn = (text: string): string => /staged as ([0-9a-f]{32})/.exec(text)?.[1] ?? ""
  const stage = async (...argv: ReadonlyArray<string>) => idIn((await run(...argv, "--stage")).out)
  const queue = (argv: ReadonlyArray<string>, options?: StartOptions): Started =>
    box.start(["run", "-y", "queue", "poll-interval=1", ...argv], options)
  const has = (id: string, name: string) => existsSync(box.runFile(id, `.guild/${name}`))
  const opsOf = (operation: string) =>
    box.runIds().filter((id) => readFileSync(box.runFile(id, ".guild/opref"), "utf8").endsWith(` ${operation}`))
  const output = (id: string) => readFileSync(box.runFile(id, ".guild/output"), "utf8")
  const statuses = async (operation: string) => {
    const { out } = await box.guild(["runs", "-s", "-o", operation])
    return out
      .trim()
      .split("\n")
      .map((line) => /(staged|pending|running|completed|error|terminated)/.exec(line)?.[0])
  }

  return { box, run, idIn, stage, queue, has, opsOf, output, statuses }
}

type World = ReturnType<typeof inBox>

describe("queues", () => {
  const story = (sentence: string, tell: (world: World) => Promise<void>) =>
    it(sentence, async () => {
      const world = inBox()
      try {
        await tell(world)
      } finally {
        world.box.remove()
      }
    })

  story(
    "starts what is staged in the order of staging, keeps what is printed, and ends when told to run once",
    async ({ box, stage, queue, has, opsOf, output }) => {
      const first = await stage("once", "n=7", "--label", "seven")
      const second = await stage("once", "n=8")
      const ended = await queue(["run-once=yes"]).ended
      expect({ code: ended.code, out: ended.out }).toEqual({ code: 0, out: "ran 7\nran 8\n" })
      const log = [
        "INFO: [queue] ... Processing staged runs",
        `INFO: [queue] ... Starting staged run ${first}`,
        `INFO: [queue] ... Starting staged run ${second}`
      ]
      expect(timeless(ended.err).trim().split("\n")).toEqual(log)
      const [own = ""] = opsOf("queue")
      expect(timeless(output(own)).trim().split("\n").sort()).toEqual([...log, "ran 7", "ran 8"].sort())
      expect([first, second, own].map((id) => box.attr(id, "exit_status"))).toEqual(["0", "0", "0"])
      expect(box.attr(own, "label")).toBe("poll-interval=1 run-once=yes wait-for-running=no")
      expect(box.attr(first, "label")).toBe("seven")
      expect(
        [first, second].flatMap((id) => ["LOCK", "LOCK.owner", "PENDING", "STAGED"].filter((name) => has(id, name)))
      ).toEqual([])
    }
  )

  story(
    "runs every staged run once among several queues, wherever they are killed",
    async ({ box, run, queue, has, opsOf }) => {
      for (let round = 0; round < ROUNDS; round++) {
        const trials = `n=[${Array.from({ length: RUNS }, (_, i) => i + 100 * round).join(",")}]`
        expect((await run("once", trials, "--stage-trials")).code).toBe(0)
        const ids = opsOf("once").filter((id) => has(id, "STAGED"))
        expect(ids).toHaveLength(RUNS)
        const done = () => ids.filter((id) => box.attr(id, "exit_status") !== undefined).length
        const queues = [1, 2, 3].map(() => queue(["run-once=yes"]))
        // Two of three die in the midst of their work, at moments that are never the same.
        for (const [at, one] of queues.slice(0, 2).entries()) {
          await until("some runs", () => done() > at + 1)
          one.kill("SIGKILL")
        }
        await Promise.all(queues.map(({ ended }) => ended))
        expect((await queue(["run-once=yes"]).ended).code).toBe(0)
        await until("the last runs", () => done() === RUNS)
        expect(ids.map((id) => readFileSync(box.runFile(id, "started"), "utf8"))).toEqual(ids.map(() => "x"))
        expect(ids.map((id) => box.attr(id, "exit_status"))).toEqual(ids.map(() => "0"))
        const left = () =>
          ids.flatMap((id) =>
            readdirSync(box.runFile(id, ".guild")).filter((name) => /LOCK|STAGED|PENDING|tmp/.test(name))
          )
        await until("locks to go", () => left().length === 0)
      }
    }
  )

  story(
    "runs a staged run once, wherever the guild that starts it is killed before",
    async ({ box, run, queue, has, opsOf }) => {
      const trials = `n=[${Array.from({ length: RUNS }, (_, i) => i).join(",")}]`
      expect((await run("once", trials, "--stage-trials")).code).toBe(0)
      const ids = opsOf("once").filter((id) => has(id, "STAGED"))
      for (const [at, id] of ids.entries()) {
        const guild = box.start(["run", "-y", "--start", id])
        // From here on it is prepared and started within milliseconds.
        await until("guild to take the run", () => has(id, "LOCK") || !has(id, "STAGED"))
        await new Promise((next) => setTimeout(next, at * 3))
        guild.kill("SIGKILL")
        await guild.ended
      }
      expect((await queue(["run-once=yes"]).ended).code).toBe(0)
      const left = () => ids.flatMap(box.workers)
      await until("the scripts to end", () => left().length === 0)
      expect(ids.map((id) => readFileSync(box.runFile(id, "started"), "utf8"))).toEqual(ids.map(() => "x"))
      expect(ids.filter((id) => has(id, "STAGED") || has(id, "PENDING"))).toEqual([])
    }
  )

  story("starts one run at a time where queues wait for running ones", async ({ box, run, queue, opsOf }) => {
    await run("alone", "n=[1,2,3]", "--stage-trials")
    const busy = { env: { BUSY_DIR: join(box.dir, "busy") } }
    const slow = box.start(["run", "-y", "slow"])
    await until("the run to begin", () => slow.printed().includes("begun"))
    const blocked = queue(["wait-for-running=yes", "run-once=yes"], busy)
    const found = `Found staged run ${opsOf("alone").find((id) => box.attr(id, "label") === "n=1") ?? ""}`
    const [id = ""] = opsOf("slow")
    await until("the queue to wait", () =>
      timeless(blocked.printed()).includes(
        `INFO: [queue] ... ${found} (waiting for runs to finish: ${id.slice(0, 8)})\n`
      )
    )
    // Another one comes, and both go on when the run is over.
    const other = queue(["wait-for-running=yes", "run-once=yes"], busy)
    slow.kill("SIGTERM")
    const ends = await Promise.all([blocked.ended, other.ended])
    expect(ends.map(({ code }) => code)).toEqual([0, 0])
    expect(ends.map(({ out }) => out).join("")).toBe("")
    expect(opsOf("alone").map((each) => box.attr(each, "exit_status"))).toEqual(["0", "0", "0"])
    // Nobody has the lock, and its file stays.
    expect(readdirSync(join(box.home, "locks"))).toEqual(["queue"])
    expect(readFileSync(join(box.home, "locks/queue"), "utf8")).toBe("")
  })

  story(
    "leaves runs that were staged for other GPUs, and gives the others its own",
    async ({ box, run, idIn, stage, queue, has }) => {
      const other = await run("once", "--gpus", "2", "--stage")
      expect(other.err).toBe("Masking available GPUs (CUDA_VISIBLE_DEVICES='2')\n")
      const free = await stage("once", "n=2")
      const { code, err } = await queue(["gpus=1", "run-once=yes"]).ended
      expect(code).toBe(0)
      expect(timeless(err).split("\n").slice(1)).toEqual([
        `INFO: [queue] ... Ignorning staged run ${idIn(other.out)} (GPU spec mismatch: run is 2, queue is 1)`,
        `INFO: [queue] ... Starting staged run ${free}`,
        "Masking available GPUs (CUDA_VISIBLE_DEVICES='1')",
        ""
      ])
      expect(has(idIn(other.out), "STAGED")).toBe(true)
      expect(box.attr(free, "run_params")).toMatch(/^gpus: '1'$/m)
      expect(box.attr(free, "env")).toMatch(/^CUDA_VISIBLE_DEVICES: '1'$/m)
      // A queue for those GPUs, or for any, takes it.
      expect((await queue(["gpus=2", "run-once=yes"]).ended).code).toBe(0)
      expect(box.attr(idIn(other.out), "exit_status")).toBe("0")
    }
  )

  story(
    "waits for runs to be staged, and ends its run with itself when it is interrupted",
    async ({ box, stage, queue, has, opsOf, statuses }) => {
      const waiting = queue([])
      await until("the queue to wait", () => waiting.printed().includes("Waiting for staged runs"))
      const slow = await stage("slow")
      const next = await stage("once")
      await until("the run to begin", () => waiting.printed().includes("begun"))
      waiting.kill("SIGINT")
      const { code, err } = await waiting.ended
      expect(code).toBe(254)
      expect(looksLikeMessage(err)).toBe(true)
      expect([box.attr(slow, "exit_status"), box.attr(opsOf("queue")[0] ?? "", "exit_status")]).toEqual(["-2", "-2"])
      await box.atRest(slow)
      expect(await statuses("once")).toEqual(["staged"])
      expect(has(next, "LOCK")).toBe(false)
    }
  )

  story("kills a run that does not hear it when it is interrupted a second time, and records it", async (world) => {
    const { box, stage, queue, opsOf } = world
    const deaf = await stage("deaf")
    const one = queue(["run-once=yes"])
    await until("the run to begin", () => one.printed().includes("begun"))
    one.kill("SIGINT")
    // The script says when it was asked, so that the second time is one.
    await until("the script to be asked", () => one.printed().includes("no"))
    one.kill("SIGINT")
    const { code, err } = await one.ended
    expect({ code, quiet: looksLikeMessage(err) }).toEqual({ code: 254, quiet: true })
    expect([box.attr(deaf, "exit_status"), box.attr(opsOf("queue")[0] ?? "", "exit_status")]).toEqual(["-9", "-2"])
    await box.atRest(deaf)
  })

  story("runs in the background until it is stopped, with what it runs", async ({ box, run, stage, output }) => {
    const slow = await stage("slow")
    const { out } = await run("queue", "poll-interval=1", "--background", "--pidfile", join(box.dir, "pid"))
    const own = /^queue:queue started in background as ([0-9a-f]{32}) \(pidfile .*pid\)\n$/.exec(out)?.[1] ?? ""
    const pid = readFileSync(join(box.dir, "pid"), "utf8")
    await until(
      "the run to begin",
      () => existsSync(box.runFile(slow, ".guild/output")) && output(slow).includes("begun")
    )
    const stopped = await box.guild(["stop", "-y", "-o", "queue"])
    expect(stopped).toMatchObject({
      code: 0,
      err: `Stopping ${own} (pid ${pid})\n`
    })
    await until("the end of the run", () => box.attr(slow, "exit_status"))
    expect([box.attr(own, "exit_status"), box.attr(slow, "exit_status")]).toEqual(["-15", "-15"])
    await box.atRest(slow, own)
  })

  story("says what is wrong once where it cannot write to a run, and goes on", async ({ box, stage, queue, has }) => {
    const shut = await stage("once", "n=1")
    const fine = await stage("once", "n=2")
    // The tests may run as root, whom no permission stops: another thing stands where the lock would be.
    mkdirSync(box.runFile(shut, ".guild/LOCK"))
    const { code, err, out } = await queue(["run-once=yes"]).ended
    expect({ code, out }).toEqual({ code: 0, out: "ran 2\n" })
    const complaints = err.split("\n").filter((line) => line.startsWith("ERROR: [queue]"))
    expect(complaints).toHaveLength(1)
    expect(complaints[0]).toContain(`Cannot start staged run ${shut}: cannot write`)
    expect([has(shut, "STAGED"), box.attr(fine, "exit_status")]).toEqual([true, "0"])
  })

  story("goes on after a run that cannot be started", async ({ box, stage, queue, has, statuses }) => {
    const needy = await stage("needy")
    const fine = await stage("once")
    const { code, err } = await queue(["run-once=yes"]).ended
    expect(code).toBe(0)
    expect(err).toContain("nothing-like-it")
    expect(looksLikeMessage(err)).toBe(true)
    expect([box.attr(fine, "exit_status"), has(needy, "STAGED"), has(needy, "LOCK")]).toEqual(["0", false, false])
    expect(await statuses("needy")).toEqual(["error"])
  })
})
