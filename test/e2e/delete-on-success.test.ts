import { writeFileSync } from "node:fs"
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

  it("go to the trash as a queue has run them, but for those that were staged to be kept", async () => {
    await run("once", "x=1", "--stage")
    await run("once", "x=2", "--stage", "--keep-run")
    await run("queue", "run-once=yes")
    expect(listed().filter((flags) => flags.startsWith("x:"))).toEqual(["x: 2"])
  })
})
