import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { interpreters, opMain, sources } from "./python.ts"

const FAIL_TRACE = `Traceback (most recent call last):
  File "${sources}/fail.py", line 17, in <module>
    fail()
  File "${sources}/fail.py", line 7, in fail
    fail2()
  File "${sources}/fail.py", line 14, in fail2
    raise Exception("FAIL")
Exception: FAIL
`

/** Python 3.13 marks the call itself below each line. */
const withoutMarks = (trace: string): string => trace.replace(/^ *~*\^+\n/gm, "")

describe.each(interpreters)("op_main with %s", (interpreter) => {
  const run = (args: ReadonlyArray<string>, options: Parameters<typeof opMain>[2] = {}) =>
    opMain(interpreter, args, options)

  it("shows an error as if the script had been started by Python alone", () => {
    const { status, stderr } = run(["fail"])
    expect([status, withoutMarks(stderr)]).toEqual([1, FAIL_TRACE])
  })

  it("shows the whole stack when debugging", () => {
    const { status, stderr } = run(["fail"], { env: { LOG_LEVEL: "10" } })
    expect(status).toBe(1)
    expect(stderr.startsWith(`DEBUG: [guild] loading module from '${sources}/fail.py'\nTraceback`)).toBe(true)
    const frames = withoutMarks(stderr)
    expect(frames).toMatch(/op_main\.py", line \d+, in <module>\n {4}main\(\)\n.*in main\n {4}_main\(\)\n/)
    expect(frames).toMatch(
      /in exec_script\n {4}python_util\.exec_script\(module_info\.mod_path, globals, mod_name=mod_name\)\n/
    )
    expect(frames).toMatch(/python_util\.py", line \d+, in exec_script\n {4}exec\(code, script_globals\)\n/)
    expect(frames.endsWith(FAIL_TRACE.split("\n").slice(1).join("\n"))).toBe(true)
  })

  it("passes on what sys.exit says, without a stack", () => {
    expect(run(["fail", "--", "--code", "2"], { dest: "globals" })).toMatchObject({
      status: 2,
      stdout: "FAIL\n",
      stderr: ""
    })
  })

  it("shows a syntax error where it is", () => {
    const { status, stderr } = run(["broken"])
    expect(status).toBe(1)
    expect(stderr).toContain(`File "${sources}/broken.py", line 1`)
    expect(stderr).not.toContain("op_main")
  })

  it("says that there is no such module", () => {
    expect(run(["a"])).toMatchObject({ status: 1, stderr: "guild: No module named a\n" })
    expect(run(["no.such.thing"])).toMatchObject({ status: 1, stderr: "guild: No module named no.such.thing\n" })
  })

  it("gives the arguments and flags to the script, under the script's path", () => {
    const argv = (args: ReadonlyArray<string>, dest?: string) =>
      run(args, dest === undefined ? {} : { dest }).stdout.trimEnd()
    const path = join(sources, "args.py")
    expect(argv(["args", "base", "--", "--x", "'1e2'", "--y"])).toBe(`['${path}', 'base', '--x', "'1e2'", '--y']`)
    expect(argv(["args", "--x", "1"], "args:click")).toBe(`['${path}', '--x', '1']`)
    expect(argv(["args", "base", "--", "--x", "1"], "globals")).toBe(`['${path}', 'base']`)
  })

  it("gives numbers without an end as Python reads them, and texts as they are", () => {
    const flags = ["--x", ".inf", "--y", "-.inf", "--z", ".nan", "--t", "'.inf'", "--w=-.inf", "--v='-a: b'"]
    const { stdout } = run(["args", "--b", ".inf", "--", ...flags])
    expect(stdout.trimEnd().slice(stdout.indexOf(","))).toBe(
      `, '--b', '.inf', '--x', 'inf', '--y', '-inf', '--z', 'nan', '--t', '.inf', '--w=-inf', '--v=-a: b']`
    )
  })

  it("gives texts without their quotes, but for those that look like numbers and what stands before the flags", () => {
    const texts = [
      "''",
      "'*.py'",
      "'yes'",
      "'a: b'",
      "'2020-01-01'",
      '"a\\nb"',
      "'1'",
      "'-0.00034'",
      "'123e4'",
      "'",
      "'a"
    ]
    const { stdout } = run(["args", "'b'", "--", ...texts])
    expect(stdout.trimEnd().slice(stdout.indexOf(","))).toBe(
      `, "'b'", '', '*.py', 'yes', 'a: b', '2020-01-01', 'a\\nb', "'1'", "'-0.00034'", "'123e4'", "'", "'a"]`
    )
  })

  it("gives flags to the first assignment of each variable", () => {
    const flags = ["--lr", "1.0", "--name", "'12e3'", "--layers", "[2, {a: x}]", "--branch", "7", "--tried", "8"]
    const { stdout, stderr } = run(["show", "--", ...flags, "--switch", "--unassigned", "null"], { dest: "globals" })
    expect(stderr).toBe("")
    expect(JSON.parse(stdout)[0]).toEqual({
      first: 1,
      lr: 5,
      other: 0.1,
      name: "12e3",
      layers: [2, { a: "x" }],
      switch: true,
      branch: 7,
      tried: 8,
      unassigned: null
    })
    expect(stdout).toContain('"first": 1.0')
  })

  it("keeps the variables that no flag names", () => {
    const { stdout } = run(["show"], { dest: "globals" })
    expect(JSON.parse(stdout)[0]).toMatchObject({ first: 0.1, name: "a", layers: [1], branch: 1, tried: 1 })
  })

  it("puts flags into one object, whatever it is", () => {
    const objects = (dest: string, ...flags: ReadonlyArray<string>) => {
      const { stdout, stderr } = run(["objects", "--", ...flags], { dest })
      expect(stderr).toBe("")
      return JSON.parse(stdout)
    }
    const unchanged = [{ i: 1, strings: { s1: "Hi", s2: "Bye" } }, 1, 2, null]
    expect(objects("global:params", "--i", "5", "--strings.s2", "Whah")).toEqual([
      { i: 5, strings: { s1: "Hi", s2: "Whah" } },
      ...unchanged.slice(1)
    ])
    expect(objects("dict:params.strings", "--s1", "x", "--deep.er", "1")[0]).toEqual({
      i: 1,
      strings: { s1: "x", s2: "Bye", deep: { er: 1 } }
    })
    expect(objects("namespace:space", "--a", "5", "--b.c", "6").slice(1, 3)).toEqual([5, 6])
    expect(objects("namespace:none", "--a", "1")[3]).toEqual({ a: 1 })
    expect(objects("global:none", "--a", "1")[3]).toEqual({ a: 1 })
    expect(objects("global:unassigned.deep", "--a", "1")).toEqual(unchanged)
  })

  it("gives the same variables to processes that import the module again", () => {
    const seenWith = (flags: ReadonlyArray<string>, dest: string) => {
      const { stderr, stdout } = run(["pkg.children", "--", ...flags], { dest })
      expect(stderr).toBe("")
      return stdout
    }
    expect(seenWith(["--rate", "0.5"], "globals")).toBe("[0.5, {'a': 1, 'b': 2}, 'pkg', '__mp_main__']\n")
    expect(seenWith(["--a", "5"], "global:params")).toBe("[0.1, {'a': 5, 'b': 2}, 'pkg', '__mp_main__']\n")
    expect(seenWith([], "globals")).toBe("[0.1, {'a': 1, 'b': 2}, 'pkg', '__mp_main__']\n")
  })

  it("refuses a destination that it does not know", () => {
    expect(run(["objects"], { dest: "nowhere:x" })).toMatchObject({
      status: 1,
      stdout: "",
      stderr: "guild: unsupported flags dest 'nowhere:x': use args, globals, global:NAME, dict:NAME or namespace:NAME\n"
    })
  })

  it("runs a module of a package with its package, with or without globals, by name or by path", () => {
    const hello = (x: number) => `hello from __main__ in pkg, x is ${x}\nhello from pkg.main_impl in pkg\n`
    expect(run(["pkg.main"]).stdout).toBe(hello(1))
    expect(run(["pkg.main", "--", "--x", "3"], { dest: "globals" }).stdout).toBe(hello(3))
    expect(run([`${sources}/pkg.main`]).stdout).toBe(hello(1))
    expect(run(["py/pkg.main"], { cwd: join(sources, "..") }).stdout).toBe(hello(1))
  })

  it("runs the main module of a package", () => {
    expect(run(["pkg", "a"]).stdout).toBe("main of pkg, spec pkg.__main__, args ['a']\n")
  })

  it("runs a file in a directory, which then finds its neighbours", () => {
    expect(run(["sub/my-mod", "--", "--lr", "1e-5"], { dest: "globals" }).stdout).toBe("my-mod 1e-05 neighbour ''\n")
  })

  it("prefers the user's file to a module of the library that is called the same", () => {
    expect(run(["colorsys"]).stdout).toBe("user module\n")
  })

  it("does nothing for guild.pass but say what it was given", () => {
    expect(run(["guild.pass"])).toMatchObject({ status: 0, stdout: "", stderr: "" })
    expect(run(["guild.pass", "a", "--", "--x", "1"])).toMatchObject({ status: 0, stdout: "a --x 1\n", stderr: "" })
  })

  it("ends by the signal after an interrupt, quietly, and after exit handlers", () => {
    expect(run(["interrupted"])).toMatchObject({ signal: "SIGINT", stdout: "exit handler ran\n", stderr: "" })
  })

  it("shows where an interrupt came where the operation handles it", () => {
    const { signal, stderr } = run(["interrupted"], { env: { HANDLE_KEYBOARD_INTERRUPT: "1" } })
    expect(signal).toBe("SIGINT")
    expect(withoutMarks(stderr)).toBe(
      `Traceback (most recent call last):\n  File "${sources}/interrupted.py", line 7, in <module>\n    os.kill(os.getpid(), signal.SIGINT)\nKeyboardInterrupt\n`
    )
  })

  it("needs a module", () => {
    expect(run([])).toMatchObject({ status: 2 })
  })
})
