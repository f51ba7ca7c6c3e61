import { readFileSync } from "node:fs"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { looksLikeMessage, sandbox } from "../support/e2e.ts"
import { killAtOnce } from "../support/kill.ts"

/** The lines of `output.index`: the stream of each, and whether times never go back. */
const indexOf = (bytes: Buffer) => {
  const entries = Array.from({ length: Math.floor(bytes.length / 9) }, (_, at) => ({
    timeMs: Number(bytes.readBigUInt64BE(at * 9)),
    stream: bytes.readUInt8(at * 9 + 8)
  }))
  return {
    whole: bytes.length % 9 === 0,
    streams: entries.map(({ stream }) => stream),
    inOrder: entries.every(({ timeMs }, at) => timeMs >= (entries[at - 1]?.timeMs ?? 0))
  }
}

describe("what a script prints", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
  })
  afterAll(() => box.remove())

  const run = async (...argv: ReadonlyArray<string>) => {
    const before = new Set(box.runIds())
    const ended = await box.guild(["run", "-y", ...argv])
    const id = box.runIds().find((each) => !before.has(each)) ?? ""
    const output = readFileSync(box.runFile(id, ".guild/output"))
    const index = indexOf(readFileSync(box.runFile(id, ".guild/output.index")))
    expect(index).toMatchObject({ whole: true, inOrder: true })
    return { ...ended, id, output, streams: index.streams }
  }

  it("is kept to the last line where that has no end", async () => {
    const { code, out, output, streams } = await run("odd", "kind=unfinished")
    expect({ code, out, streams }).toEqual({ code: 0, out: "no newline at the end", streams: [0] })
    expect(output.toString()).toBe("no newline at the end")
  })

  it("is kept byte by byte where it is no text", async () => {
    const { code, output, streams } = await run("odd", "kind=binary")
    expect({ code, streams }).toEqual({ code: 0, streams: [0] })
    expect([...output.subarray(-5)]).toEqual([0, 1, 0xff, 0xfe, 10])
    expect(output.length).toBeGreaterThan(4000)
  })

  it("may be a line of a megabyte", async () => {
    const { code, out, output, streams } = await run("odd", "kind=long")
    expect({ code, streams, printed: out.length, kept: output.length }).toEqual({
      code: 0,
      streams: [0],
      printed: 1048577,
      kept: 1048577
    })
  })

  it("may be a progress bar, which is one line", async () => {
    const { output, streams } = await run("odd", "kind=progress")
    expect(output.toString()).toBe("\r10%\r50%\r100%\n")
    expect(streams).toEqual([0])
  })

  it("keeps the order of each stream and the stream of each line", async () => {
    const { err, out, output, streams } = await run("odd", "kind=both")
    const lines = output.toString().trimEnd().split("\n")
    expect(streams).toHaveLength(18)
    for (const [stream, text] of [out, err].entries())
      expect(lines.filter((_, at) => streams[at] === stream)).toEqual(text.trimEnd().split("\n"))
  })

  it("ends where the script closes its streams", async () => {
    const { code, out } = await run("odd", "kind=closed")
    expect({ code, out }).toEqual({ code: 0, out: "first\n" })
  })

  it("does not hold guild where a daemon keeps it open", async () => {
    const { code, id, out } = await run("odd", "kind=daemon")
    expect({ code, out }).toEqual({ code: 0, out: "parent\n" })
    const daemons = box.workers(id)
    expect(daemons).not.toEqual([])
    daemons.forEach(killAtOnce)
  })

  it("may be very many lines, of which none is lost", async () => {
    const { out, output, streams } = await run("flood", "lines=200000")
    expect(output.toString() === out).toBe(true)
    expect(streams).toHaveLength(200001)
    expect(out.endsWith("line 200000 of a long output\nloss: 1\n")).toBe(true)
  })

  it("goes on being kept when nobody looks any more", async () => {
    const before = new Set(box.runIds())
    const { code, err, out } = await box.bash("guild run -y flood lines=20000 | head -1; exit ${PIPESTATUS[0]}")
    expect({ code, err, out }).toEqual({ code: 0, err: "", out: "line 1 of a long output\n" })
    const id = box.runIds().find((each) => !before.has(each)) ?? ""
    expect(box.attr(id, "exit_status")).toBe("0")
    expect(
      readFileSync(box.runFile(id, ".guild/output"), "utf8").endsWith("line 20000 of a long output\nloss: 1\n")
    ).toBe(true)
  })

  it("is not kept where the environment says so, and shown all the same", async () => {
    const before = new Set(box.runIds())
    const env = { NO_RUN_OUTPUT: "1" }
    expect(await box.guild(["run", "-y", "odd"], { env })).toMatchObject({ code: 0, out: "plain\n", err: "" })
    const id = box.runIds().find((each) => !before.has(each)) ?? ""
    const cat = await box.guild(["cat", "--output", id])
    expect(cat).toMatchObject({ code: 1, out: "" })
    expect(cat.err).toMatch(/^guild: .*\.guild\/output does not exist\n$/)
  })

  it("does not reach a terminal as commands by way of lists", async () => {
    const escape = "\u001b[31mred\u001b]0;title\u0007\nsecond line\r\u202eback"
    expect((await box.guild(["run", "-y", "say", `text=${escape}`, "--label", escape])).code).toBe(0)
    for (const argv of [["runs"], ["compare"], ["runs", "info"], ["runs", "--json"], ["compare", "--json"], ["ls"]]) {
      const { code, err, out } = await box.guild(argv)
      expect(code).toBe(0)
      const shown = out.replaceAll("\u202e", "\u0007")
      expect(looksLikeMessage(shown + err), `${argv.join(" ")}: ${JSON.stringify(out)}`).toBe(true)
    }
    for (const argv of [
      ["run", "say", `text=${escape}`],
      ["runs", "rm", "1"],
      ["label", "-s", escape, "1"]
    ]) {
      const asked = await box.guild(argv, { input: "n\n" })
      expect(asked.code).toBe(1)
      expect(looksLikeMessage(asked.out + asked.err), JSON.stringify(asked)).toBe(true)
    }
  })
})
