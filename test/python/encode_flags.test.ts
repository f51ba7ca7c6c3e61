import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { spawnSync } from "node:child_process"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { interpreters, packageDir } from "./python.ts"

const dir = mkdtempSync(join(tmpdir(), "guild-encode-"))
afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
})
writeFileSync(
  join(dir, "spaces.py"),
  `print("loading")
def tell(value, flag):
    print("asked")
    return [flag.name, value, flag.default, flag.min, flag.type, flag.required, flag.extra, [c.value for c in flag.choices]]
def same(value, flag):
    return value
def leave(value, flag):
    raise SystemExit(3)
`
)

const encode = (interpreter: string, spec: string, flags: unknown) => {
  const { status, stdout } = spawnSync(interpreter, ["-m", "guild.encode_flags_main", spec], {
    cwd: dir,
    env: { PYTHONPATH: `${dir}:${packageDir}` },
    input: JSON.stringify(flags),
    encoding: "utf8"
  })
  return { status, stdout }
}

describe.each(interpreters)("a flag encoder, asked by %s", (interpreter) => {
  it("knows what the Guild file says of a flag, and nothing that it prints gets into the answer", () => {
    const attrs = {
      m: [
        ["default", { f: "0.5" }],
        ["min", 0],
        ["choices", { l: [{ m: [["value", 1]] }] }],
        ["distribution", "log-uniform"],
        ["extra", { m: [["width", 2]] }]
      ]
    }
    const extra = {
      m: expect.arrayContaining([
        ["width", 2],
        ["distribution", "log-uniform"]
      ])
    }
    const { status, stdout } = encode(interpreter, "spaces:tell", [["x", 3, attrs]])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      flags: [["x", { l: ["x", 3, { f: "0.5" }, 0, null, false, extra, { l: [1] }] }]]
    })
  })

  it("gives values back with their types", () => {
    const flags = [1, { f: "1.0" }, true, null, "a", { l: [1, { f: "2.5" }] }].map((value, at) => [`f${at}`, value])
    const { stdout } = encode(
      interpreter,
      "spaces:same",
      flags.map(([name, value]) => [name, value, { m: [] }])
    )
    expect(JSON.parse(stdout)).toEqual({ flags })
  })

  it("ends without an answer where its code leaves", () => {
    expect(encode(interpreter, "spaces:leave", [["x", 1, { m: [] }]])).toEqual({ status: 3, stdout: "" })
  })
})
