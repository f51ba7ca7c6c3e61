import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { looksLikeMessage, sandbox, until } from "../support/e2e.ts"

let box: Sandbox

beforeAll(async () => {
  box = sandbox("hello")
  writeFileSync(join(box.project, "score.sh"), "echo 'loss: 0.5'\n")
  writeFileSync(
    join(box.project, "guild.yml"),
    "score:\n  exec: sh ${project}/score.sh\n  flags:\n    project: .\n    x: 1\n"
  )
  expect((await box.guild(["run", "score", `project=${box.project}`, "-y"])).err).toBe("")
})
afterAll(() => box.remove())

/** A TensorBoard that writes down how it was started and then waits for its end. */
const fakeTensorBoard = (): string => {
  const bin = join(box.dir, "bin")
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, "tensorboard"), `#!/bin/sh\necho "$@" > '${box.dir}/args'\necho ready\nexec sleep 60\n`)
  chmodSync(join(bin, "tensorboard"), 0o755)
  return `${bin}:${process.env["PATH"] ?? ""}`
}

describe("tensorboard", () => {
  it("saves scalars as CSV, whether TensorBoard is there or not", async () => {
    const [id = ""] = box.runIds()
    const csv = `run,path,tag,value,step\n${id},.guild,loss,0.5,0\n`
    expect((await box.guild(["tensorboard", "--export-scalars", "-"])).out).toBe(csv)
    const path = join(box.dir, "scalars.csv")
    expect((await box.guild(["tensorboard", "--export-scalars", path])).code).toBe(0)
    expect(readFileSync(path, "utf8")).toBe(csv)
  })

  it("lays out links and summaries by run", async () => {
    const { err, out } = await box.guild(["tensorboard", "--test-logdir", "--run-name-flags", "x"])
    expect(err).toBe("")
    const files = out.trimEnd().split("\n")
    expect(files).toHaveLength(3)
    expect(files[0]).toMatch(/^\w{8} score .* x=1\/\.guild\/events\.out\.tfevents\.0000000000\.hparams$/)
    expect(files[2]).toMatch(/events\.out\.tfevents\.9999999999\.time$/)
    const plain = await box.guild(["tensorboard", "--test-logdir", "--skip-hparams"])
    expect(plain.out.trimEnd().split("\n")).toHaveLength(1)
  })

  it("starts TensorBoard on a directory that goes with it", async () => {
    const argv = ["tensorboard", "--port", "6007", "-O", "samples_per_plugin=images=10", "--refresh-interval", "1"]
    const started = box.start(argv, { env: { PATH: fakeTensorBoard() } })
    await until("TensorBoard", () => started.printed().includes("ready"))
    const given = readFileSync(join(box.dir, "args"), "utf8")
    expect(given).toMatch(/ --port=6007 --reload_interval=1 --samples_per_plugin=images=10\n$/)
    const logDir = /--logdir=(\S+)/.exec(given)?.[1] ?? ""
    expect(readdirSync(logDir)).toHaveLength(1)
    expect((await box.guild(["run", "score", `project=${box.project}`, "-y"])).code).toBe(0)
    await until("a run that has come", () => readdirSync(logDir).length === 2)
    expect((await box.guild(["runs", "rm", "1", "-y"])).code).toBe(0)
    await until("a run that is gone", () => readdirSync(logDir).length === 1)
    started.kill("SIGINT")
    expect((await started.ended).code).toBe(0)
    expect(existsSync(logDir)).toBe(false)
  })

  it("says plainly what is wrong", async () => {
    const env = { PATH: "/nowhere", GUILD_PYTHON_EXE: "/bin/false" }
    const missing = await box.guild(["tensorboard"], { env })
    expect(missing.code).toBe(1)
    expect(missing.err).toContain("TensorBoard is not installed")
    expect(looksLikeMessage(missing.err)).toBe(true)
    const wrong = await box.guild(["tensorboard", "-O", "bad"], { env: { PATH: fakeTensorBoard() } })
    expect([wrong.code, wrong.err]).toEqual([1, "guild: invalid TensorBoard option 'bad': expected OPTION=VALUE\n"])
  })
})
