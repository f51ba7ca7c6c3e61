import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"

const ECHO = "x = 1.0\ny = 2\nz = 'a'\nprint(x, y, repr(z))\n"

const GUILD_FILE = `
upstream:
  main: guild.pass
  requires:
    - file: src.txt
downstream:
  main: guild.pass
  requires:
    - operation: upstream
op:
  exec: python3 -c 'import sys; sys.exit(\${code})'
  flags:
    code: 0
once:
  exec: sh -c 'printf x >> started; until [ -e go ]; do sleep 0.02; done; echo hello'
`

/** For a promise that another one of a race has to outrun. */
const never = new Promise<never>(() => undefined)

describe("runs that are staged, started and started again", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox("get-started")
    writeFileSync(join(box.project, "echo.py"), ECHO)
    writeFileSync(join(box.project, "guild.yml"), GUILD_FILE)
  })
  afterAll(() => box.remove())

  const run = (...argv: ReadonlyArray<string>) => box.guild(["run", "-y", ...argv])
  /** Runs, and names the runs that came of it. */
  const runNew = async (...argv: ReadonlyArray<string>) => {
    const before = new Set(box.runIds())
    const ended = await run(...argv)
    return { ...ended, ids: box.runIds().filter((id) => !before.has(id)) }
  }
  const made = async (...argv: ReadonlyArray<string>) => (await runNew(...argv)).ids[0] ?? ""
  const has = (id: string, name: string) => existsSync(box.runFile(id, name))

  it("stages a run with everything but its process, and starts it", async () => {
    const { err, ids, out } = await runNew("echo.py", "x=5.0", "--stage")
    const [id = ""] = ids
    expect({ err, out }).toEqual({
      err: "",
      out: `echo.py staged as ${id}\nTo start the operation, use 'guild run --start ${id}'\n`
    })
    expect([has(id, ".guild/STAGED"), has(id, ".guild/PENDING"), has(id, ".guild/output")]).toEqual([
      true,
      false,
      false
    ])
    expect(has(id, ".guild/sourcecode/echo.py")).toBe(true)
    expect(readFileSync(box.runFile(id, ".guild/ENV"), "utf8")).toContain(
      `export RUN_DIR=${box.runFile(id, "")}`.trim().replace(/\/$/, "")
    )
    const started = await run("--start", id.slice(0, 8))
    expect({ code: started.code, out: started.out }).toEqual({ code: 0, out: "5.0 2 'a'\n" })
    expect([has(id, ".guild/STAGED"), has(id, ".guild/LOCK"), box.attr(id, "exit_status")]).toEqual([false, false, "0"])
  })

  it("says how a run in a directory of the user's own is started, and that way works", async () => {
    const dir = join(box.dir, "own")
    const { out } = await run("echo.py", "x=6.0", "--stage", "--run-dir", dir)
    const command = /use "\((.*)\)"\n$/.exec(out)?.[1] ?? ""
    expect(out.startsWith(`echo.py staged in '${dir}'\n`)).toBe(true)
    const { spawnSync } = await import("node:child_process")
    expect(spawnSync("bash", ["-c", command], { encoding: "utf8" }).stdout).toBe("6.0 2 'a'\n")
  })

  it("lets one of several guilds start a staged run, and tells the others", async () => {
    const id = await made("once", "--stage")
    const guilds = [1, 2, 3].map(() => box.start(["run", "-y", "--start", id]))
    // The winner's process waits, so that the others cannot come when it has ended.
    const first = await Promise.race(guilds.map(({ ended }) => ended))
    const second = await Promise.race(guilds.map(({ ended }) => ended.then((end) => (end === first ? never : end))))
    writeFileSync(box.runFile(id, "go"), "")
    const ends = await Promise.all(guilds.map(({ ended }) => ended))
    for (const { code, err } of [first, second]) {
      expect(code).toBe(1)
      expect(err).toMatch(`start run ${id.slice(0, 8)}: it is already running`)
    }
    expect(ends.filter(({ code, out }) => code === 0 && out === "hello\n")).toHaveLength(1)
    expect(readFileSync(box.runFile(id, "started"), "utf8")).toBe("x")
    expect([has(id, ".guild/LOCK"), has(id, ".guild/PENDING"), has(id, ".guild/STAGED")]).toEqual([false, false, false])
  })

  it("restarts a run in its own directory with the flags it had, or with others", async () => {
    const id = await made("echo.py", "x=2.0", "z=b")
    const outs = []
    for (const words of [[], ["x=10"], []]) outs.push((await run("--restart", id, ...words)).out)
    expect(outs).toEqual(["2.0 2 'b'\n", "10 2 'b'\n", "10 2 'b'\n"])
    expect((await runNew("--restart", "echo.py")).ids).toEqual([])
    expect(box.attr(id, "label")).toBe("x=10 y=2 z=b")
  })

  it("lets the flags of a run be edited before it is started again, or another like it", async () => {
    const id = await made("echo.py", "x=2.0", "z=b")
    const edit = (command: string, ...argv: ReadonlyArray<string>) =>
      box.guild(["run", "-y", ...argv, "--edit-flags"], { env: { EDITOR: command, VISUAL: command } })
    expect((await edit("sed -i s/2.0/7.5/", "--restart", id)).out).toBe("7.5 2 'b'\n")
    expect((await edit("sed -i s/b/c/", "--proto", id, "y=3")).out).toBe("7.5 3 'c'\n")
    expect(box.attr(id, "flags")).toBe("x: 7.5\n'y': 2\nz: b")
    const emptied = await edit("truncate -s 0", "--restart", id)
    expect([emptied.code, emptied.out, box.attr(id, "exit_status")]).toEqual([1, "", "0"])
    expect(emptied.err).toContain("nothing is left of them")
  })

  it("does not make a batch of one run, but of another like it", async () => {
    const id = await made("echo.py", "x=2.0")
    for (const words of [["x=[1,2]"], ["x=[1:2]"], ["--optimizer", "random"]]) {
      const { code, err } = await run("--restart", id, ...words)
      expect({ code, err }).toEqual({
        code: 1,
        err: `guild: cannot restart run ${id.slice(0, 8)} as a batch: it is one run, and the flags or options make several\nUse 'guild run --proto ${id.slice(0, 8)}' with them to run a batch of its operation.\n`
      })
    }
    expect(box.attr(id, "exit_status")).toBe("0")
    expect((await run("--proto", id, "x=[1,3]")).out).toBe("1 2 'a'\n3 2 'a'\n")
  })

  it("keeps what a run left while a restart cannot begin", async () => {
    const id = await made("echo.py", "x=3.5")
    const stopped = box.attr(id, "stopped")
    expect((await run("--restart", id, "nope=1")).err).toContain("unsupported flag 'nope'")
    expect([box.attr(id, "exit_status"), box.attr(id, "stopped")]).toEqual(["0", stopped])
    expect(readFileSync(box.runFile(id, ".guild/output"), "utf8")).toBe("3.5 2 'a'\n")
  })

  it("needs no project to restart a run, unless flags are given", async () => {
    const id = await made("op", "code=11")
    expect((await run("--restart", id, "code=22")).code).toBe(22)
    rmSync(join(box.project, "guild.yml"))
    expect((await run("--restart", id)).code).toBe(22)
    const flagged = await run("--restart", id, "code=1")
    writeFileSync(join(box.project, "guild.yml"), GUILD_FILE)
    expect(flagged.err).toContain(
      "cannot find operation op\nYou may need to include a model in the form MODEL:OPERATION."
    )
    rmSync(box.runFile(id, ".guild/attrs/op"))
    expect((await run("--restart", id)).err).toContain(
      `cannot restart run in ${box.runFile(id, "")}`.replace(/\/$/, "")
    )
    writeFileSync(box.runFile(id, ".guild/attrs/op"), "{foo:123}")
    expect((await run("--restart", id)).err).toContain("invalid op configuration")
  })

  it("stages what needs runs that are yet to come, and leaves alone what was resolved", async () => {
    writeFileSync(join(box.project, "src.txt"), "yo\n")
    const upstream = await made("upstream", "--stage")
    const staged = await runNew("downstream", "--stage")
    const [downstream = ""] = staged.ids
    expect(staged.err).toContain("Skipping operation dependency operation:upstream for stage")
    // An id that has digits only is in quotes.
    expect(box.attr(downstream, "flags")?.replaceAll("'", "")).toBe(`upstream: ${upstream.slice(0, 8)}`)
    expect((await run("--start", upstream)).err).toContain("Skipping file:src.txt because it's already resolved")
    expect((await run("--start", downstream)).err).toContain(`Using output from run ${upstream} for upstream resource`)
    const refused = await run("--restart", downstream, `upstream=${upstream}`)
    expect(refused.err).toContain(
      `cannot specify a value for 'upstream' when restarting ${downstream.slice(0, 8)} - resource has already been resolved`
    )
  })

  it("runs the code and flags of a prototype or of the run itself, or the project's code where that is asked for", async () => {
    writeFileSync(join(box.project, "hello.py"), "who = 'you'\nprint('hello-1', who)\n")
    const id = await made("hello.py", "who=us")
    writeFileSync(join(box.project, "hello.py"), "who = 'you'\nprint('hello-2', who)\n")
    const like = await runNew("--proto", id)
    expect(like.out).toBe("hello-1 us\n")
    expect(box.attr(like.ids[0] ?? "", "sourcecode_digest")).toBe(box.attr(id, "sourcecode_digest"))
    expect((await run("--proto", id, "who=all")).out).toBe("hello-1 all\n")
    expect((await run("--proto", id, "--force-sourcecode")).out).toBe("hello-2 us\n")
    writeFileSync(box.runFile(id, ".guild/sourcecode/gone.py"), "")
    expect((await run("--restart", id)).out).toBe("hello-1 us\n")
    expect((await run("--restart", id, "--force-sourcecode")).out).toBe("hello-2 us\n")
    expect(has(id, ".guild/sourcecode/gone.py")).toBe(false)
  })

  it("runs only what is needed", async () => {
    const first = await run("echo.py", "x=77.0", "--needed")
    expect(first.out).toBe("77.0 2 'a'\n")
    const again = await runNew("echo.py", "x=77.0", "--needed")
    expect(again.ids).toEqual([])
    expect(again.err).toMatch(
      /^Skipping because the following runs match this operation \(--needed specified\):\n {2}\[\w{8}\] {2}echo\.py {2}.* {2}completed {2}x=77\.0 y=2 z=a\n$/
    )
    const id = (await box.guild(["select"])).out.trim()
    expect((await run("--restart", id, "--needed")).err).toBe(
      "Skipping run because flags have not changed (--needed specified)\n"
    )
    expect((await run("--restart", id, "x=78.0", "--needed")).out).toBe("78.0 2 'a'\n")
    writeFileSync(box.runFile(id, ".guild/PENDING"), "")
    expect((await run("--restart", id, "--needed")).out).toBe("78.0 2 'a'\n")
  })

  it("restarts a batch with new trials, and stages trials where that is asked for", async () => {
    const batch = (await runNew("echo.py", "x=[1.0,2.0]", "--stage")).ids[0] ?? ""
    expect((await runNew("--start", batch)).ids).toHaveLength(2)
    const more = await runNew("--restart", batch, "x=[4.0]")
    expect([more.ids.length, more.out]).toEqual([1, "4.0 2 'a'\n"])
    const staged = await runNew("echo.py", "x=[1.0,2.0]", "--stage-trials")
    expect(staged.out.match(/echo\.py staged as /g)).toHaveLength(2)
    expect(staged.ids.filter((id) => has(id, ".guild/STAGED"))).toHaveLength(2)
  })
})
