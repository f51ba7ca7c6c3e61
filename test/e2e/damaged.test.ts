import { execFileSync } from "node:child_process"
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync
} from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { complaints, looksLikeMessage, sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"

const GARBAGE = {
  "no bytes": Buffer.alloc(0),
  "half a document": Buffer.from("{a: [1, 2"),
  "bytes that are no text": Buffer.from([0, 1, 0xff, 0xfe, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 10, 0x80]),
  "another kind of value": Buffer.from("- - - x\n- {a: {b: .nan}}\n"),
  "a tag of Python's": Buffer.from("!!python/object/apply:os.system ['true']\n")
} as const

describe("a Guild home in which something is damaged", () => {
  let box: Sandbox
  let sound = ""
  let ids: ReadonlyArray<string> = []

  beforeAll(async () => {
    box = sandbox()
    for (const text of ["one", "two"]) expect((await box.guild(["run", "-y", "say", `text=${text}`])).code).toBe(0)
    expect((await box.guild(["run", "-y", "flood", "lines=5"])).code).toBe(0)
    const { out } = await box.guild(["runs", "--json"])
    const runs: ReadonlyArray<{ readonly id: string }> = JSON.parse(out)
    ids = runs.map(({ id }) => id)
    sound = mkdtempSync(join(box.dir, "sound-"))
    cpSync(box.home, sound, { recursive: true, verbatimSymlinks: true })
  })
  beforeEach(() => {
    rmSync(box.home, { recursive: true, force: true })
    cpSync(sound, box.home, { recursive: true, verbatimSymlinks: true })
  })
  afterAll(() => box.remove())

  /** Every command that looks at runs still works, and says nothing that is no message. */
  const expectUsable = async (...looks: ReadonlyArray<ReadonlyArray<string>>) => {
    for (const argv of looks) {
      const { code, err, out } = await box.guild(argv)
      expect({ argv, code }, err).toEqual({ argv, code: 0 })
      expect(looksLikeMessage(err) && looksLikeMessage(out), `${argv.join(" ")}: ${JSON.stringify(out + err)}`).toBe(
        true
      )
    }
  }

  const listed = async (): Promise<ReadonlyArray<string>> => {
    const runs: ReadonlyArray<{ readonly id: string }> = JSON.parse((await box.guild(["runs", "--all", "--json"])).out)
    return runs.map(({ id }) => id)
  }

  it.each(Object.entries(GARBAGE))("is usable where attributes hold %s", async (_, bytes) => {
    const [id = ""] = ids
    for (const name of readdirSync(box.runFile(id, ".guild/attrs")))
      writeFileSync(box.runFile(id, `.guild/attrs/${name}`), bytes)
    await expectUsable(["runs"], ["compare"], ["runs", "info", id], ["runs", "--json"])
    expect([...(await listed())].sort()).toEqual([...ids].sort())
    expect(await box.guild(["runs", "rm", "-y", id])).toMatchObject({
      code: 0,
      err: expect.stringContaining("Deleted 1")
    })
  })

  it("is usable where an attribute is bigger than anybody writes one, and says of which run", async () => {
    const [id = ""] = ids
    writeFileSync(box.runFile(id, ".guild/attrs/flags"), `x: '${"a".repeat(17 * 1024 * 1024)}'\n`)
    await expectUsable(["runs"], ["compare"])
    expect((await box.guild(["runs"])).err).toContain(`cannot read attribute 'flags' of run ${id.slice(0, 8)}`)
    expect((await box.guild(["runs", "info", id])).err).toContain("more than 16 MiB")
  })

  it("passes over a run whose operation cannot be read, and shows the others", async () => {
    const [id = "", ...others] = ids
    for (const opref of ["", "garbage", "\u0000\u0001", "script:'unclosed", "x".repeat(100_000)]) {
      writeFileSync(box.runFile(id, ".guild/opref"), opref)
      expect(await listed()).toEqual(others)
    }
    await expectUsable(["runs"], ["compare"])
  })

  it("passes over what is no run directory", async () => {
    writeFileSync(join(box.runsDir, "4".repeat(32)), "")
    symlinkSync("/nowhere", join(box.runsDir, "0".repeat(32)))
    symlinkSync(".", join(box.runsDir, "1".repeat(32)))
    mkdirSync(join(box.runsDir, "2".repeat(32)))
    mkdirSync(join(box.runsDir, "3".repeat(32), ".guild/opref"), { recursive: true })
    expect(await listed()).toEqual(ids)
    await expectUsable(["runs"], ["compare"])
  })

  it("lists a run whose attributes became a file", async () => {
    const [id = ""] = ids
    rmSync(box.runFile(id, ".guild/attrs"), { recursive: true })
    writeFileSync(box.runFile(id, ".guild/attrs"), "")
    await expectUsable(["runs"], ["compare"], ["runs", "info", id], ["ls", "-a", id])
  })

  it("shows what can be read of an event file that is cut or garbled", async () => {
    const [id = ""] = ids
    const [name = ""] = readdirSync(box.runFile(id, ".guild")).filter((each) => each.startsWith("events."))
    const path = box.runFile(id, `.guild/${name}`)
    truncateSync(path, readFileSync(path).length - 3)
    await expectUsable(["compare", id], ["runs", "info", id])
    writeFileSync(path, Buffer.from("not an event file at all".repeat(100)))
    await expectUsable(["compare", id], ["runs", "info", id])
    rmSync(path)
    mkdirSync(path)
    await expectUsable(["compare", id], ["runs", "info", id])
  })

  /** An index is kept of many runs only. */
  const indexManyRuns = async (): Promise<string> => {
    const [id = ""] = ids
    for (let at = 0; at < 100; at++) {
      const dir = join(box.runsDir, `${at}`.padStart(32, "a"), ".guild")
      mkdirSync(join(dir, "attrs"), { recursive: true })
      cpSync(box.runFile(id, ".guild/opref"), join(dir, "opref"))
      for (const name of ["initialized", "started", "flags", "exit_status"])
        cpSync(box.runFile(id, `.guild/attrs/${name}`), join(dir, "attrs", name))
    }
    await expectUsable(["runs"], ["compare"])
    const path = join(box.home, "cache/run-index/runs.sqlite")
    expect(existsSync(path)).toBe(true)
    return path
  }

  it("makes its index and caches anew, whatever became of them", async () => {
    await indexManyRuns()
    const known = await listed()
    const files = readdirSync(join(box.home, "cache"), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile()
    )
    expect(files.length).toBeGreaterThan(0)
    for (const bytes of [Buffer.alloc(0), Buffer.from("garbage".repeat(5000))]) {
      for (const entry of files) writeFileSync(join(entry.parentPath, entry.name), bytes)
      expect(await listed()).toEqual(known)
      await expectUsable(["runs"], ["compare"])
    }
    rmSync(join(box.home, "cache"), { recursive: true })
    writeFileSync(join(box.home, "cache"), "in the way")
    expect(await listed()).toEqual(known)
    expect(await box.guild(["run", "-y", "say", "text=still"])).toMatchObject({ code: 0, out: "still\n" })
  })

  it("answers while another process holds the index", async () => {
    const path = await indexManyRuns()
    const known = await listed()
    const holder = box.startNode(
      `const Database = require(${JSON.stringify(join(import.meta.dirname, "../../node_modules/better-sqlite3"))})
       const db = new Database(${JSON.stringify(path)})
       db.exec("BEGIN EXCLUSIVE")
       console.log("held")
       setInterval(() => undefined, 1000)`
    )
    await until("the lock", () => holder.printed().includes("held"))
    const [id = ""] = ids
    expect((await box.guild(["label", "-y", "-s", "held", id])).code).toBe(0)
    expect(box.attr(id, "label")).toBe("held")
    expect(await listed()).toEqual(known)
    holder.kill("SIGKILL")
    await holder.ended
  })

  it("takes a label of 50 MB for damaged, and can clear it", async () => {
    const [id = ""] = ids
    writeFileSync(box.runFile(id, ".guild/attrs/label"), `${"x".repeat(50 * 1024 * 1024)}\n`)
    const { code, err } = await box.guild(["runs"])
    expect(code).toBe(0)
    expect(complaints(err), err).toEqual([expect.stringMatching(/^WARNING: .*label/)])
    expect((await box.guild(["label", "-y", "--clear", id])).code).toBe(0)
    expect(await box.guild(["runs"])).toMatchObject({ code: 0, err: "" })
  })

  it("keeps what was there when a run is named that exists already", async () => {
    const [id = ""] = ids
    const before = readFileSync(box.runFile(id, ".guild/attrs/flags"), "utf8")
    const { code, err } = await box.guild(["run", "-y", "say", "--run-id", id])
    expect(code).toBe(1)
    expect(complaints(err), err).toHaveLength(1)
    expect(readFileSync(box.runFile(id, ".guild/attrs/flags"), "utf8")).toBe(before)
  })

  it("says what a Guild file that is no text lacks", async () => {
    const file = join(box.project, "guild.yml")
    renameSync(file, `${file}.sound`)
    for (const bytes of Object.values(GARBAGE)) {
      writeFileSync(file, bytes)
      const { code, err } = await box.guild(["run", "-y", "say"])
      expect(code, err).toBe(1)
      expect(looksLikeMessage(err), err).toBe(true)
    }
    rmSync(file)
    execFileSync("mkfifo", [file])
    const { code } = await box.guild(["run", "-y", "say"])
    expect(code).toBe(1)
    rmSync(file)
    renameSync(`${file}.sound`, file)
    expect(existsSync(file)).toBe(true)
  })
})

describe("flags of every shape", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
  })
  afterAll(() => box.remove())

  const flagsOf = async (): Promise<Readonly<Record<string, unknown>>> => {
    const runs: ReadonlyArray<{ readonly flags: Readonly<Record<string, unknown>> }> = JSON.parse(
      (await box.guild(["runs", "--json"])).out
    )
    return runs[0]?.flags ?? {}
  }

  it("may have the names that JavaScript's own things have", async () => {
    const argv = ["__proto__=1", "constructor=2", "toString=3", "hasOwnProperty=4"]
    expect((await box.guild(["run", "-y", "say", "--force-flags", ...argv])).code).toBe(0)
    expect(Object.entries(await flagsOf()).sort()).toEqual(
      Object.entries(JSON.parse('{"__proto__":1,"constructor":2,"toString":3,"hasOwnProperty":4,"text":"hi"}')).sort()
    )
    for (const look of [["runs"], ["compare"], ["compare", "--csv", "-"], ["runs", "info"]]) {
      const { code, err, out } = await box.guild(look)
      expect({ code, err }).toEqual({ code: 0, err: "" })
      if (look.length === 3) expect(out.split("\n")[0]).toContain("__proto__,constructor,")
    }
    const batch = await box.guild(["run", "-y", "say", "--force-flags", "__proto__=[1,2]", "--print-trials"])
    expect(batch.out).toMatch(/^#\s+__proto__\s+text$/m)
  })

  it("may be long, many and of any script", async () => {
    const long = "ü€𝄞x".repeat(2500)
    expect((await box.guild(["run", "-y", "say", `text=${long}`])).out).toBe(`${long}\n`)
    expect((await flagsOf())["text"]).toBe(long)
    const many = Array.from({ length: 4000 }, (_, at) => `flag${at}=${"v".repeat(240)}`)
    expect((await box.guild(["run", "-y", "exit", "--force-flags", ...many])).code).toBe(0)
    expect(Object.keys(await flagsOf())).toHaveLength(4001)
    for (const look of [["runs"], ["compare"], ["runs", "info"]])
      expect(await box.guild(look)).toMatchObject({ code: 0, err: "" })
  })

  it("may be named and labelled in any script, in a project of any name", async () => {
    const project = join(box.dir, "проект 名前 $HOME 'x'")
    cpSync(box.project, project, { recursive: true })
    const { code, err, out } = await box.guild(["run", "-y", "say", "text=日本語", "--label", "Ärger ${text}"], {
      cwd: project
    })
    expect({ code, err, out }).toEqual({ code: 0, err: "", out: "日本語\n" })
    expect((await box.guild(["runs"], { cwd: project })).out).toContain("Ärger 日本語")
    expect((await box.guild(["runs", "info"])).out).toContain("проект 名前")
  })
})
