import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { PATIENCE_MS } from "../support/patience.ts"
import { surroundings } from "../support/surroundings.ts"

const base = mkdtempSync(join(tmpdir(), "guild-r-"))
afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

const hasR = spawnSync("Rscript", ["--version"]).error === undefined
const start = resolve(import.meta.dirname, "../../runtime/op_main.R")

const SCRIPT = `lr <- 0.1
epochs = 10L
name <- "adam"
settings <- list(a = 1, deep = list(z = 2))
first <- lr
lr <- 5
if (name == "fail") {
  stop("broken")
}
dput(list(first, lr, epochs, name, settings, commandArgs(trailingOnly = TRUE)), control = 'niceNames')
if (exists("extra")) print(extra)
`
writeFileSync(join(base, "train.R"), SCRIPT)

const run = (dest: string | undefined, ...args: ReadonlyArray<string>) =>
  spawnSync("Rscript", [start, "train.R", ...args], {
    cwd: base,
    env: { ...surroundings(), FLAGS_DEST: dest },
    encoding: "utf8",
    timeout: PATIENCE_MS
  })

const shown = (dest: string | undefined, ...args: ReadonlyArray<string>): string =>
  run(dest, ...args)
    .stdout.replace(/\s+/g, " ")
    .replaceAll("( ", "(")
    .trim()

describe.skipIf(!hasR)(`an R run${hasR ? "" : " (skipped: there is no Rscript on PATH)"}`, () => {
  it("gives flags to the first assignment of each variable", () => {
    expect(
      shown("globals", "base", "--", "--lr", "1e-5", "--epochs", "3", "--name", "'12e3'", "--extra", "[1, 2]")
    ).toContain('list(1e-05, 5, 3, "12e3", list(a = 1, deep = list(z = 2)), "base") [1] 1 2')
  })

  it("leaves flags to the script's own parser where they go to its arguments", () => {
    expect(shown(undefined, "base", "--", "--lr", "3")).toContain('list(0.1, 5, 10, "adam"')
    expect(shown(undefined, "base", "--", "--lr", "3")).toContain('c("base", "--lr", "3"))')
  })

  it("puts flags into one list", () => {
    expect(shown("global:settings.deep", "--z", "5", "--opt.name", "sgd")).toContain(
      'list(a = 1, deep = list(z = 5, opt = list(name = "sgd")))'
    )
  })

  it("shows errors at the script's own lines", () => {
    const { status, stderr } = run("globals", "--name", "fail")
    expect(status).toBe(1)
    expect(stderr).toContain("In train.R, line 7:\nError")
    expect(stderr).toContain("broken")
  })

  it("says that there is no such script", () => {
    const { status, stderr } = spawnSync("Rscript", [start, "none.R"], { cwd: base, encoding: "utf8" })
    expect([status, stderr.includes("guild: No such script: none.R")]).toEqual([1, true])
  })
})
