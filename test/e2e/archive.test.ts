import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { looksLikeMessage, sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"

let box: Sandbox

beforeAll(() => {
  box = sandbox("hello")
})
afterAll(() => box.remove())

describe("runs that are carried elsewhere", () => {
  it("come back from a zip file as they were, also from one that another program packed again", async () => {
    const text = join(box.project, "hello.txt")
    expect((await box.guild(["run", "hello-file", `file=${text}`, "-y"])).code).toBe(0)
    const [id = ""] = box.runIds()
    const zip = join(box.dir, "runs.zip")
    expect((await box.guild(["export", zip, "-y"])).err).toBe(`Copying ${id}\nExported 1 run(s)\n`)
    // What the run linked to is in the file.
    const again = join(box.dir, "again.zip")
    execFileSync("python3", [
      "-c",
      "import shutil, sys\nshutil.unpack_archive(sys.argv[1], sys.argv[3])\nshutil.make_archive(sys.argv[2][:-4], 'zip', sys.argv[3])",
      zip,
      again,
      join(box.dir, "unpacked")
    ])
    for (const [name, place] of [
      ["one", zip],
      ["two", again]
    ] as const) {
      const env = { GUILD_HOME: join(box.dir, name) }
      expect((await box.guild(["import", place, "-y"], { env })).err).toBe(`Copying ${id}\nImported 1 run(s)\n`)
      const run = join(box.dir, name, "runs", id)
      for (const path of [".guild/opref", ".guild/output", ".guild/attrs/flags", ".guild/attrs/started", "hello.txt"])
        expect(readFileSync(join(run, path), "utf8")).toBe(readFileSync(box.runFile(id, path), "utf8"))
      expect((await box.guild(["runs", "info"], { env })).out).toContain("status: completed")
      expect(readdirSync(join(box.dir, name, "cache")).filter((entry) => entry.startsWith("."))).toEqual([])
    }
  })

  it("are listed in a zip file where it is, and not changed there", async () => {
    const zip = join(box.dir, "listed.zip")
    await box.guild(["export", zip, "-y"])
    const before = readFileSync(zip)
    const listed = await box.guild(["runs", "--archive", zip, "--json"])
    expect(listed.err).toBe("")
    expect(JSON.parse(listed.out)).toHaveLength(box.runIds().length)
    const removed = await box.guild(["runs", "rm", "--archive", zip, "-y"])
    expect(removed.code).toBe(1)
    expect(removed.err).toContain("a zip file is only read")
    expect(readFileSync(zip).equals(before)).toBe(true)
    expect((await box.guild(["runs", "--archive", join(box.dir, "none.zip")])).err).toContain("does not exist")
  })

  it("are whole or not there when guild is killed on the way", async () => {
    const [id = ""] = box.runIds()
    const big = box.runFile(id, "big")
    mkdirSync(big, { recursive: true })
    for (let at = 0; at < 4_000; at++) writeFileSync(join(big, String(at)), "x")
    const place = join(box.dir, "interrupted")
    const started = box.start(["export", place, "-y"])
    const hasBegun = () => existsSync(place) && readdirSync(place).length > 1
    // It may be over before anybody has looked.
    await until("a copy that has begun", () => started.hasEnded() || hasBegun())
    started.kill("SIGKILL")
    await started.ended
    const listed = await box.guild(["runs", "--archive", place, "--json"])
    const whole = existsSync(join(place, id))
    expect(JSON.parse(listed.out)).toHaveLength(whole ? 1 : 0)
    const again = await box.guild(["export", place, "-y"])
    expect(again.err).toContain(`Exported ${whole ? 0 : 1} run(s)`)
    expect(readdirSync(join(place, id, "big"))).toHaveLength(4_000)
  })

  it("meet files that are no archives with a message", async () => {
    const bad = join(box.dir, "bad.zip")
    writeFileSync(bad, "PK\u0003\u0004 and no more")
    const ended = await box.guild(["import", bad, "-y"])
    expect(ended.code).toBe(1)
    expect(looksLikeMessage(ended.err), ended.err).toBe(true)
    expect(ended.err).toContain("bad.zip: the archive is damaged")
  })
})
