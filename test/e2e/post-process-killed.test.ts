import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { isGone } from "../../src/layers/process/ProcessTable.ts"
import type { Sandbox } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"
import { killAtOnce, pidIn } from "../support/kill.ts"

const boxes: Array<Sandbox> = []
afterEach(() => boxes.splice(0).forEach((each) => each.remove()))

const guildFile = (source: string): string => `show:
  exec: cat made
  requires:
    - file: ${source}
      post-process: sh $COMMAND
`

/** Says that it has begun and which process it is, waits until it may go on, and comes to its end. */
const COMMAND =
  'echo begun >> made; echo $$ > "$BEGUN"; while [ ! -e "$READY" ]; do sleep 0.05; done; echo ended >> made\n'

describe("a post-process command that is killed half-way with guild", () => {
  it.each([
    ["an archive, of which it finds nothing half done", "data.tar\n      select: made", "begun\nended\n"],
    ["a file of the project", "data/made", "begun\nbegun\nended\n"]
  ])("is done again: %s", async (_, source, made) => {
    const box = sandbox("get-started")
    boxes.push(box)
    const env = { BEGUN: join(box.dir, "begun"), READY: join(box.dir, "ready"), COMMAND: join(box.dir, "command.sh") }
    writeFileSync(env.COMMAND, COMMAND)
    writeFileSync(join(box.project, "guild.yml"), guildFile(source))
    mkdirSync(join(box.project, "data"))
    writeFileSync(join(box.project, "data/made"), "")
    await box.bash("tar -cf data.tar -C data made")
    const guild = box.start(["run", "show", "-y"], { env })
    const pid = await until("the command to begin", () => pidIn(env.BEGUN))
    guild.kill("SIGKILL")
    killAtOnce(pid)
    await guild.ended
    const [run = ""] = box.runIds()
    writeFileSync(env.READY, "")
    expect(await box.guild(["run", "--restart", run, "-y"], { env })).toMatchObject({ code: 0, out: made })
    // Once it is done, it is done.
    expect(await box.guild(["run", "show", "-y"], { env })).toMatchObject({ code: 0, out: made })
  })

  it("ends with guild, when guild is asked to end or killed, and what it was at is done again", async () => {
    const box = sandbox("get-started")
    boxes.push(box)
    const env = { BEGUN: join(box.dir, "begun"), READY: join(box.dir, "ready"), COMMAND: join(box.dir, "command.sh") }
    // It does not mind what it is asked.
    writeFileSync(env.COMMAND, `trap '' INT\n${COMMAND}`)
    writeFileSync(join(box.project, "guild.yml"), guildFile("data.tar\n      select: made"))
    mkdirSync(join(box.project, "data"))
    writeFileSync(join(box.project, "data/made"), "")
    await box.bash("tar -cf data.tar -C data made")
    for (const [signal, code] of [
      ["SIGINT", 130],
      ["SIGKILL", -9]
    ] as const) {
      rmSync(env.BEGUN, { force: true })
      const guild = box.start(["run", "show", "-y"], { env })
      const pid = await until("the command to begin", () => pidIn(env.BEGUN))
      guild.kill(signal)
      const ended = await guild.ended
      expect([signal, ended.code === code || code < 0]).toEqual([signal, true])
      await until("the command to end", () => isGone(pid))
    }
    writeFileSync(env.READY, "")
    expect(await box.guild(["run", "show", "-y"], { env })).toMatchObject({ code: 0, out: "begun\nended\n" })
  })
})
