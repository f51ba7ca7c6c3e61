import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { program, sandbox } from "../support/e2e.ts"
import { inTerminal } from "../support/inTerminal.ts"
import { until } from "../support/until.ts"

const SIGHUP = 1

/** A server that takes every question and answers none. */
const silentServer = () =>
  new Promise<{ readonly port: number; readonly wasAsked: () => boolean; readonly close: () => void }>((ready) => {
    let asked = false
    const server = createServer((socket) => {
      asked = true
      socket.on("error", () => undefined)
    })
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      ready({ port, wasAsked: () => asked, close: () => void server.close() })
    })
  })

describe("a guild that is asked to stop", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
  })
  afterAll(() => box.remove())

  const begin = async (argv: ReadonlyArray<string>, said: string, env: Readonly<Record<string, string>> = {}) => {
    const before = new Set(box.runIds())
    const guild = box.start(["run", "-y", ...argv], { env })
    await until(`'${said}'`, () => guild.printed().includes(said))
    const ids = box.runIds().filter((id) => !before.has(id))
    return { guild, ids, id: ids[0] ?? "" }
  }

  /** Its end is on record, and nothing works on it or seems to. */
  const expectEnded = async (id: string, exitStatus: number) => {
    expect(box.attr(id, "exit_status")).toBe(String(exitStatus))
    expect(Number(box.attr(id, "stopped"))).toBeGreaterThan(Number(box.attr(id, "started") ?? 0))
    expect(["LOCK", "PENDING"].filter((name) => existsSync(box.runFile(id, `.guild/${name}`)))).toEqual([])
    await box.atRest(id)
  }

  it.each([
    ["SIGINT", 2],
    ["SIGTERM", 15]
  ] as const)("passes %s on to the script and records how that ended", async (signal, number) => {
    const { guild, id } = await begin(["steady"], "loss: 3.5")
    guild.kill(signal)
    expect((await guild.ended).code).toBe(256 - number)
    await expectEnded(id, -number)
  })

  it("goes on after a hang-up where it has no terminal, as nohup asks", async () => {
    const { guild, id } = await begin(["steady"], "loss: 3.5")
    guild.kill("SIGHUP")
    const seen = guild.printed().length
    await until("more output", () => guild.printed().length > seen + 200)
    guild.kill("SIGTERM")
    expect((await guild.ended).code).toBe(256 - 15)
    await expectEnded(id, -15)
  })

  const inOwnTerminal = (operation: string) => {
    const before = new Set(box.runIds())
    const terminal = inTerminal([process.execPath, program, "run", "-y", operation], {
      cwd: box.project,
      env: { GUILD_HOME: box.home, HOME: box.dir }
    })
    return { terminal, id: () => box.runIds().find((id) => !before.has(id)) ?? "" }
  }

  it("stops its run when its terminal is closed", async () => {
    const { terminal, id } = inOwnTerminal("steady")
    // Whatever it shows by now: it prints more lines than the screen has.
    await terminal.shows("loss: ")
    terminal.hangUp()
    // It ends as the hang-up ends any program: nobody is there to be told a code.
    expect((await terminal.ended).code).toBe(128 + 1)
    await expectEnded(id(), -15)
  })

  it("gives its run time to end, however often it is told that its terminal hangs up", async () => {
    const { terminal, id } = inOwnTerminal("tidy")
    await terminal.shows("ready")
    terminal.signal(SIGHUP)
    terminal.signal(SIGHUP)
    expect((await terminal.ended).code).toBe(7)
    await expectEnded(id(), 7)
  })

  it("kills a script that does not listen when it is asked a second time", async () => {
    const { guild, id } = await begin(["stubborn"], "ready")
    // Two signals of one kind could arrive as one.
    guild.kill("SIGINT")
    guild.kill("SIGTERM")
    expect((await guild.ended).code).toBe(256 - 9)
    await expectEnded(id, -9)
  })

  it("kills a script that does not listen when its time is over", async () => {
    const { guild, id } = await begin(["stubborn"], "ready", { STOP_AFTER_KILL_DELAY: "0.2" })
    guild.kill("SIGTERM")
    expect((await guild.ended).code).toBe(256 - 9)
    await expectEnded(id, -9)
  })

  it("starts no further trial, and ends the batch", async () => {
    const { guild, ids } = await begin(["trial", "x=[1,2,3,4]"], "trial 2\n")
    guild.kill("SIGINT")
    const { code, err } = await guild.ended
    expect(code).toBe(256 - 2)
    expect(err).not.toContain("x=3")
    const batch = ids.find((id) => existsSync(box.runFile(id, ".guild/proto"))) ?? ""
    const trials = ids.filter((id) => id !== batch)
    expect(trials.map((id) => box.attr(id, "exit_status")).sort()).toEqual(["-2", "0"])
    await expectEnded(batch, -2)
  })

  it("gives up a run that is being prepared, and says so in its record", async () => {
    const server = await silentServer()
    mkdirSync(join(box.project, "waiting"))
    writeFileSync(
      join(box.project, "waiting/guild.yml"),
      `op:\n  exec: echo never\n  requires:\n    - url: http://127.0.0.1:${server.port}/data.txt\n`
    )
    const before = new Set(box.runIds())
    const guild = box.start(["-C", "waiting", "run", "-y", "op"])
    await until("the dependency to be asked for", server.wasAsked)
    guild.kill("SIGTERM")
    const { code, out } = await guild.ended
    expect({ code, out }).toEqual({ code: 143, out: "" })
    const id = box.runIds().find((each) => !before.has(each)) ?? ""
    server.close()
    await expectEnded(id, -15)
  })

  it("has all of its runs listed as they ended", async () => {
    const { out } = await box.guild(["runs", "--json", "--all"])
    const runs: ReadonlyArray<{ readonly status: string; readonly id: string }> = JSON.parse(out)
    const ended = (id: string) => Math.sign(Number(box.attr(id, "exit_status")))
    const odd = runs.filter(({ id, status }) => status !== ["terminated", "completed", "error"][1 + ended(id)])
    expect(odd).toEqual([])
    expect(readFileSync(box.runFile(runs.at(-1)?.id ?? "", ".guild/output"), "utf8")).toContain("loss: 3.5\n")
  })
})
