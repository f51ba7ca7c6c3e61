import { execFileSync } from "node:child_process"
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Ended, Sandbox } from "../support/e2e.ts"
import { complaints, looksLikeMessage, sandbox } from "../support/e2e.ts"
import { smallDisk } from "../support/smallDisk.ts"

/** Takes what room a disk has left, to the last byte. */
const fillUp = (path: string): void => {
  for (let size = 65_536; size > 0; size = Math.floor(size / 2)) {
    for (;;) {
      try {
        appendFileSync(path, Buffer.alloc(size))
      } catch {
        break
      }
    }
  }
}

/** Every file below a directory with its content. */
const contentOf = (dir: string): ReadonlyArray<readonly [string, string]> =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [path, readFileSync(path, "latin1")])

const expectRefused = (ended: Ended, reason: RegExp): void => {
  expect(ended).toMatchObject({ code: 1, signal: null })
  expect(complaints(ended.err), ended.err).toHaveLength(1)
  expect(ended.err).toMatch(reason)
  expect(looksLikeMessage(ended.err), ended.err).toBe(true)
}

/** The user without rights, whom root's tests run guild as: root may read everything. */
const NOBODY = 65534

/** Commands that only look. */
const LOOKS: ReadonlyArray<ReadonlyArray<string>> = [
  ["runs"],
  ["runs", "--json"],
  ["runs", "info"],
  ["compare"],
  ["ls"],
  ["cat", "--output"]
]

const box: Sandbox = sandbox()
mkdirSync(box.home)
const disk = smallDisk(box.home, "1m")

afterAll(() => {
  disk.remove()
  box.remove()
})

describe.skipIf(!disk.isThere)("a Guild home on a disk that fills up (skipped where nothing can be mounted)", () => {
  let earlier: ReadonlyArray<readonly [string, string]> = []

  beforeAll(async () => {
    expect((await box.guild(["run", "-y", "say", "text=kept"])).code).toBe(0)
    earlier = contentOf(box.runsDir)
  })

  const expectEarlierIntact = (): void => {
    expect(contentOf(box.runsDir).filter(([path]) => earlier.some(([known]) => known === path))).toEqual(earlier)
  }

  it("shows all of a run's output and says that it is not kept", async () => {
    const { code, err, out } = await box.guild(["run", "-y", "fill"])
    // A piece of output that does not fit leaves its room behind: what little is written at the end may fit then.
    if (code === 0) expect(err).not.toContain("guild: ")
    else {
      expect(code, err).toBe(1)
      expect(err).toMatch(/^guild: cannot write .*stopped: ENOSPC/m)
    }
    expect(out.endsWith("line 2000 of a long output\nloss: 1\n")).toBe(true)
    expect(err).toMatch(/^WARNING: the run's output is not kept: cannot write .*output: ENOSPC/m)
    expect(complaints(err)).toHaveLength(err.trimEnd().split("\n").length)
    expect(looksLikeMessage(err)).toBe(true)
    expectEarlierIntact()
  })

  it("has the run listed as it ended", async () => {
    const { out } = await box.guild(["runs", "--json"])
    const runs: ReadonlyArray<{ readonly status: string }> = JSON.parse(out)
    expect(runs.map(({ status }) => status)).toEqual(["completed", "completed"])
  })

  it("refuses the next run in a line and leaves nothing of it", async () => {
    fillUp(join(box.home, "filler"))
    const before = box.runIds()
    expectRefused(await box.guild(["run", "-y", "say"]), /cannot (create|write) .*ENOSPC/)
    expect(box.runIds()).toEqual(before)
    expectRefused(await box.guild(["label", "-y", "-s", "x".repeat(9000), "1"]), /cannot write .*ENOSPC/)
    expectEarlierIntact()
  })

  it("can still be looked at, and gets its room back when the run is deleted", async () => {
    for (const argv of LOOKS) expect(await box.guild(argv)).toMatchObject({ code: 0, err: "" })
    expect(await box.guild(["runs", "rm", "-y", "-p", "1"])).toMatchObject({ code: 0 })
    expect((await box.guild(["run", "-y", "say"])).code).toBe(0)
    expectEarlierIntact()
  })

  it("refuses what would write when it is read-only, and can be looked at", async () => {
    expect(disk.makeReadOnly()).toBe(true)
    for (const argv of LOOKS) expect(await box.guild(argv)).toMatchObject({ code: 0, err: "" })
    expectRefused(await box.guild(["run", "-y", "say"]), /cannot create .*EROFS/)
    expectRefused(await box.guild(["label", "-y", "-s", "x", "1"]), /cannot write .*EROFS/)
    expectRefused(await box.guild(["runs", "rm", "-y", "1"]), /cannot trash /)
    expectEarlierIntact()
  })
})

describe("a Guild home that cannot be one", () => {
  it("is named, whatever the command", async () => {
    const home = join(box.dir, "file")
    writeFileSync(home, "")
    for (const argv of [["run", "-y", "say"], ...LOOKS, ["runs", "rm", "-y"]])
      expectRefused(await box.guild(argv, { env: { GUILD_HOME: home } }), /file' is not a directory/)
    expect(readFileSync(home, "utf8")).toBe("")
  })
})

describe.runIf(existsSync("/proc/self"))("a Guild home where the system makes none", () => {
  const env = { GUILD_HOME: "/proc/no-such-home" }

  it("is named by what would write, in a line, and is empty for what looks", async () => {
    for (const argv of [
      ["run", "-y", "say"],
      ["run", "-y", "--stage", "say"]
    ])
      expectRefused(await box.guild(argv, { env }), /cannot create .*no-such-home/)
    expect(await box.guild(["runs"], { env })).toEqual({ code: 0, signal: null, out: "", err: "" })
    expect((await box.guild(["check"], { env })).code).toBe(0)
  })
})

describe("a project that cannot be read", () => {
  const other = sandbox()
  afterAll(() => other.remove())
  const me = process.getuid?.() ?? 0
  const user = me === 0 ? NOBODY : me
  const as = me === 0 ? { uid: NOBODY } : {}

  it("is named where it is a file, or missing", async () => {
    expectRefused(await other.guild(["-C", "steady.sh", "runs"]), /'steady.sh' is not a directory/)
    expectRefused(await other.guild(["-C", "nowhere", "run", "-y", "say"]), /'nowhere' does not exist/)
  })

  it("has its other files copied where one is a link to nothing", async () => {
    execFileSync("ln", ["-s", "/nowhere/at/all", join(other.project, "broken.txt")])
    expect(await other.guild(["run", "-y", "say"])).toMatchObject({ code: 0, out: "hi\n" })
    expect(existsSync(other.runFile(other.runIds()[0] ?? "", ".guild/sourcecode/say.sh"))).toBe(false)
    expect(existsSync(other.runFile(other.runIds()[0] ?? "", ".guild/sourcecode/guild.yml"))).toBe(true)
  })

  it("makes no run without a file that may not be read, and names it", async () => {
    execFileSync("chown", ["-R", String(user), other.dir])
    chmodSync(join(other.project, "odd.sh"), 0)
    expectRefused(await other.guild(["run", "-y", "say"], as), /cannot copy source code .*odd\.sh: EACCES/)
    chmodSync(join(other.project, "odd.sh"), 0o600)
  })

  it("is refused where it may not be looked into", async () => {
    chmodSync(other.project, 0)
    const { code, err } = await other.guild(["-C", other.project, "run", "-y", "say"], { ...as, cwd: other.dir })
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/project.*permission denied/) })
    expect(looksLikeMessage(err), err).toBe(true)
    chmodSync(other.project, 0o700)
    chmodSync(other.runsDir, 0o500)
    expectRefused(await other.guild(["run", "-y", "say"], as), /cannot create .*EACCES/)
    chmodSync(other.runsDir, 0)
    for (const argv of LOOKS) expectRefused(await other.guild(argv, as), /cannot list .*runs: EACCES/)
    chmodSync(other.runsDir, 0o700)
  })
})
