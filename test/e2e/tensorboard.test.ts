import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync
} from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { looksLikeMessage, sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"

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
  writeFileSync(join(bin, "tensorboard"), `#!/bin/sh\necho "$@" > '${box.dir}/args'\necho ready\nexec sleep 3600\n`)
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
    const unnamed = await box.guild(["tensorboard", "--test-logdir", "--run-name-flags", "no-such-flag, x"])
    expect(unnamed.out).toContain(" x=1/.guild/")
    expect(unnamed.out).not.toContain("no-such-flag")
    const plain = await box.guild(["tensorboard", "--test-logdir", "--skip-hparams"])
    expect(plain.out.trimEnd().split("\n")).toHaveLength(1)
  })

  it("says of a run that was killed with its guild that it failed, and not that it took no time", async () => {
    const [id = ""] = box.runIds()
    const files = ["exit_status", "stopped"].map((name) => box.runFile(id, `.guild/attrs/${name}`))
    const contents = files.map((file) => readFileSync(file))
    files.forEach((file) => rmSync(file))
    const { out } = await box.guild(["tensorboard", "--test-logdir"])
    files.forEach((file, at) => writeFileSync(file, contents[at] ?? ""))
    expect(out.trimEnd().split("\n")).toHaveLength(2)
    expect(out).not.toContain(".time")
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

  it("writes summaries that a strict reader of the documented formats takes", async () => {
    const [id = ""] = box.runIds()
    const png = Buffer.from("89504e470d0a1a0a0000000d4948445200000005000000040802000000", "hex")
    mkdirSync(box.runFile(id, "imgs"))
    writeFileSync(box.runFile(id, "imgs/plot.png"), png)
    writeFileSync(box.runFile(id, "anim.gif"), "GIF89a\x07\x00\x06\x00\x00\x00\x00")
    writeFileSync(box.runFile(id, "broken.jpg"), "no image")
    const flags = "f: 0.5\ni: 3\ns: 'é </script> \"q\"'\nb: true\nnothing: null\nl:\n- 1\n- a\ntop: .inf\n"
    writeFileSync(box.runFile(id, ".guild/attrs/flags"), flags)
    const { code, err, out } = await box.guild(["tensorboard", "--test-logdir", "--keep-logdir"])
    expect(code).toBe(0)
    const logDir = /Log directory is (.*)/.exec(err)?.[1] ?? ""
    const events = (suffix: string): ReadonlyArray<unknown> => {
      const files = out.split("\n").filter((path) => path.includes(".tfevents.") && path.includes(suffix))
      const paths = files.map((path) => join(logDir, path))
      const read = spawnSync("python3", [join(import.meta.dirname, "../support/read_events.py"), ...paths])
      expect(read.stderr.toString()).toBe("")
      return read.stdout
        .toString()
        .trim()
        .split("\n")
        .map((line): unknown => JSON.parse(line))
    }
    const time = expect.any(Number) as unknown
    const value = (...values: ReadonlyArray<unknown>) => ({ wall_time: time, summary: { value: values } })
    const hparams = (tag: string, content: unknown) =>
      value({ tag: `_hparams_/${tag}`, metadata: { plugin_data: { plugin_name: "hparams", content } } })
    const text = (name: string, ...values: ReadonlyArray<string>) => ({
      name,
      type: 1,
      domain_discrete: { values: values.map((each) => ({ string_value: each })) }
    })
    const version = { wall_time: time, file_version: "brain.Event:2" }
    expect(events(".hparams")).toEqual([
      version,
      hparams("experiment", {
        experiment: {
          hparam_infos: [
            { name: "b", type: 2, domain_discrete: { values: [{ bool_value: true }] } },
            { name: "f", type: 3 },
            { name: "i", type: 3 },
            text("l", "[1, a]"),
            text("s", 'é </script> "q"'),
            text("sourcecode", expect.stringMatching(/^\w{8}$/) as string),
            text("top", ".inf")
          ],
          metric_infos: [{ name: { tag: "loss" } }, { name: { tag: "time" } }]
        }
      }),
      hparams("session_start_info", {
        session_start_info: {
          hparams: [
            { key: "sourcecode", value: { string_value: expect.any(String) as string } },
            { key: "f", value: { number_value: 0.5 } },
            { key: "i", value: { number_value: 3 } },
            { key: "s", value: { string_value: 'é </script> "q"' } },
            { key: "b", value: { bool_value: true } },
            { key: "l", value: { string_value: "[1, a]" } },
            { key: "top", value: { string_value: ".inf" } }
          ],
          group_name: expect.stringMatching(/^\w{8} score /) as string,
          start_time_secs: time
        }
      }),
      hparams("session_end_info", { session_end_info: { status: 1, end_time_secs: time } })
    ])
    expect(events(".time")).toEqual([version, value({ tag: "time", simple_value: time })])
    const image = (tag: string, width: number, height: number, file: Buffer) =>
      value({ tag, image: { height, width, colorspace: 3, encoded_image_string: file.toString("hex") } })
    expect(events(".image.")).toEqual([
      version,
      image("anim.gif", 7, 6, readFileSync(box.runFile(id, "anim.gif"))),
      version,
      image("imgs/plot.png", 5, 4, png)
    ])
    rmSync(logDir, { recursive: true })
  })

  it("has a session beside the scalars that a run writes by itself, where TensorBoard looks for metrics", async () => {
    expect((await box.guild(["run", "score", `project=${box.project}`, "-y"])).code).toBe(0)
    const [id = ""] = (await box.guild(["select"])).out.split("\n")
    const sessions = async () => {
      const { out } = await box.guild(["tensorboard", id, "--test-logdir"])
      return out
        .split("\n")
        .flatMap((path) => /\/(.*)events\.out\.tfevents\.0000000000\.hparams$/.exec(path)?.[1] ?? [])
    }
    expect(await sessions()).toEqual([".guild/"])
    const name = "events.out.tfevents.1600000000.host.0.0"
    copyFileSync(join(import.meta.dirname, "../../fixtures/event-files/tf2", name), box.runFile(id, name))
    expect(await sessions()).toEqual([".guild/", ""])
    expect((await box.guild(["runs", "rm", id, "-y"])).code).toBe(0)
  })

  it("adds an image again that has changed, and drops what is gone, while TensorBoard runs", async () => {
    const [id = ""] = box.runIds()
    const argv = ["tensorboard", id, "--skip-hparams", "--refresh-interval", "1"]
    const started = box.start(argv, { env: { PATH: fakeTensorBoard() } })
    await until("TensorBoard", () => started.printed().includes("ready"))
    const logDir = /--logdir=(\S+)/.exec(readFileSync(join(box.dir, "args"), "utf8"))?.[1] ?? ""
    const [name = ""] = readdirSync(logDir)
    const images = () => readdirSync(join(logDir, name, ".images")).flatMap((file) => file.split(".image.")[1] ?? [])
    const digest = (path: string) => createHash("md5").update(path).digest("hex")
    expect(images().toSorted()).toEqual([digest("anim.gif"), digest("imgs/plot.png")].toSorted())
    utimesSync(box.runFile(id, "anim.gif"), 1, 1)
    await until("the image that changed", () => images().length === 3)
    expect(images().filter((image) => image === digest("anim.gif"))).toHaveLength(2)
    rmSync(box.runFile(id, "imgs"), { recursive: true })
    await until("the file that is gone", () => !existsSync(join(logDir, name, "imgs/plot.png")))
    rmSync(box.runFile(id, ""), { recursive: true })
    await until("the run that is gone", () => readdirSync(logDir).length === 0)
    started.kill("SIGTERM")
    await started.ended
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
