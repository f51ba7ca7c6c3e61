import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"

const GUILD_FILE = `
say:
  exec: sh -c 'echo \${word} >> "$PROJECT_DIR/log"; while [ -e "$PROJECT_DIR/hold-\${word}" ]; do sleep 0.05; done'
  flags: {word: x}
firm:
  exec: sh -c 'trap "" INT TERM; echo firm >> "$PROJECT_DIR/log"; while [ -e "$PROJECT_DIR/hold" ]; do sleep 0.05; done'
firmly:
  steps: [firm, say word=last]
inner:
  steps:
    - say word=p
    - say word=q
nested:
  steps:
    - say word=a
    - inner
    - {run: say word=z, name: z}
fork:
  steps:
    - {run: say word=a, name: a}
    - {run: say word=m, name: m, needs: a}
    - {run: say word=b, name: b, needs: a}
`

const boxes: Array<Sandbox> = []
afterEach(() => boxes.splice(0).forEach((each) => each.remove()))

const project = (): Sandbox => {
  const box = sandbox("steps")
  boxes.push(box)
  writeFileSync(join(box.project, "guild.yml"), GUILD_FILE)
  return box
}

/** What steps said since this was last asked. */
const said = ({ project }: Sandbox): ReadonlyArray<string> => {
  const log = join(project, "log")
  const words = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []
  rmSync(log, { force: true })
  return words
}

describe("going back to a step", () => {
  it("with steps of its own runs all of those again", async () => {
    const box = project()
    await box.guild(["run", "nested", "-y"])
    expect(said(box)).toEqual(["a", "p", "q", "z"])
    expect(await box.guild(["run", "--restart", "nested", "--from", "inner", "-y"])).toMatchObject({ code: 0 })
    expect(said(box)).toEqual(["p", "q", "z"])
    expect(await box.guild(["run", "--restart", "nested", "--from", "say", "-y"])).toMatchObject({ code: 0 })
    expect(said(box)).toEqual(["a", "p", "q", "z"])
  })

  it("is not undone by a kill: what needs the step is run again, too, though it was done before", async () => {
    const box = project()
    await box.guild(["run", "fork", "-y"])
    const hold = join(box.project, "hold-m")
    writeFileSync(hold, "")
    said(box)
    const guild = box.start(["run", "--restart", "fork", "--from", "a", "-y"])
    const log = join(box.project, "log")
    await until("m to begin", () => existsSync(log) && readFileSync(log, "utf8") === "a\nm\n")
    guild.kill("SIGKILL")
    await guild.ended
    expect(said(box)).toEqual(["a", "m"])
    rmSync(hold)
    const plan = await box.guild(["plan", "--restart", "fork"])
    expect(plan.out).toMatch(/^run +b +run [0-9a-f]{8} counts no more$/m)
    expect(await box.guild(["run", "--restart", "fork", "-y"])).toMatchObject({ code: 0 })
    expect(said(box).filter((word) => word !== "m")).toEqual(["b"])
    await box.atRest(...box.runIds())
  })
})

describe("a step that completes after guild was asked to end", () => {
  it("is not run again", async () => {
    const box = project()
    const hold = join(box.project, "hold")
    writeFileSync(hold, "")
    const guild = box.start(["run", "firmly", "-y"])
    const log = join(box.project, "log")
    await until("the step to begin", () => existsSync(log) && readFileSync(log, "utf8") === "firm\n")
    guild.kill("SIGINT")
    rmSync(hold)
    await guild.ended
    expect(await box.guild(["run", "--restart", "firmly", "-y"])).toMatchObject({ code: 0 })
    expect(said(box).filter((word) => word === "firm")).toEqual(["firm"])
  })
})

type Plan = ReadonlyArray<{ readonly steps: ReadonlyArray<{ readonly step: string; readonly action: string }> }>

describe("the plan of a restart", () => {
  it("is what the restart does", async () => {
    const box = project()
    await box.guild(["run", "nested", "-y"])
    for (const args of [[], ["--from", "inner"], ["--from", "say"]]) {
      const plan = await box.guild(["plan", "--restart", "nested", "--json", ...args])
      const [operation]: Plan = JSON.parse(plan.out)
      const steps = operation?.steps ?? []
      const toRun = steps.filter(({ action }) => action === "run").map(({ step }) => step)
      const { err } = await box.guild(["run", "--restart", "nested", "-y", ...args])
      const begun = Array.from(err.matchAll(/running (\w+): (?!say word=[pq])/g), ([, step]) => step)
      expect(begun).toEqual(toRun)
    }
  })

  it("starts and writes nothing, and knows no step that is not there", async () => {
    const box = project()
    await box.guild(["run", "nested", "-y"])
    const [before, runs] = [said(box), box.runIds().length]
    expect(before).toEqual(["a", "p", "q", "z"])
    expect(await box.guild(["plan", "--restart", "nested", "--from", "inner"])).toMatchObject({ code: 0, err: "" })
    expect(said(box)).toEqual([])
    expect(box.runIds()).toHaveLength(runs)
    expect(await box.guild(["plan", "--restart", "nested", "--from", "nowhere"])).toMatchObject({
      code: 1,
      err: "guild: there is no step 'nowhere'\nThe steps are: say, inner, z\n"
    })
    expect(await box.guild(["plan", "nested", "--from", "inner"])).toMatchObject({ code: 1, out: "" })
  })
})
