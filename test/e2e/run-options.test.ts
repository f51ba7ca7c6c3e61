import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { complaints, sandbox } from "../support/e2e.ts"

describe("a run", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox("run-options")
  })
  afterAll(() => box.remove())

  const newest = (before: ReadonlyArray<string>) => box.runIds().find((id) => !before.includes(id)) ?? "no new run"

  it("may require more than its operation does, and so does another like it", async () => {
    const before = box.runIds()
    const asked = ["--dep", "data.txt", "--dep", "config:conf.yml.in"]
    const { code, err, out } = await box.guild(["run", "train", "-y", ...asked])
    expect(out).toContain("['conf.yml', 'data.txt']")
    expect({ code, err }).toEqual({
      code: 0,
      err: "Resolving file:data.txt dependency\nResolving config:conf.yml.in dependency\n"
    })
    const first = newest(before)
    const { out: again } = await box.guild(["run", "--proto", first, "-y"])
    expect(again).toContain("['conf.yml', 'data.txt']")
    const gone = await box.guild(["run", "train", "-y", "--dep", "nowhere.txt"])
    expect(gone.code).toBe(1)
    expect(complaints(gone.err)).toHaveLength(1)
    expect(gone.err).toContain("nowhere.txt")
  })

  it("takes attributes from its output, but never one of guild's own", async () => {
    const before = box.runIds()
    await box.guild(["run", "train", "-y"])
    const id = newest(before)
    expect([box.attr(id, "model"), box.attr(id, "exit_status")]).toEqual(["resnet 50", "0"])
    const { out } = await box.guild(["run", "train", "--test-output-attrs", "-"], { input: "a\nmodel is b\n" })
    expect(out).toBe(
      "a\n  'model is (.+)': <no matches>\n  'model is (.+)': <no matches>\nmodel is b\n  'model is (.+)': <no matches>\n  'model is (.+)': model='b'\n"
    )
  })

  it("is not made again where something of its operation is only to be shown", async () => {
    const before = box.runIds()
    await box.guild(["run", "train", "-y"])
    const id = newest(before)
    const [started, ids] = [box.attr(id, "started"), box.runIds()]
    const help = await box.guild(["run", "--restart", id, "-y", "--help-op"])
    expect([help.code, help.out]).toEqual([0, expect.stringContaining("Usage: guild run [OPTIONS] train [FLAG]...")])
    const source = await box.guild(["run", "--proto", id, "-y", "--test-sourcecode"])
    expect([source.code, source.out]).toEqual([0, expect.stringContaining("./train.py")])
    expect([box.attr(id, "started"), box.runIds()]).toEqual([started, ids])
  })

  it("stops at breakpoints in its source, by function and by line", async () => {
    const by = (location: string, input: string) => box.guild(["run", "train", "-y", "--break", location], { input })
    const inFunction = await by("train.double", "p x\nc\n")
    expect(inFunction).toMatchObject({ code: 0, err: "" })
    expect(inFunction.out).toMatch(/train\.py\(6\)double\(\)\n-> y = x \* 2\n\(Pdb\) 21\n/)
    // Line 5 only documents; the next line that does something is meant.
    expect((await by("train.py:5", "c\n")).out).toContain("-> y = x * 2")
    expect((await by("10", "q\n")).code).toBe(1)
    const nowhere = await by("train.treble", "")
    expect(nowhere).toMatchObject({ code: 1, out: "" })
    expect(nowhere.err).toBe("guild: cannot break at 'train.treble': expected [FILE:]LINE or MODULE.FUNCTION\n")
  })

  it("stops where an error is raised that nothing catches, and at its start", async () => {
    const failed = await box.guild(["run", "train", "-y", "--break-on-error"], {
      input: "p 6 * 7\nq\n",
      env: { FAIL: "1" }
    })
    expect(failed.code).toBe(1)
    expect(failed.out).toMatch(/-> raise ValueError\("as asked"\)\n\(Pdb\) 42\n/)
    expect(failed.err).toMatch(/^Traceback .*\n.*train\.py", line 14, in <module>\n.*\nValueError: as asked\n$/)
    const traced = await box.guild(["run", "train", "-y", "--set-trace"], { input: "c\n" })
    expect(traced.code).toBe(0)
    expect(traced.out).toContain("(Pdb)")
  })

  it("that is no Python program has no breakpoints, and says so", async () => {
    const { code, err } = await box.guild(["run", "once", "-y", "--keep-run", "--break", "1"])
    expect({ code, err }).toEqual({
      code: 0,
      err: "WARNING: once is not started by Python - ignoring --set-trace and --break\n"
    })
  })

  it("goes to the trash where it succeeds and its operation says so", async () => {
    const before = box.runIds()
    expect(await box.guild(["run", "once", "-y"])).toMatchObject({ code: 0, out: "done\n", err: "" })
    expect(box.runIds()).toEqual(before)
    const { out } = await box.guild(["runs", "--deleted"])
    expect(out).toMatch(/^\[1:[0-9a-f]{8}\] {2}once .*completed\n$/)
    expect(await box.guild(["run", "fails", "-y"])).toMatchObject({ code: 3 })
    expect(box.runIds()).toHaveLength(before.length + 1)
  })

  it("has its flags in a configuration file where they go there", async () => {
    const { code, err, out } = await box.guild(["run", "conf", "-y", "net.layers=7"])
    expect({ code, err, out }).toEqual({
      code: 0,
      err: "Resolving config:conf.yml.in dependency\n",
      out: "lr: 0.1\nnet:\n  layers: 7\n"
    })
    const { out: command } = await box.guild(["run", "conf", "--print-cmd"])
    expect(command).toBe("cat conf.yml\n")
  })
})
