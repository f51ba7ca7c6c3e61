import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { complaints, looksLikeMessage, sandbox } from "../support/e2e.ts"

describe("scripts as they are", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
  })
  afterAll(() => box.remove())

  const run = async (argv: ReadonlyArray<string>, input?: string) => {
    const before = new Set(box.runIds())
    const ended = await box.guild(["run", "-y", ...argv], input === undefined ? {} : { input })
    const id = box.runIds().find((each) => !before.has(each))
    expect(looksLikeMessage(ended.err), ended.err).toBe(true)
    return { ...ended, id, exitStatus: id === undefined ? undefined : box.attr(id, "exit_status") }
  }

  it.each([0, 1, 2, 127, 255])("pass on that they exit with %i", async (code) => {
    expect(await run(["exit", `code=${code}`])).toMatchObject({ code, exitStatus: String(code), err: "" })
  })

  it.each([
    ["KILL", 9],
    ["SEGV", 11],
    ["TERM", 15]
  ])("are told from those that SIG%s ends", async (name, number) => {
    const ended = await run(["signal", `name=${name}`])
    expect(ended).toMatchObject({ code: 256 - number, exitStatus: String(-number), out: "before\n" })
    const { out } = await box.guild(["runs", "info", ended.id ?? ""])
    expect(out).toContain("status: terminated\n")
  })

  it("read what guild's standard input gives, and its end", async () => {
    expect(await run(["read"], "a line\nand a half")).toMatchObject({ code: 0, out: "a line\nand a half" })
    expect(await run(["read"])).toMatchObject({ code: 0, out: "" })
  })

  it("get what follows the answer to guild's question", async () => {
    const { code, out } = await box.guild(["run", "read"], { input: "y\nfor the script\n" })
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/\(Y\/n\) for the script\n$/) })
  })

  it("are not begun where nobody answers, or the answer is no", async () => {
    const before = box.runIds().length
    expect(await box.guild(["run", "read"], { input: "n\nfor the script\n" })).toMatchObject({ code: 1, err: "" })
    expect(complaints((await box.guild(["run", "read"])).err)).toHaveLength(1)
    expect(box.runIds()).toHaveLength(before)
  })

  it("may go away while they run", async () => {
    expect(await run(["gone"])).toMatchObject({ code: 0, out: "gone\n", exitStatus: "0" })
    expect(existsSync(join(box.project, "own.sh"))).toBe(false)
  })

  it("that cannot be started are named, and their runs have failed", async () => {
    for (const [op, reason] of [
      ["missing", /^guild: .*'no-such-program': no such program\n$/],
      ["dir", /^guild: .*'\/tmp': permission denied\n$/]
    ] as const) {
      const { code, err, id } = await run([op])
      expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(reason) })
      expect((await box.guild(["runs", "info", id ?? ""])).out).toContain("status: error\n")
    }
  })

  it("that are none are refused before there is a run", async () => {
    mkdirSync(join(box.project, "a-dir"))
    writeFileSync(join(box.project, "plain.txt"), "no script\n")
    writeFileSync(join(box.project, "not-executable.sh"), "echo\n")
    chmodSync(join(box.project, "not-executable.sh"), 0o644)
    for (const op of [
      "a-dir",
      "plain.txt",
      "not-executable.sh",
      "./steady.sh",
      "nope",
      "nope.py",
      "/etc/passwd",
      ".",
      ""
    ]) {
      const { code, err, id } = await run([op])
      expect({ op, code, id }).toEqual({ op, code: 1, id: undefined })
      expect(complaints(err), err).toHaveLength(1)
    }
  })

  it("are not found when the Guild file is gone, and guild says where it looked", async () => {
    renameSync(join(box.project, "guild.yml"), join(box.project, "guild.yml.away"))
    const { code, err, id } = await run(["say"])
    expect({ code, id }).toEqual({ code: 1, id: undefined })
    expect(complaints(err), err).toHaveLength(1)
    renameSync(join(box.project, "guild.yml.away"), join(box.project, "guild.yml"))
  })
})

describe("a wrong command line", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
  })
  afterAll(() => box.remove())

  it.each([
    [["run", "--nope"], 2],
    [["run", "-y", "say", "--stop-after", "soon"], 2],
    [["nope"], 2],
    [["runs", "rm", "--nope"], 2],
    [["run", "-y", "say", "no-flag"], 1],
    [["run", "-y", "say", "nope=1"], 1],
    [["run", "-y", "say", "@nope.csv"], 1],
    [["run", "-y", "say", "--run-id", "../x"], 1],
    [["run", "-y", "say", "text=[1,2]", "--max-trials", "x"], 2],
    [["run", "-y", "say", "--gpus", "0", "--no-gpus"], 1],
    [["compare", "--cols", "a b c"], 1],
    [["compare", "--table", "--csv", "-"], 1],
    [["runs", "info", "ffffffff"], 1],
    [["cat", "-p", "../../../etc/passwd"], 1],
    [["runs", "--filter", "a ="], 1],
    [["runs", "info", "\u001b[31mred\u0007"], 1],
    [["run", "--\u001b[31mred\u0007"], 2]
  ] as const)("%j ends with %i and one complaint", async (argv, code) => {
    rmSync(box.runsDir, { recursive: true, force: true })
    const ended = await box.guild(argv)
    expect(ended.code, ended.err).toBe(code)
    expect(complaints(ended.err), ended.err).toHaveLength(1)
    expect(looksLikeMessage(ended.err), ended.err).toBe(true)
    expect(box.runIds()).toEqual([])
  })
})
