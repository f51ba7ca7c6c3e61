import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Sandbox } from "../support/e2e.ts"
import { complaints, sandbox } from "../support/e2e.ts"

describe("guild publish", () => {
  let box: Sandbox
  beforeAll(async () => {
    box = sandbox("publish")
    expect((await box.guild(["run", "op", "-y"], { env: { SECRET_KEY: "hunter2" } })).code).toBe(0)
  })
  afterAll(() => box.remove())

  const published = (dest: string, path: string): string =>
    readFileSync(join(box.project, dest, box.runIds()[0] ?? "", path), "utf8")

  it("writes a run's report, its data and the index, and nothing of its environment", async () => {
    const { code, out } = await box.guild(["publish", "-y"])
    expect(code).toBe(0)
    expect(out).toMatch(/^Publishing \[\w{8}\] op\.\.\. using .*K\nRefreshing runs index\nPublished runs using .*K\n$/)
    const id = box.runIds()[0] ?? ""
    expect(readdirSync(join(box.project, "published-runs")).sort()).toEqual([".guild-nocopy", id, "README.md"].sort())
    expect(published("published-runs", "README.md")).toContain(
      "| a | 1 |\n| b | 2 |\n\n[flags.yml](flags.yml)\n\n## Scalars"
    )
    expect(readFileSync(join(box.project, "published-runs/README.md"), "utf8")).toContain(`](${id}/README.md) | op |`)
    for (const name of readdirSync(join(box.project, "published-runs", id)).filter((each) => each.includes(".")))
      expect(published("published-runs", name)).not.toContain("hunter2")
  })

  it("publishes the files that the operation selects, with links to them", async () => {
    expect((await box.guild(["publish", "-y", "-f", "-t", "t3", "-d", "with-files"])).code).toBe(0)
    expect(published("with-files", "runfiles/generated-1.txt")).toBe("12345")
    expect(existsSync(join(box.project, "with-files", box.runIds()[0] ?? "", "runfiles/generated-2.txt"))).toBe(false)
    const report = published("with-files", "README.md")
    for (const part of ["Ze header", "Redef of flags", "[generated-1.txt](runfiles/generated-1.txt)", "Ze footer"])
      expect(report).toContain(part)
  })

  it("publishes no link that leads out of the run and its project, and says so once", async () => {
    const id = box.runIds()[0] ?? ""
    writeFileSync(join(box.dir, "secret.txt"), "hunter2")
    writeFileSync(join(box.project, "data.txt"), "data")
    symlinkSync(join(box.dir, "secret.txt"), join(box.runsDir, id, "stolen.txt"))
    symlinkSync(join(box.project, "data.txt"), join(box.runsDir, id, "data.txt"))
    const { code, err } = await box.guild(["publish", "-y", "-L", "-d", "with-links"])
    expect([code, complaints(err)]).toEqual([0, [expect.stringMatching(/^WARNING: links of run .*: stolen\.txt$/)]])
    expect(published("with-links", "runfiles/data.txt")).toBe("data")
    expect(existsSync(join(box.project, "with-links", id, "runfiles/stolen.txt"))).toBe(false)
    expect(published("with-links", "README.md")).toContain("| stolen.txt | file link |")
  })

  it("publishes nothing where the Guild file's rules cannot be followed", async () => {
    const path = join(box.project, "guild.yml")
    const text = readFileSync(path, "utf8")
    writeFileSync(path, text.replace("- exclude: generated", "- exlude: generated"))
    const { code, err } = await box.guild(["publish", "-y", "-f", "-d", "unruled"])
    writeFileSync(path, text)
    expect([code, complaints(err)[0]]).toEqual([
      1,
      expect.stringMatching(
        /^ERROR: error in line \d+, column \d+ of .*: invalid publish files: invalid select files spec {'exlude'/
      )
    ])
    expect(existsSync(join(box.project, "unruled"))).toBe(false)
  })

  it("makes an index of any template, a directory's or one file's", async () => {
    mkdirSync(join(box.project, "index-a"))
    writeFileSync(join(box.project, "index-a/README.md"), '{% include "_msg.txt" %}\n\n{{ runs|length }} run(s)')
    writeFileSync(join(box.project, "index-a/_msg.txt"), "Our runs!")
    writeFileSync(join(box.project, "index-b.md"), "{% for run in runs %}- {{ run.operation }}\n{% endfor %}")
    const index = () => readFileSync(join(box.project, "indexed/README.md"), "utf8")
    expect((await box.guild(["publish", "-y", "-i", "index-a", "-d", "indexed"])).code).toBe(0)
    expect(index()).toBe("Our runs!\n\n1 run(s)\n")
    const { code, out } = await box.guild(["publish", "-y", "-r", "-i", "index-b.md", "-d", "indexed"])
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^Refreshing runs index in indexed\nPublished runs using .*K\n$/)
    ])
    expect(index().trim()).toBe("- op")
    expect((await box.guild(["publish", "-y", "-i", "no-such-index", "-d", "unindexed"])).code).toBe(1)
    expect(existsSync(join(box.project, "unindexed"))).toBe(false)
  })

  it("publishes a run that has neither flags nor files nor output, and the source files of one that has", async () => {
    const id = "360192fdf9b74f2fad5f514e9f2fdadb"
    const guildDir = join(box.dir, "other/runs", id, ".guild")
    mkdirSync(join(guildDir, "attrs"), { recursive: true })
    writeFileSync(join(guildDir, "opref"), "test:x 0 mnist train")
    writeFileSync(join(guildDir, "PENDING"), "")
    writeFileSync(join(guildDir, "attrs/started"), "1506790385000000\n")
    writeFileSync(join(guildDir, "attrs/env"), "SECRET_KEY: hunter2\n")
    const publish = async (dest: string) => {
      const { code } = await box.guild(["-H", join(box.dir, "other"), "publish", "-y", "-d", dest])
      expect(code).toBe(0)
      return (path: string) => readFileSync(join(box.project, dest, id, path), "utf8")
    }
    const bare = await publish("bare")
    expect(readdirSync(join(box.project, "bare", id)).sort()).toEqual([
      "README.md",
      "flags.yml",
      "run.yml",
      "runfiles.csv",
      "scalars.csv",
      "sourcecode.csv"
    ])
    expect(bare("README.md")).toContain(
      "| 360192fd | mnist:train | 2017&#8209;09&#8209;30 16:53:05 UTC | &nbsp; | pending | &nbsp; |\n"
    )
    for (const what of ["flags", "scalars", "files", "source code files"])
      expect(bare("README.md")).toContain(`There are no ${what} for this run.\n`)
    expect(bare("README.md")).toContain("## Output\n\n```\n```\n\n[output.txt](output.txt)")

    mkdirSync(join(guildDir, "sourcecode/pkg"), { recursive: true })
    writeFileSync(join(guildDir, "sourcecode/pkg/mod.py"), "x = 1\n")
    const sourced = await publish("sourced")
    expect(sourced("sourcecode/pkg/mod.py")).toBe("x = 1\n")
    expect(sourced("sourcecode.csv").split("\n")).toEqual([
      "path,type,size,mtime,md5",
      expect.stringMatching(/^pkg\/mod\.py,file,6,\d{16},[0-9a-f]{32}$/),
      ""
    ])
    expect(sourced("README.md")).toContain("\n| [pkg/mod.py](sourcecode/pkg/mod.py) | 6 |")
  })

  it("says where a template is wrong, and publishes nothing with it", async () => {
    const { code, err } = await box.guild(["publish", "-y", "-t", "bad", "-d", "nowhere"])
    expect(code).toBe(1)
    expect(complaints(err)).toHaveLength(1)
    expect(err).toContain("bad/README.md:2: no filter named 'env'")
    expect(existsSync(join(box.project, "nowhere"))).toBe(false)
  })
})
