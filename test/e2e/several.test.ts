import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"

interface Listed {
  readonly id: string
  readonly status: string
  readonly flags: { readonly text?: string }
}

const listed = async (box: Sandbox): Promise<ReadonlyArray<Listed>> =>
  JSON.parse((await box.guild(["runs", "--all", "--json"])).out)

describe("several guilds in one home", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
  })
  afterAll(() => box.remove())

  it("make each its own run, and list those of all", async () => {
    const texts = Array.from({ length: 12 }, (_, at) => `t${at}`)
    const ends = await Promise.all(
      texts.flatMap((text, at) => [
        box.guild(["run", "-y", "say", `text=${text}`]),
        // Those who look meanwhile see whole runs only.
        ...(at % 4 === 0 ? [box.guild(["runs", "--json"]), box.guild(["compare", "--csv", "-"])] : [])
      ])
    )
    expect(ends.filter(({ code, err }) => code !== 0 || err !== "")).toEqual([])
    const runs = await listed(box)
    expect(runs.map(({ flags }) => flags.text).sort()).toEqual([...texts].sort())
    expect(new Set(runs.map(({ status }) => status))).toEqual(new Set(["completed"]))
    expect(new Set(box.runIds()).size).toBe(texts.length)
  })

  it("delete, label and look at the same runs at once without harm", async () => {
    const ids = box.runIds()
    const [first = "", second = "", ...others] = ids
    const ends = await Promise.all([
      box.guild(["runs", "rm", "-y", first, second]),
      box.guild(["label", "-y", "-s", "seen", ...others]),
      box.guild(["runs"]),
      box.guild(["compare"]),
      box.guild(["tag", "-y", "-a", "t", ...others])
    ])
    expect(ends.map(({ code, err }) => (code === 0 ? 0 : err))).toEqual([0, 0, 0, 0, 0])
    const { out } = await box.guild(["runs", "--all", "--json"])
    const runs: ReadonlyArray<{ readonly label: string; readonly tags: ReadonlyArray<string> }> = JSON.parse(out)
    expect(runs).toHaveLength(ids.length - 2)
    expect(runs.filter(({ label, tags }) => label !== "seen" || tags[0] !== "t")).toEqual([])
  })
})

describe("what several guilds say of one run at once", () => {
  let box: Sandbox

  beforeAll(async () => {
    box = sandbox()
    expect((await box.guild(["run", "-y", "say", "text=one"])).code).toBe(0)
  })
  afterAll(() => box.remove())

  it("is all there in the end", async () => {
    const words = Array.from({ length: 4 }, (_, at) => `w${at}`)
    const ends = await Promise.all(
      words.flatMap((word) => [
        box.guild(["tag", "-y", "-a", word]),
        box.guild(["comment", "-y", "-a", word]),
        box.guild(["label", "-y", "-a", word])
      ])
    )
    expect(ends.map(({ code, err }) => (code === 0 ? 0 : err))).toEqual(ends.map(() => 0))
    const attrs = JSON.parse((await box.guild(["runs", "info", "--json"])).out)
    expect(attrs.tags).toEqual(words)
    expect(attrs.label.split(" ").sort()).toEqual(expect.arrayContaining(words))
    expect((await box.guild(["comment", "-l"])).out.match(/^ {4}w\d$/gm)?.sort()).toEqual(
      words.map((word) => `    ${word}`)
    )
  })
})

describe("a current directory that has been removed", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
  })
  afterAll(() => box.remove())

  it("is told of on one line, and another may be named", async () => {
    const from = (argv: string) => box.bash(`mkdir gone && cd gone && rmdir ../gone && guild ${argv}`)
    const { code, err } = await from("runs")
    expect([code, err]).toEqual([1, expect.stringContaining("guild: the current directory does not exist any more\n")])
    expect((await from(`-C '${box.project}' run -y say text=one`)).code).toBe(0)
  })
})

describe("a run in the background", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
  })
  afterAll(() => box.remove())

  const hasPrinted = (id: string): boolean => {
    const path = box.runFile(id, ".guild/output")
    return existsSync(path) && readFileSync(path, "utf8").includes("loss: 2.5\n")
  }

  it("is told of at once, watched, stopped, and recorded as stopped", async () => {
    const pidfile = join(box.dir, "PIDFILE")
    const started = await box.guild(["run", "-y", "steady", "--pidfile", pidfile])
    const told = /^steady started in background as ([0-9a-f]{32}) \(pidfile (.*)\)\n$/.exec(started.out)
    expect(told?.[2]).toBe(pidfile)
    const id = told?.[1] ?? ""
    const pid = Number(readFileSync(pidfile, "utf8"))
    expect(process.kill(pid, 0)).toBe(true)
    await until("output", () => hasPrinted(id))
    expect(await listed(box)).toMatchObject([{ id, status: "running" }])
    const watch = box.start(["watch"])
    await until("watching", () => watch.printed().includes("loss: 5.5"))
    expect(watch.printed()).toContain(`Watching run ${id}`)
    const stop = await box.guild(["stop", "-y"])
    expect(stop).toMatchObject({ code: 0, err: expect.stringMatching(`^Stopping ${id} \\(pid \\d+\\)\n$`) })
    const watched = await watch.ended
    expect(watched).toMatchObject({ code: 0 })
    expect(watched.err).toContain(`Run ${id} stopped with a status of 'terminated'`)
    await until("the end on record", () => box.attr(id, "exit_status") !== undefined)
    expect(box.attr(id, "exit_status")).toBe("-15")
    await box.atRest(id)
    await until("the pid file to go", () => !existsSync(pidfile))
    expect(await box.guild(["stop", "-y"])).toMatchObject({ code: 0, err: "Nothing to stop.\n" })
  })

  it("is left alone by who stops watching it", async () => {
    const { out } = await box.guild(["run", "-y", "steady", "--background"])
    const id = / as ([0-9a-f]{32}) /.exec(out)?.[1] ?? ""
    await until("output", () => hasPrinted(id))
    const watch = box.start(["watch", id])
    await until("watching", () => watch.printed().includes("loss: 2.5"))
    watch.kill("SIGINT")
    expect(await watch.ended).toMatchObject({ code: 0, err: expect.stringContaining(`Stopped watching ${id}`) })
    expect((await listed(box)).find((run) => run.id === id)?.status).toBe("running")
    expect((await box.guild(["stop", "-y", id])).code).toBe(0)
    await until("the end on record", () => box.attr(id, "exit_status") !== undefined)
  })
})

describe("a run with a time limit", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
  })
  afterAll(() => box.remove())

  const soon = { STOP_AFTER_POLL_INTERVAL: "0.2", STOP_AFTER_KILL_DELAY: "0.2" }

  it("is stopped when its time is over", async () => {
    const { code, err } = await box.guild(["run", "-y", "steady", "--stop-after", "0.001"], { env: soon })
    expect(code).toBe(241)
    expect(err).toMatch(/^Stopping process early \(pid \d+\) - 0\.0 minute\(s\) elapsed$/m)
    expect(box.attr(box.runIds()[0] ?? "", "exit_status")).toBe("-15")
  })

  it("is killed where it does not listen", async () => {
    const { code, out } = await box.guild(["run", "-y", "stubborn", "--stop-after", "0.001"], { env: soon })
    // A machine may be so slow that its time is over before it can say that it does not listen.
    expect({ out, code }).toEqual(out === "" ? { out, code: expect.any(Number) } : { out: "ready\n", code: 256 - 9 })
  })

  it("is left alone where it ends before", async () => {
    expect(await box.guild(["run", "-y", "say", "--stop-after", "1"])).toMatchObject({ code: 0, out: "hi\n", err: "" })
  })
})
