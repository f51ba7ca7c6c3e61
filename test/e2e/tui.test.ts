import { rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { InTerminal } from "../support/inTerminal.ts"
import { inTerminal } from "../support/inTerminal.ts"
import { sampleRun, writeSampleRun } from "../support/sampleRuns.ts"
import type { Sandbox } from "../support/e2e.ts"
import { program, sandbox } from "../support/e2e.ts"

const KEYS = { down: "\u001b[B", up: "\u001b[A", right: "\u001b[C", end: "\u001b[F", escape: "\u001b" } as const

const SIGTERM = 15
const SIGHUP = 1

describe.concurrent("guild compare on a terminal", () => {
  let box: Sandbox
  const left: Array<InTerminal> = []

  beforeAll(() => {
    box = sandbox()
    writeSampleRun(box.home, 0, { label: "first", flags: { x: 3, name: "日本語" } })
    writeSampleRun(box.home, 1, { label: "second\nline\u001b[2J", flags: { x: 1, name: "cafe\u0301" } })
    writeSampleRun(box.home, 2, { label: "third", flags: { x: 2, name: "plain" } })
  })
  afterAll(() => {
    for (const each of left) each.kill()
    box.remove()
  })

  const compare = (
    argv: ReadonlyArray<string> = [],
    told: { readonly env?: Readonly<Record<string, string>>; readonly rows?: number; readonly columns?: number } = {}
  ) => {
    const started = inTerminal([process.execPath, program, "compare", ...argv], {
      cwd: box.project,
      ...told,
      env: { GUILD_HOME: box.home, HOME: box.dir, NO_COLOR: "", ...told.env }
    })
    left.push(started)
    return started
  }

  const order = ({ screen }: InTerminal) =>
    screen
      .lines()
      .slice(1, -1)
      .map((line) => line.slice(1, 3))
      .filter((text) => text.trim() !== "")
      .join(" ")

  const leave = async (table: InTerminal, code = 0) => {
    expect(await table.ended).toEqual({ code, lineMode: true })
    expect(table.screen.isAlternate()).toBe(false)
    expect([...table.screen.modes].sort()).toEqual(["25", "7"])
  }

  it("shows runs, moves, sorts by a column in both directions, and gives the screen back", async () => {
    const table = compare()
    const shown = await table.shows("Run 1 of 3")
    expect(shown).toMatch(/^ run +operation +started/)
    expect(shown).toContain("日本語")
    expect(shown).toContain("second\\x0aline\\x1b[2J")
    expect(order(table)).toBe("cc bb aa")
    expect(table.screen.isAlternate()).toBe(true)
    table.type(KEYS.down)
    await table.shows("Run 2 of 3")
    expect(table.screen.cursorText()).toMatch(/^bbbbbbbb$/)
    table.type(`${KEYS.end}1`)
    await table.is("rows by x, the lowest first", () => order(table) === "bb cc aa")
    expect(table.screen.lines()[0]).toMatch(/↑x$/)
    table.type("2")
    await table.is("rows by x, the highest first", () => order(table) === "aa cc bb")
    table.type("q")
    await leave(table)
  })

  it("filters, searches, hides a column, and shows a cell's whole text and a run", async () => {
    const table = compare()
    await table.shows("Run 1 of 3")
    table.type("fx>=2\r")
    await table.is("two runs", () => order(table) === "cc aa")
    await table.shows("2 of 3 runs")
    table.type("F/second\r")
    await table.is("the cell that was searched for", (screen) => screen.cursorText().startsWith("second"))
    table.type("\r")
    expect(await table.shows("label of run bbbbbbbb")).toContain("\nline\\x1b[2J\n")
    table.type("q")
    await table.shows("operation")
    table.type("x")
    await table.is("no label", (screen) => !screen.text().includes("second"))
    table.type("d")
    expect(await table.shows("Run bbbbbbbb")).toMatch(/id: bbbbbbbb[\s\S]*operation: train/)
    table.type("qq")
    await leave(table)
  })

  it("lists its keys, takes a row's number, and leaves a line that is typed with Escape", async () => {
    const table = compare([], { rows: 50 })
    await table.shows("Run 1 of 3")
    table.type("?")
    expect(await table.shows("Quit")).toMatch(/1 s a # +Sort by the column, lowest first/)
    table.type("q:3\r")
    await table.shows("Run 3 of 3")
    table.type("/not wanted")
    await table.shows("Search: not wanted")
    table.type(KEYS.escape)
    await table.shows("Run 3 of 3")
    table.type("q")
    await leave(table)
  })

  it("marks and unmarks the run for every other command", async () => {
    const table = compare()
    await table.shows("Run 1 of 3")
    table.type("m")
    await table.shows("*cccccccc")
    expect(box.attr(sampleRun(box.home, 2).id, "marked")).toBe("true")
    table.type("u")
    await table.shows("Unmarked")
    expect(box.attr(sampleRun(box.home, 2).id, "marked")).toBeUndefined()
    table.type("q")
    await leave(table)
  })

  it("sees runs that come and go, and keeps the cursor on its run", async () => {
    const home = join(box.dir, "other-home")
    writeSampleRun(home, 0)
    const table = compare([], { env: { GUILD_HOME: home } })
    await table.shows("Run 1 of 1")
    const comes = writeSampleRun(home, 1, { label: "new" })
    await table.shows("Run 2 of 2")
    expect(table.screen.cursorText()).toBe("aaaaaaaa")
    rmSync(comes.dir, { recursive: true })
    table.type("r")
    await table.shows("Refreshed")
    table.type("k")
    await table.shows("Run 1 of 1")
    table.type("q")
    await leave(table)
  })

  it("fits a window that changes its size", async () => {
    const table = compare([], { rows: 20, columns: 120 })
    await table.shows("Run 1 of 3")
    table.resize(5, 30)
    await table.is("five lines of thirty columns", (screen) => screen.lines()[4]?.includes("Run 1 of 3") === true)
    expect(table.screen.lines()[0]).toBe(" run       operation")
    table.resize(24, 100)
    await table.shows("label")
    table.type("\u0003")
    await leave(table)
  })

  it("gives the terminal back when it is told to end", async () => {
    const table = compare()
    await table.shows("Run 1 of 3")
    table.signal(SIGTERM)
    await leave(table, 128 + SIGTERM)
  })

  it("is suspended and comes back as a shell's job, with the terminal in the shell's hands meanwhile", async () => {
    const shell = inTerminal(["bash", "--norc", "--noediting", "-i"], {
      cwd: box.project,
      env: { GUILD_HOME: box.home, HOME: box.dir, LC_ALL: "C" }
    })
    left.push(shell)
    shell.type(`PS1='ready> '; `)
    shell.type(`'${process.execPath}' '${program}' compare\n`)
    await shell.shows("Run 1 of 3")
    shell.type("j\u001a")
    await shell.is("the shell", (screen) => !screen.isAlternate() && /ready> [\s\S]*ready>/.test(screen.text()))
    expect(shell.screen.modes.has("25")).toBe(true)
    shell.type("fg\n")
    await shell.shows("Run 2 of 3")
    expect(shell.screen.isAlternate()).toBe(true)
    shell.type("q")
    await shell.is("the shell again", (screen) => !screen.isAlternate())
    shell.type("exit 7\n")
    expect(await shell.ended).toEqual({ code: 7, lineMode: true })
  })

  it("goes on where no shell could bring it back", async () => {
    const table = compare()
    await table.shows("Run 1 of 3")
    table.type("\u001aj")
    await table.shows("Run 2 of 3")
    table.type("q")
    await leave(table)
  })

  it("ends when its terminal is taken away", async () => {
    const table = compare()
    await table.shows("Run 1 of 3")
    table.hangUp()
    expect((await table.ended).code).toBe(128 + SIGHUP)
  })

  it("has no colours with NO_COLOR, and is a plain table on a terminal that cannot show it", async () => {
    const colours = (looks: ReadonlySet<string>) => [...looks].filter((look) => /(^|;)[34]\d(;|$)/.test(look))
    const coloured = compare()
    const plain = compare([], { env: { NO_COLOR: "1" } })
    const dumb = compare([], { env: { TERM: "dumb" } })
    await Promise.all([coloured.shows("Run 1 of 3"), plain.shows("Run 1 of 3")])
    expect(colours(coloured.screen.looks).length).toBeGreaterThan(0)
    expect(colours(plain.screen.looks)).toEqual([])
    coloured.type("q")
    plain.type("q")
    await Promise.all([leave(coloured), leave(plain), leave(dumb)])
    expect(dumb.screen.text()).toContain("cccccccc  train")
  })
})
