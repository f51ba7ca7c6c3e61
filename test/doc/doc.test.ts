import { spawn } from "node:child_process"
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs"
import { availableParallelism, tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { matchesExpected, parseDocPage } from "../support/docPage.ts"
import { surroundings } from "../support/surroundings.ts"
import { removeWorld } from "../support/workers.ts"

const root = resolve(import.meta.dirname, "../..")
// Pages of a directory are numbered in the reader's order.
const pages = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .sort()

/** How long a page may wait for those before it, in milliseconds. */
const PATIENCE = 3_600_000

const waiting: Array<() => void> = []
let free = availableParallelism()

/** Pages have nothing to do with each other: as many run at a time as there are processors. */
const takeTurn = async (): Promise<void> => {
  if (free > 0) free -= 1
  else await new Promise<void>((begin) => waiting.push(begin))
}

const endTurn = (): void => {
  const begin = waiting.shift()
  if (begin === undefined) free += 1
  else begin()
}

/** What a command prints on both streams, and its exit code. */
const bash = (command: string, cwd: string, env: NodeJS.ProcessEnv) =>
  new Promise<{ readonly output: string; readonly code: number | null }>((settle, fail) => {
    const child = spawn("bash", ["-c", `exec 2>&1\n${command}`], { cwd, env, stdio: ["ignore", "pipe", "inherit"] })
    const chunks: Array<Buffer> = []
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk))
    child.on("error", fail)
    child.on("close", (code) => settle({ output: Buffer.concat(chunks).toString("utf8"), code }))
  })

describe.concurrent.each(pages)("%s", (name) => {
  const page = parseDocPage(readFileSync(join(import.meta.dirname, name), "utf8"))
  let home = ""
  let project = ""
  let bin = ""
  const guildHome = () => join(home, "guild-home")

  beforeAll(async () => {
    await takeTurn()
    home = mkdtempSync(join(tmpdir(), "guild-doc-"))
    project = join(home, "project")
    bin = join(home, "bin")
    mkdirSync(bin)
    const guild = join(bin, "guild")
    writeFileSync(guild, `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/guild.cjs")}" "$@"\n`)
    chmodSync(guild, 0o755)
    if (page.fixture === undefined) mkdirSync(project)
    else cpSync(join(root, "fixtures", page.fixture), project, { recursive: true })
  }, PATIENCE)

  afterAll(() => {
    removeWorld(home, `GUILD_HOME=${guildHome()}`)
    endTurn()
  })

  it.sequential("has a title and steps", () => {
    expect(page.title).not.toBe("")
    expect(page.steps.length).toBeGreaterThan(0)
  })

  // A page is read from top to bottom, and so it is run: each step builds on those before it.
  page.steps.forEach((step) => {
    it.sequential(`line ${step.line}: ${step.kind === "file" ? `writes ${step.name}` : step.command}`, async () => {
      if (step.kind === "file") {
        mkdirSync(dirname(join(project, step.name)), { recursive: true })
        writeFileSync(join(project, step.name), step.content)
        return
      }
      const { output, code } = await bash(step.command, project, {
        ...surroundings(),
        PATH: `${bin}:${process.env["PATH"] ?? ""}`,
        GUILD_HOME: guildHome(),
        HOME: home,
        COLUMNS: "120",
        NO_COLOR: "1"
      })
      if (!matchesExpected(step.expected, output)) expect(output).toBe(step.expected)
      expect(code, output).toBe(step.exit)
    })
  })
})
