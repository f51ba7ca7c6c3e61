import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"

const guild = resolve(import.meta.dirname, "../../dist/guild.cjs")

let dir = ""
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "guild-compiled-"))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const check = () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [guild, "check", "--version", "0.7"], {
    encoding: "utf8",
    env: { ...process.env, GUILD_HOME: join(dir, "home"), XDG_CACHE_HOME: dir }
  })
  return { status, stderr, stdout }
}

const cached = (): ReadonlyArray<string> => {
  const root = join(dir, "guild-effect")
  return readdirSync(root).map((name) => join(root, name))
}

/** What a disk may make of a file: each is written over the middle, where V8 does not look. */
const ruins: Readonly<Record<string, (path: string) => void>> = {
  "lost a block": (path) => {
    const bytes = readFileSync(path)
    writeFileSync(path, bytes.fill(0, bytes.length >> 1, (bytes.length >> 1) + 4_096))
  },
  "was cut": (path) => truncateSync(path, readFileSync(path).length >> 1),
  "is another file": (path) => writeFileSync(path, "another file ".repeat(1_000))
}

describe("the cache of compiled code", () => {
  for (const [what, ruin] of Object.entries(ruins))
    it(`that ${what} changes no answer and is made anew`, () => {
      const answer = check()
      const whole = cached().map((path) => [path, readFileSync(path).length] as const)
      expect(whole.length).toBeGreaterThan(0)
      for (const [path] of whole) ruin(path)
      const ruined = whole.map(([path]) => readFileSync(path))
      expect(check()).toEqual(answer)
      for (const [i, [path]] of whole.entries()) expect(readFileSync(path).equals(ruined[i] ?? Buffer.of())).toBe(false)
      expect(check()).toEqual(answer)
    })

  it("is done without where it cannot be written", () => {
    writeFileSync(join(dir, "guild-effect"), "")
    expect(check().stderr).not.toContain("internal error")
  })
})
