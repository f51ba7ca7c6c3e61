import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"

const boxes: Array<Sandbox> = []
afterEach(() => boxes.splice(0).forEach((each) => each.remove()))

/** A project whose package.json has `type`, or says nothing of it, and these files. */
const project = (type: string | undefined, files: Readonly<Record<string, string>>): Sandbox => {
  const box = sandbox("pipeline")
  boxes.push(box)
  const all = { "package.json": JSON.stringify({ name: "p", main: "index.js", type }), ...files }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(box.project, name)), { recursive: true })
    writeFileSync(join(box.project, name), text)
  }
  return box
}

const runtime = (name: string) => join(import.meta.dirname, "../../runtime", name)

/** What the process of a pipeline's file answers of it, without guild around it. */
const describeFile = async ({ bash, project }: Sandbox, file: string, ...name: ReadonlyArray<string>) => {
  const answer = join(project, "answer.json")
  rmSync(answer, { force: true })
  const argv = ["--import", runtime("typescript.mjs"), runtime("pipeline.mjs"), "--describe", answer, ...name, file]
  const { err } = await bash(`'${process.execPath}' ${argv.map((word) => `'${word}'`).join(" ")}`)
  const data: unknown = err === "" && existsSync(answer) ? JSON.parse(readFileSync(answer, "utf8")) : err
  return data
}

const PACKAGES = {
  "node_modules/es-only/package.json": '{ "name": "es-only", "type": "module", "exports": "./index.js" }',
  "node_modules/es-only/index.js": 'export const esOnly = "es-only"',
  "node_modules/common/index.js": 'module.exports = { common: "com" + "mon" }'
}

/** An operation that prints what the file knows. */
const says = (words: string) => `
const say = Operation.make("say", {
  output: Schema.Struct({ n: Schema.Int }),
  run: () => Effect.flatMap(Log, (log) => Effect.as(log.print([${words}].join(" ")), { n: 1 }))
})`

const IMPORTS = `
import { Effect, Schema } from "effect"
import { Log, Operation, Pipeline } from "guild-effect"`

const EXPORT = `export const main = Pipeline.make("main", { build: () => say.with() })`

/** As TypeScript is written where it is compiled to CommonJS. */
const COMMONJS = {
  ...PACKAGES,
  "p.ts": `${IMPORTS}
import { basename } from "path"
import { common } from "common"
import { esOnly } from "es-only"
import settings from "./settings.json"
import { rows } from "./settings.json"
import { inDir } from "./dir"
import { named } from "./named.js"
import { written } from "./written-as-module"
import { module } from "./is.mjs"
import { shared } from "./is.cjs"
import fs = require("fs")
const legacy = require("./legacy")
${says(`basename(__dirname), basename(__filename), common, esOnly, settings.rows, rows, inDir, named, written, module, shared,
  typeof fs.readFileSync, legacy.legacy`)}
${EXPORT}
`,
  "settings.json": '{ "rows": 7 }',
  "dir/index.ts": "export enum Kind { a, b }\nexport const inDir = `dir ${Kind.b}`",
  "named.ts": 'export const named: string = "named"',
  "written-as-module.js": 'export const written = "written"',
  "is.mts": 'export const module: string = import.meta.url.split("/").at(-1) ?? ""',
  "is.cts": `
import { Schema } from "effect"
import { String } from "effect/Schema"
import { Operation } from "guild-effect"
export const shared: string = Operation.make === require("guild-effect").Operation.make && String === Schema.String ? "shared" : "not shared"
`,
  "legacy.js": 'module.exports = { legacy: "le" + "gacy" }'
}

describe("a pipeline's file", () => {
  it("is loaded with all that it imports where the package says CommonJS", async () => {
    const box = project("commonjs", COMMONJS)
    expect(await box.guild(["run", "./p.ts", "-y"])).toEqual({
      code: 0,
      signal: null,
      out: "sourcecode p.ts common es-only 7 7 dir 1 named written is.mts shared function legacy\n",
      err: ""
    })
  })

  it("may await at its top level, whatever the package says", async () => {
    for (const type of ["commonjs", "module", undefined]) {
      const box = project(type, {
        ...PACKAGES,
        "p.ts": `${IMPORTS}
import { esOnly } from "es-only"
import settings from "./settings.json"
import { named } from "./named.js"
import { module } from "./is.mjs"
import { shared } from "./is.cjs"
const { late } = await import("./late")
${says("esOnly, settings.rows, named, module, shared, late")}
${EXPORT}
`,
        "settings.json": '{ "rows": 7 }',
        "named.ts": COMMONJS["named.ts"],
        "is.mts": COMMONJS["is.mts"],
        "is.cts": COMMONJS["is.cts"],
        "late.ts": 'export const late = "late"'
      })
      const { code, err, out } = await box.guild(["run", "p.ts", "-y"])
      expect({ type, code, out, err }).toEqual({
        type,
        code: 0,
        out: "es-only 7 named is.mts shared late\n",
        err: ""
      })
    }
  })

  it("may be written in any way in which Node takes a module", async () => {
    const esm = `${IMPORTS}\n${says('"said"')}\n${EXPORT}\n`
    const commonjs = esm
      .replace(/import (.*) from (.*)/g, "const $1 = require($2)")
      .replace("export const main =", "exports.main =")
    const box = project("commonjs", {
      "a.js": esm,
      "b.mjs": esm,
      "c.mts": esm,
      "d.cts": esm,
      "e.js": commonjs,
      "f.cjs": commonjs,
      "g.ts": esm.replace("export const main =", "export ="),
      "h.ts": esm
        .replace(/import \{.*guild-effect"/, 'import * as guild from "guild-effect"; const { Log, Operation } = guild')
        .replace("Pipeline.make", "guild.Pipeline.make")
    })
    for (const file of ["a.js", "b.mjs", "c.mts", "d.cts", "e.js", "f.cjs", "g.ts", "h.ts"])
      expect([file, await describeFile(box, file, "--name", "main")]).toEqual([
        file,
        { flags: [], warnings: [], modules: [] }
      ])
  })

  it("that cannot be loaded is refused on a line that says where, before there is a run", async () => {
    const broken: Readonly<Record<string, readonly [text: string, reason: RegExp]>> = {
      "package.ts": ['import { x } from "not-there"\nconsole.log(x)', /Cannot find (module|package) 'not-there'/],
      "local.ts": ['import { x } from "./not-there"\nconsole.log(x)', /Cannot find module/],
      "syntax.ts": ["const a = {]", /^syntax\.ts:7:\d+: Expected identifier but found "]"/],
      "throws.ts": [
        'const f = () => {\n  throw new RangeError("too\\nbig")\n}\nf()',
        /^throws\.ts:8: RangeError: too$/
      ],
      "below.ts": ['import "./syntax"', /^syntax\.ts:7:\d+: Expected identifier/]
    }
    for (const type of ["commonjs", "module"]) {
      const box = project(
        type,
        Object.fromEntries(
          Object.entries(broken).map(([name, [text]]) => [
            name,
            `${IMPORTS}\n${says('"said"').replaceAll("\n", " ")}\n${EXPORT}\n\n${text}\n`
          ])
        )
      )
      for (const [file, [, reason]] of Object.entries(broken))
        expect(await describeFile(box, file)).toEqual({ error: expect.stringMatching(reason) })
      const { code, err, out } = await box.guild(["run", "throws.ts", "-y"])
      expect({ code, out, err }).toEqual({
        code: 1,
        out: "",
        err: "guild: cannot run 'throws.ts': throws.ts:8: RangeError: too\n"
      })
      expect(box.runIds()).toEqual([])
    }
  })

  it("says what it exports where it has nothing by that name, before there is a run", async () => {
    const box = project("commonjs", { "p.ts": `${IMPORTS}\n${says('"said"')}\n${EXPORT}\n` })
    expect(await box.guild(["run", "p.ts:other", "-y"])).toEqual({
      code: 1,
      signal: null,
      out: "",
      err: "guild: cannot run 'p.ts:other': 'other' is not defined in p.ts\nTry one of these:\n  p.ts:main\n"
    })
    expect(box.runIds()).toEqual([])
  })

  it("that breaks only where it is run says so on a line", async () => {
    const box = project("commonjs", {
      "p.ts": `${IMPORTS}\nif (process.env.RUN_DIR) throw new Error("not today")\n${says('"said"')}\n${EXPORT}\n`
    })
    const { code, err } = await box.guild(["run", "p.ts", "-y"])
    expect({ code, err }).toEqual({ code: 1, err: "guild: cannot load p.ts: p.ts:4: Error: not today\n" })
  })
})

describe("a TypeScript script in a package that says CommonJS", () => {
  it("finds what its imports mean", async () => {
    const box = project("commonjs", {
      "train.ts": `
import { named } from "./named.js"
import { written } from "./written-as-module"
let lr = 0.1
console.log(named, written, lr)
`,
      "named.ts": 'export const named: string = "named"',
      "written-as-module.js": 'export const written = "written"'
    })
    const { code, err, out } = await box.guild(["run", "train.ts", "lr=0.2", "-y"])
    expect({ code, out, err }).toEqual({ code: 0, out: "named written 0.2\n", err: "" })
  })
})
