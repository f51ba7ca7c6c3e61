import { existsSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import * as fc from "fast-check"
import { afterEach, describe, expect, it } from "vitest"
import type { Sandbox, Started } from "../support/e2e.ts"
import { looksLikeMessage, sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"
import { killAtOnce, pidIn } from "../support/kill.ts"

/** How often guild is killed; `GUILD_KILLS=100` for a long test. */
const KILLS = Number(process.env["GUILD_KILLS"] ?? 3)

const boxes: Array<Sandbox> = []

const box = (): Sandbox => {
  const made = sandbox("steps-killed")
  boxes.push(made)
  return made
}

afterEach(() => boxes.splice(0).forEach((each) => each.remove()))

/** The runs of a sandbox that have steps, in no order. */
const stepped = (home: Sandbox, operation: string): ReadonlyArray<string> =>
  home
    .runIds()
    .filter(
      (id) =>
        home.attr(id, "steps") !== undefined &&
        readFileSync(home.runFile(id, ".guild/opref"), "utf8").trim().endsWith(` ${operation}`)
    )

const logOf = (home: Sandbox): ReadonlyArray<string> => {
  const path = `${home.project}/log`
  return existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line !== "")
    : []
}

/** The run that a step's link leads to. */
const linked = (home: Sandbox, id: string, step: string): string => basename(readlinkSync(home.runFile(id, step)))

/** What became of a stepped run: for each of its steps the exit status and flags of its run, and those of steps below it. */
const outcome = (home: Sandbox, id: string, steps: ReadonlyArray<string>) =>
  Object.fromEntries(
    steps.map((step) => {
      const [first = "", inner] = step.split("/")
      const run = linked(home, id, first)
      const target = inner === undefined ? run : linked(home, run, inner)
      return [step, { exitStatus: home.attr(target, "exit_status"), flags: home.attr(target, "flags") }]
    })
  )

/** Operations with what their steps' scripts are called. */
const NAMES = {
  all: ["first", "left", "right", "p1", "p2", "last"],
  batches: ["t1", "t2", "x1", "x2", "y1", "y2"]
}
type Killed = keyof typeof NAMES

const STEPS: Readonly<Record<Killed, ReadonlyArray<string>>> = {
  all: ["first", "left", "right", "part", "part/work", "part/work_2", "last"],
  batches: ["trials", "stepped-trials"]
}

/** The runs that another run has on record: as an attempt at a step, or by a link to a trial. */
const recorded = (home: Sandbox): ReadonlySet<string> =>
  new Set(
    home.runIds().flatMap((id) => [
      ...Array.from((home.attr(id, "step_runs") ?? "").matchAll(/run: (\w+)/g), ([, run = ""]) => run),
      ...readdirSync(home.runFile(id, "."), { withFileTypes: true })
        .filter((entry) => entry.isSymbolicLink())
        .map(({ name }) => linked(home, id, name))
    ])
  )

/** Marks of runs that have not come to their end. */
const marks = (home: Sandbox): ReadonlyArray<string> =>
  home
    .runIds()
    .flatMap((id) => ["LOCK", "PENDING", "STAGED"].map((mark) => home.runFile(id, `.guild/${mark}`)))
    .filter((path) => existsSync(path))

const workers = (home: Sandbox): ReadonlyArray<number> => home.runIds().flatMap(home.workers)

interface Kill {
  readonly operation: Killed
  /** After so many lines of the log, or as soon as there are so many runs, which is while one is made. */
  readonly after: "lines" | "runs"
  readonly count: number
  readonly what: "guild" | "scripts" | "both"
}

/** Kills when the run has come so far, if it comes so far. */
const killAt = async (home: Sandbox, guild: Started, { after, count, operation, what: asked }: Kill): Promise<void> => {
  // A trial whose script is killed has failed by itself, and a batch lets that pass.
  const what = operation === "batches" ? "guild" : asked
  const come = () => (after === "lines" ? logOf(home) : home.runIds()).length
  await until("the run to get on", () => guild.hasEnded() || come() >= count)
  if (what !== "guild") workers(home).forEach(killAtOnce)
  if (what !== "scripts") guild.kill("SIGKILL")
  await guild.ended
}

describe("a run with steps that is killed", () => {
  it("goes on when it is started again, repeats no completed step, and comes to the same end", async () => {
    const expected: Partial<Record<Killed, ReturnType<typeof outcome>>> = {}
    for (const operation of ["all", "batches"] as const) {
      const calm = box()
      expect((await calm.guild(["run", operation, "-y", "--jobs", "2"])).code).toBe(0)
      expected[operation] = outcome(calm, stepped(calm, operation)[0] ?? "", STEPS[operation])
    }

    const kills = fc.sample(
      fc.record({
        operation: fc.constantFrom<Killed>("all", "batches"),
        after: fc.constantFrom<Kill["after"]>("lines", "runs"),
        count: fc.integer({ min: 1, max: 12 }),
        what: fc.constantFrom<Kill["what"]>("guild", "scripts", "both")
      }),
      KILLS
    )
    for (const each of kills) {
      const home = box()
      const { operation } = each
      await killAt(home, home.start(["run", operation, "-y", "--jobs", "2"]), each)
      const [id = ""] = stepped(home, operation)
      const again = await home.guild(["run", "--restart", id, "-y", "--jobs", "2"])
      expect(again, JSON.stringify(each)).toMatchObject({ code: 0 })
      expect(outcome(home, id, STEPS[operation]), JSON.stringify(each)).toEqual(expected[operation])
      expect(home.attr(id, "exit_status")).toBe("0")
      for (const name of NAMES[operation]) {
        const completed = home
          .runIds()
          .filter((run) => home.attr(run, "flags") === `name: ${name}` && home.attr(run, "exit_status") === "0")
        expect(completed, `${name} after ${JSON.stringify(each)}`).toHaveLength(1)
      }
      const known = recorded(home)
      expect(
        home.runIds().filter((run) => run !== id && !known.has(run)),
        JSON.stringify(each)
      ).toEqual([])
      expect(marks(home), JSON.stringify(each)).toEqual([])
      await home.atRest(...home.runIds())
      home.remove()
    }
  })
})

describe("what a script started that was killed together with guild", () => {
  it.each([["family"], ["families"]])("is ended when a run of '%s' is started again", async (operation) => {
    const home = box()
    const guild = home.start(["run", operation, "-y"])
    await until("the script", () => guild.printed().includes("ready"))
    const [family = ""] = home.runIds().filter((id) => home.workers(id).length > 0)
    const leader = pidIn(home.runFile(family, ".guild/LOCK")) ?? 0
    guild.kill("SIGKILL")
    await guild.ended
    killAtOnce(leader)
    await until("the script's end", () => !home.workers(family).includes(leader))
    expect(home.workers(family)).toHaveLength(1)

    writeFileSync(join(home.project, "go"), "")
    expect(await home.guild(["run", "--restart", operation, "-y"])).toMatchObject({ code: 0 })
    await home.atRest(family)
  })
})

describe("a run with steps that is to end", () => {
  /** Starts steps side by side that ignore signals, and waits until they do. */
  const stubborn = async (home: Sandbox, operation: string, killDelay: string): Promise<Started> => {
    const guild = home.start(["run", operation, "-y", "--jobs", "2"], { env: { STOP_AFTER_KILL_DELAY: killDelay } })
    const count = operation === "one-fails" ? 1 : 2
    await until("steps that ignore signals", () => guild.printed().split("| ready").length > count)
    return guild
  }

  const expectTerminated = async (home: Sandbox, operation: string): Promise<void> => {
    const [id = ""] = stepped(home, operation)
    expect(home.attr(id, "exit_status")).toBe("-2")
    for (const step of ["one", "two"]) expect(home.attr(linked(home, id, step), "exit_status")).toBe("-9")
    expect(existsSync(home.runFile(id, "never"))).toBe(false)
    await home.atRest(...home.runIds())
  }

  it("ends all that its steps started when it is asked once, in bounded time", async () => {
    const home = box()
    const guild = await stubborn(home, "side-by-side", "0.2")
    guild.kill("SIGINT")
    const ended = await guild.ended
    expect(ended.code).toBe(254)
    expect(looksLikeMessage(ended.err)).toBe(true)
    await expectTerminated(home, "side-by-side")
  })

  it("does not wait any longer when it is asked twice", async () => {
    const home = box()
    const guild = await stubborn(home, "side-by-side", "3600")
    guild.kill("SIGINT")
    await until("the first to be heard", () => guild.printed().split("| asked").length > 2)
    guild.kill("SIGINT")
    expect((await guild.ended).code).toBe(254)
    await expectTerminated(home, "side-by-side")
  })

  it("ends the other branch with the first failure where it is told to", async () => {
    const home = box()
    const ended = await home.guild(["run", "one-fails", "-y", "--jobs", "2", "--fail-fast"], {
      env: { STOP_AFTER_KILL_DELAY: "0.2" }
    })
    expect(ended.code).toBe(5)
    const [id = ""] = stepped(home, "one-fails")
    expect(home.attr(id, "exit_status")).toBe("5")
    expect(home.attr(id, "step_runs")).toContain("stopped: cancelled")
    await home.atRest(...home.runIds())
  })

  it("is one guild's alone while it runs", async () => {
    const home = box()
    const guild = await stubborn(home, "side-by-side", "0.2")
    const [id = ""] = stepped(home, "side-by-side")
    const other = await home.guild(["run", "--restart", id, "-y"])
    expect(other).toMatchObject({ code: 1 })
    expect(other.err).toContain("it is already running")
    guild.kill("SIGTERM")
    await guild.ended
    expect(home.attr(id, "exit_status")).toBe("-15")
    await home.atRest(...home.runIds())
  })
})

describe("steps that run the operation that they are part of", () => {
  it("are not begun, however long the way back is", async () => {
    const home = box()
    writeFileSync(
      join(home.project, "guild.yml"),
      "a: {steps: [a]}\nb: {steps: [c]}\nc: {steps: [say, b]}\nsay: {exec: echo said}\n"
    )
    for (const [op, path, out] of [
      ["a", "a -> a", ""],
      ["b", "b -> c -> b", "said\n"]
    ] as const) {
      const ended = await home.guild(["run", op, "-y"])
      expect(ended).toMatchObject({ code: 1, out })
      expect(ended.err).toContain(`guild: these need each other and could never start: ${path}\n`)
    }
    expect(home.runIds()).toHaveLength(4)
  })
})
