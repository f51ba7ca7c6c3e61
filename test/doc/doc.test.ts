import { spawnSync } from "node:child_process"
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { matchesExpected, parseDocPage } from "../support/docPage.ts"

const root = resolve(import.meta.dirname, "../..")
// Pages of a directory are numbered in the reader's order.
const pages = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .sort()

describe.each(pages)("%s", (name) => {
  const page = parseDocPage(readFileSync(join(import.meta.dirname, name), "utf8"))
  let home = ""
  let project = ""
  let bin = ""

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "guild-doc-"))
    project = join(home, "project")
    bin = join(home, "bin")
    mkdirSync(bin)
    const guild = join(bin, "guild")
    writeFileSync(guild, `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/guild.cjs")}" "$@"\n`)
    chmodSync(guild, 0o755)
    if (page.fixture === undefined) mkdirSync(project)
    else cpSync(join(root, "fixtures", page.fixture), project, { recursive: true })
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  it("has a title and steps", () => {
    expect(page.title).not.toBe("")
    expect(page.steps.length).toBeGreaterThan(0)
  })

  // A page is read from top to bottom, and so it is run: each step builds on those before it.
  page.steps.forEach((step) => {
    it(`line ${step.line}: ${step.kind === "file" ? `writes ${step.name}` : step.command}`, () => {
      if (step.kind === "file") {
        mkdirSync(dirname(join(project, step.name)), { recursive: true })
        writeFileSync(join(project, step.name), step.content)
        return
      }
      const ran = spawnSync("bash", ["-c", `exec 2>&1\n${step.command}`], {
        cwd: project,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...process.env,
          PATH: `${bin}:${process.env["PATH"] ?? ""}`,
          GUILD_HOME: join(home, "guild-home"),
          HOME: home,
          COLUMNS: "120",
          NO_COLOR: "1"
        }
      })
      if (!matchesExpected(step.expected, ran.stdout)) expect(ran.stdout).toBe(step.expected)
      expect(ran.status, ran.stdout).toBe(step.exit)
    })
  })
})
