import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { scriptCommand } from "../../src/domain/script/ScriptCommand.ts"
import { scriptsDir } from "../support/flagScripts.ts"
import { PATIENCE_MS } from "../support/patience.ts"
import { surroundings } from "../support/surroundings.ts"

/** A run directory with its snapshot, apart from the project. */
const base = realpathSync(mkdtempSync(join(tmpdir(), "guild-runtime-")))
const sourceDir = join(base, "run", ".guild", "sourcecode")
const projectDir = join(base, "project")
mkdirSync(sourceDir, { recursive: true })
mkdirSync(join(projectDir, "node_modules", "dep"), { recursive: true })
writeFileSync(join(projectDir, "node_modules", "dep", "index.js"), 'exports.name = "dep of the project"\n')
for (const name of ["train.mjs", "train.cjs", "train.ts", "scale.ts"])
  cpSync(join(scriptsDir, name), join(sourceDir, name))
afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

const write = (name: string, ...lines: ReadonlyArray<string>): void => {
  writeFileSync(join(sourceDir, name), `${lines.join("\n")}\n`)
}

const run = (name: string, dest: string | undefined, ...args: ReadonlyArray<string>) => {
  const language = name.endsWith("ts") ? "typescript" : "node"
  const template = scriptCommand(language, name, {
    node: process.execPath,
    rscript: "Rscript",
    runtimeDir: resolve(import.meta.dirname, "../../runtime"),
    sourceDir: ".guild/sourcecode"
  })
  const [program = "", ...words] = template.flatMap((word) => (word === "__flag_args__" ? args : [word]))
  return spawnSync(program, words, {
    cwd: join(base, "run"),
    env: { ...surroundings(), PROJECT_DIR: projectDir, FLAGS_DEST: dest },
    encoding: "utf8",
    timeout: PATIENCE_MS
  })
}

const shown = (name: string, dest: string | undefined, ...args: ReadonlyArray<string>) => {
  const { stdout, stderr } = run(name, dest, ...args)
  expect(stderr).toBe("")
  return JSON.parse(stdout)
}

describe("a JavaScript run", () => {
  it("leaves what it forks its own arguments, and gives it the flags where that is the script itself", () => {
    write("forked.cjs", "const x = 9", "process.send([process.argv.slice(2), x])")
    write(
      "forks.cjs",
      'const { fork } = require("node:child_process")',
      "const x = 1",
      "if (process.send !== undefined) process.send([process.argv.slice(2), x])",
      "else {",
      "  const asks = [fork(__filename, ['a']), fork(`${__dirname}/forked.cjs`, ['--x', '3', '--', 'b'])]",
      '  const answers = asks.map((child) => new Promise((resolve) => child.once("message", resolve)))',
      "  Promise.all(answers).then((all) => console.log(JSON.stringify([x, ...all])))",
      "}"
    )
    expect(shown("forks.cjs", "globals", "--", "--x", "5")).toEqual([5, [["a"], 5], [["--x", "3", "--", "b"], 9]])
  })

  it("takes values that begin with a dash through parseArgs", () => {
    write(
      "options.mjs",
      'import { parseArgs } from "node:util"',
      'const options = { x: { type: "string" }, dry: { type: "boolean" } }',
      "console.log(JSON.stringify(parseArgs({ options, allowPositionals: true })))"
    )
    expect(shown("options.mjs", "args", "pos", "--", "--dry", "--x", "-0.3")).toEqual({
      values: { x: "-0.3", dry: true },
      positionals: ["pos"]
    })
  })

  it("gets texts without the quotes that keep them texts, but for what stands before the flags", () => {
    write("argv.mjs", "console.log(JSON.stringify(process.argv.slice(2)))")
    const texts = ["--glob", "'*.py'", "--empty", "''", "--version", "'1.10'", "--n", "1.5", "--quote", "'"]
    expect(shown("argv.mjs", "args", "'b'", "--", ...texts)).toEqual([
      "'b'",
      ...["--glob", "*.py", "--empty", "", "--version", "1.10", "--n", "1.5", "--quote", "'"]
    ])
  })

  it("says as ever that a switch takes no value", () => {
    write(
      "switch.mjs",
      'import { parseArgs } from "node:util"',
      'parseArgs({ args: ["--dry", "-1"], options: { dry: { type: "boolean" } } })'
    )
    expect(run("switch.mjs", "args").stderr).toContain("Unknown option '-1'")
  })

  it("gives flags to the top-level variables of an ES module", () => {
    expect(
      shown(
        "train.mjs",
        "globals",
        "base",
        "--",
        "--lr",
        "1e-5",
        "--name",
        "'12e3'",
        "--ready",
        "no",
        "--settings",
        "{depth: 3}"
      )
    ).toEqual({
      lr: 0.00001,
      epochs: 10,
      name: "12e3",
      settings: { depth: 3 },
      ready: false,
      argv: ["base"],
      file: "train.mjs"
    })
  })

  it("gives flags to those of a CommonJS module, which stays the main module", () => {
    expect(shown("train.cjs", "globals", "--lr", "2", "--name", "[a, 1]")).toEqual({
      lr: 2,
      name: ["a", 1],
      main: true,
      argv: []
    })
  })

  it("leaves flags to the script's own parser where they go to its arguments", () => {
    expect(shown("train.cjs", "args", "base", "--", "--lr", "2").argv).toEqual(["base", "--lr", "2"])
    expect(shown("train.mjs", undefined, "--lr", "2")).toMatchObject({ lr: 0.1, argv: ["--lr", "2"] })
  })

  it("puts flags into one object", () => {
    expect(shown("train.mjs", "global:settings", "--depth", "5", "--opt.name", "sgd").settings).toEqual({
      depth: 5,
      opt: { name: "sgd" }
    })
  })

  it("keeps a flag called __proto__ a flag", () => {
    const { settings } = shown("train.mjs", "global:settings", "--__proto__.polluted", "1")
    expect(Object.keys(settings)).toEqual(["depth", "__proto__"])
    write("proto.mjs", "const o = 1", "console.log(JSON.stringify([Object.keys(o), {}.polluted ?? null]))")
    expect(shown("proto.mjs", "globals", "--o", "{__proto__: {polluted: 1}}")).toEqual([["__proto__"], null])
  })

  it("has a flag that the script does not declare as a global, but never in the place of one of Node's", () => {
    write("undeclared.mjs", "console.log(JSON.stringify([extra, typeof process.pid]))")
    expect(shown("undeclared.mjs", "globals", "--extra", "1", "--process", "2")).toEqual([1, "number"])
  })

  it("shows errors at the script's own lines", () => {
    expect(run("train.mjs", "globals", "--name", "fail").stderr).toContain("train.mjs:11:")
    expect(run("train.cjs", "globals", "--name", "fail").stderr).toContain("train.cjs:4:")
    write("lines.mjs", "const settings = {", "  a: 1", "}", 'throw new Error("on line 4")')
    expect(run("lines.mjs", "globals", "--settings", "1").stderr).toContain("lines.mjs:4:")
    expect(run("lines.mjs", "global:settings", "--a", "2").stderr).toContain("lines.mjs:4:")
  })

  it("finds the packages of its project", () => {
    write("package.mjs", 'import { name } from "dep"', "console.log(JSON.stringify(name))")
    write("package.cjs", 'console.log(JSON.stringify(require("dep").name))')
    expect([shown("package.mjs", "args"), shown("package.cjs", "args")]).toEqual([
      "dep of the project",
      "dep of the project"
    ])
  })

  it("refuses a destination that it does not know", () => {
    expect(run("train.mjs", "nowhere")).toMatchObject({
      status: 1,
      stderr: "guild: unsupported flags dest 'nowhere': use args, globals, global:NAME, dict:NAME or namespace:NAME\n"
    })
  })
})

describe("a TypeScript run", () => {
  it("takes off the types and gives flags to the variables", () => {
    expect(shown("train.ts", "globals", "base", "--", "--lr", "5", "--settings", "{depth: 9}")).toEqual({
      lr: 10,
      settings: { depth: 9 },
      name: "adam",
      argv: ["base"]
    })
  })

  it("imports TypeScript by the names that TypeScript allows, and the packages of its project", () => {
    write(
      "names.mts",
      'import { scale as a } from "./scale.js"',
      'import { scale as b } from "./scale"',
      'import { name } from "dep"',
      "console.log(JSON.stringify([a(1), b(2), name]))"
    )
    expect(shown("names.mts", "args")).toEqual([2, 4, "dep of the project"])
  })

  it("takes a script without imports and exports as CommonJS", () => {
    write(
      "common.ts",
      "const lr: number = 0.1",
      'console.log(JSON.stringify([lr, require.main === module, require("./scale").scale(1)]))'
    )
    expect(shown("common.ts", "globals", "--lr", "5")).toEqual([5, true, 2])
  })

  it("shows errors at the script's own lines", () => {
    expect(run("train.ts", "globals", "--name", "fail").stderr).toContain("train.ts:12:")
    write(
      "common_fail.ts",
      "interface A {",
      "  a: number",
      "}",
      "const a: A | undefined = undefined",
      'throw new Error("on line 5")'
    )
    expect(run("common_fail.ts", "globals", "--a", "1").stderr).toContain("common_fail.ts:5:")
  })
})
