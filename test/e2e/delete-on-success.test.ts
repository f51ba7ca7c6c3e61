import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeEach, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"
import { batchTools } from "../support/batchTools.ts"

const GUILD_FILE = `
once:
  exec: sh -c 'test \${x} -lt 3'
  delete-on-success: yes
  flags:
    x: 1
`

describe("runs of an operation that deletes them on success", () => {
  let box: Sandbox
  const boxes: Array<Sandbox> = []

  beforeEach(() => {
    box = sandbox("get-started")
    boxes.push(box)
    writeFileSync(join(box.project, "guild.yml"), GUILD_FILE)
  })
  afterAll(() => {
    for (const each of boxes) each.remove()
  })

  const tools = batchTools(() => box)
  const run = (...argv: ReadonlyArray<string>) => box.guild(["run", "-y", ...argv])
  const opref = (id: string) => readFileSync(box.runFile(id, ".guild/opref"), "utf8").trim()
  /** Values of `x` of the runs that are listed; a batch has none. */
  const listed = () =>
    box
      .runIds()
      .map((id) => (tools.isBatch(id) ? "batch" : (tools.attr(id, "flags") ?? "").trim()))
      .sort()

  it("go to the trash once their batch is through, but for those that failed, and leave no link behind", async () => {
    const batch = await tools.batchOf(() => run("once", "x=[1,2,3]"))
    expect(listed()).toEqual(["batch", "x: 3"])
    expect(tools.links(batch)).toHaveLength(1)
  })

  it("stay with their batch where a failed trial ended it, or where the user keeps them", async () => {
    await run("once", "x=[2,3]", "--fail-on-trial-error")
    expect(listed()).toEqual(["batch", "x: 2", "x: 3"])
    await run("once", "x=[1,2]", "--keep-run")
    expect(listed()).toEqual(["batch", "batch", "x: 1", "x: 2", "x: 2", "x: 3"])
  })

  it("go to the trash once the run whose steps they are is through, and stay while it may go on or the user keeps them", async () => {
    writeFileSync(
      join(box.project, "guild.yml"),
      `${GUILD_FILE}
make:
  exec: sh -c 'echo \${y} > made'
  delete-on-success: yes
  flags: {y: 1}
use:
  exec: sh -c 'cat made; test -e "$PROJECT_DIR/ready"'
  requires:
    operation: make
inner:
  delete-on-success: yes
  steps: [make y=2, make y=3]
outer:
  steps: [make, inner, {run: make y=9, needed: yes, name: taken}, use]
`
    )
    const ran = () =>
      box
        .runIds()
        .map((id) => opref(id).split(" ").at(-1))
        .sort()
    await run("make", "y=9", "--keep-run")
    expect(await run("outer")).toMatchObject({ code: 1 })
    expect(ran()).toEqual(["inner", "make", "make", "make", "make", "outer", "use"])
    writeFileSync(join(box.project, "ready"), "")
    expect(await box.guild(["run", "-y", "--restart", "outer"])).toMatchObject({ code: 0 })
    const [outer = ""] = box.runIds().filter((id) => opref(id).endsWith(" outer"))
    expect(ran()).toEqual(["make", "outer", "use", "use"])
    expect(readdirSync(box.runFile(outer, "")).sort()).toEqual([".guild", "taken", "use"])
    expect(await run("inner", "--keep-run")).toMatchObject({ code: 0 })
    expect(ran()).toEqual(["inner", "make", "make", "make", "outer", "use", "use"])
    expect(await run("inner")).toMatchObject({ code: 0 })
    expect(ran()).toEqual(["inner", "make", "make", "make", "outer", "use", "use"])
  })

  it("go to the trash as a queue has run them, but for those that were staged to be kept", async () => {
    await run("once", "x=1", "--stage")
    await run("once", "x=2", "--stage", "--keep-run")
    await run("queue", "run-once=yes")
    expect(listed().filter((flags) => flags.startsWith("x:"))).toEqual(["x: 2"])
  })
})
