import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Either, Layer } from "effect"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parseOpRef } from "../../src/domain/ops/OpRef.ts"
import { parseYaml } from "../../src/domain/yaml/Yaml.ts"
import { layer as scalarLog } from "../../src/layers/ScalarLogTfevents.ts"
import { ScalarLog } from "../../src/services/ScalarLog.ts"
import type { Sandbox, Started } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"
import { killGroup, pidIn } from "../support/kill.ts"
import { testHost } from "../support/testHost.ts"

/** Who is killed: guild, the script's whole group, or one after the other. */
type Victim = "guild" | "script" | "both"

const digestOf = (dir: string): string => {
  const hash = createHash("sha1")
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true }).sort((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1
  )) {
    const path = join(entry.parentPath, entry.name)
    hash.update(path)
    if (entry.isFile()) hash.update(readFileSync(path))
  }
  return hash.digest("hex")
}

/** The pid that LOCK names, once the process runs. */
const lockOf = (box: Sandbox, id: string): number | undefined => pidIn(box.runFile(id, ".guild/LOCK"))

const kill = async (box: Sandbox, guild: Started, id: string | undefined, victim: Victim): Promise<void> => {
  if (victim !== "guild" && id !== undefined) {
    const pid = lockOf(box, id)
    if (pid !== undefined) killGroup(pid)
    else guild.kill("SIGKILL")
  }
  if (victim !== "script" || id === undefined) guild.kill("SIGKILL")
  await guild.ended
}

const lineCount = (bytes: Buffer): number => {
  const lines = bytes.toString("latin1").split("\n")
  return lines.at(-1) === "" ? lines.length - 1 : lines.length
}

/** Everything in a run directory can be read: no file is there by half. */
const expectWhole = (box: Sandbox, id: string): void => {
  expect(Either.isRight(parseOpRef(readFileSync(box.runFile(id, ".guild/opref"), "utf8")))).toBe(true)
  const attrs = box.runFile(id, ".guild/attrs")
  for (const name of existsSync(attrs) ? readdirSync(attrs) : []) {
    const text = readFileSync(join(attrs, name), "utf8")
    expect(text.endsWith("\n") && Either.isRight(parseYaml(text)), `${name}: ${text}`).toBe(true)
  }
}

const expectOutputKept = (box: Sandbox, id: string, printed: string): void => {
  if (!existsSync(box.runFile(id, ".guild/output"))) return expect(printed).toBe("")
  const output = readFileSync(box.runFile(id, ".guild/output"))
  const index = readFileSync(box.runFile(id, ".guild/output.index"))
  expect(index.length % 9).toBe(0)
  expect(index.length / 9).toBeLessThanOrEqual(lineCount(output))
  const kept = new Set(output.toString("utf8").split("\n"))
  expect(printed.split("\n").filter((line) => !kept.has(line))).toEqual([])
}

/** The captured scalars are those that were printed: all that the user has seen, in order; at most the last record is cut. */
const expectScalarsKept = async (box: Sandbox, id: string, printed: string): Promise<void> => {
  const { problems, scalars } = await Effect.runPromise(
    Effect.provide(
      Effect.flatMap(ScalarLog, (log) => log.summarize(join(box.runsDir, id))),
      Layer.provide(scalarLog, testHost({}))
    )
  )
  expect(problems.filter(({ reason }) => reason !== "truncated")).toEqual([])
  const seen = printed.match(/^loss: \d+\.5\n/gm)?.length ?? 0
  expect(scalars.find(({ tag }) => tag === "loss")?.count ?? 0).toBeGreaterThanOrEqual(seen)
  for (const { firstVal, lastStep, lastVal } of scalars) {
    expect(firstVal).toBe(1.5)
    expect(lastVal).toBe(lastStep + 0.5)
  }
}

describe("guild or its script, killed at any moment", () => {
  let box: Sandbox
  let earlier = ""
  let digest = ""

  beforeAll(async () => {
    box = sandbox()
    expect((await box.guild(["run", "-y", "say", "text=kept"])).code).toBe(0)
    earlier = box.runIds()[0] ?? ""
    digest = digestOf(join(box.runsDir, earlier))
  })
  afterAll(() => box.remove())

  const listed = async (): Promise<ReadonlyArray<{ readonly id: string; readonly status: string }>> =>
    JSON.parse((await box.guild(["runs", "--all", "--json"])).out)

  const killOnce = async (moment: "starting" | "running", afterMs: number, victim: Victim) => {
    const before = new Set(box.runIds())
    const guild = box.start(["run", "-y", "steady"])
    const newRun = () => box.runIds().find((id) => !before.has(id))
    if (moment === "running") await until("output", () => guild.printed() !== "")
    else await until("the run or its absence", newRun)
    await new Promise((next) => setTimeout(next, afterMs))
    const id = newRun()
    await kill(box, guild, id, victim)
    if (id === undefined) return
    // A script whose reader is gone ends when it prints next.
    await box.atRest(id)
    expectWhole(box, id)
    expectOutputKept(box, id, guild.printed())
    await expectScalarsKept(box, id, guild.printed())
    expect(digestOf(join(box.runsDir, earlier))).toBe(digest)
    const runs = await listed()
    expect(runs.find((run) => run.id === earlier)?.status).toBe("completed")
    // One that had its lock when its guild was killed is not waited for.
    const pending = existsSync(box.runFile(id, ".guild/PENDING")) && !existsSync(box.runFile(id, ".guild/LOCK"))
    const status = runs.find((run) => run.id === id)?.status
    if (box.attr(id, "exit_status") !== undefined) expect(status).toBe("terminated")
    else expect(status).toBe(pending ? "pending" : "error")
    expect(existsSync(box.runFile(id, ".guild/exit_status"))).toBe(false)
  }

  it("loses nothing while a run is prepared", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 60 }), (afterMs) => killOnce("starting", afterMs, "guild")),
      { numRuns: 10 }
    ))

  it("loses nothing while a script runs", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 150 }),
        fc.constantFrom<Victim>("guild", "script", "both"),
        (afterMs, victim) => killOnce("running", afterMs, victim)
      ),
      { numRuns: 10 }
    ))

  it("tells of a killed script as of one that a signal ended", async () => {
    const before = new Set(box.runIds())
    const guild = box.start(["run", "-y", "steady"])
    await until("output", () => guild.printed() !== "")
    const id = box.runIds().find((each) => !before.has(each)) ?? ""
    killGroup(lockOf(box, id) ?? 0)
    expect((await guild.ended).code).toBe(256 - 9)
    expect(box.attr(id, "exit_status")).toBe("-9")
    expect(existsSync(box.runFile(id, ".guild/LOCK"))).toBe(false)
    expect((await listed()).find((run) => run.id === id)?.status).toBe("terminated")
  })

  it("leaves runs that every command takes", async () => {
    const ids = (await listed()).map((run) => run.id)
    expect(ids.length).toBeGreaterThan(2)
    for (const argv of [["runs", "--all"], ["compare"], ["compare", "--csv", "-"]]) {
      const { code, err } = await box.guild(argv)
      expect({ argv, code, err }).toEqual({ argv, code: 0, err: "" })
    }
    for (const id of ids.slice(0, 3)) {
      for (const argv of [
        ["runs", "info"],
        ["ls", "-a"],
        ["label", "-y", "-s", "seen"]
      ]) {
        const { code, err } = await box.guild([...argv, id])
        expect({ argv, code, err }).toMatchObject({ argv, code: 0 })
      }
    }
    const removed = await box.guild(["runs", "rm", "-y", ...ids.filter((id) => id !== earlier)])
    expect(removed.code, removed.err).toBe(0)
    expect((await listed()).map((run) => run.id)).toEqual([earlier])
  })
})
