import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { looksLikeMessage, sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"
import { killAtOnce } from "../support/kill.ts"

const PIPELINE = `
import { Effect, Schema } from "effect"
import { flag, Operation, Pipeline } from "guild-effect"

const Ok = Schema.Struct({ ok: Schema.Number })

/** Waits until the other one is there. */
const meet = (name: string, other: string) =>
  Operation.process(name, {
    output: Ok,
    outputScalars: { ok: "ok: (\\\\value)" },
    command: () => ({
      argv: ["sh", "-c", \`touch "$PROJECT_DIR/\${name}"; until [ -e "$PROJECT_DIR/\${other}" ]; do sleep 0.02; done; echo ok: 1\`]
    })
  })

export const both = Pipeline.make("both", {
  build: () => Pipeline.all([meet("left", "right").with(), meet("right", "left").with()])
})

const first = Operation.process("first", {
  output: Ok,
  outputScalars: { ok: "ok: (\\\\value)" },
  command: () => ({ argv: ["sh", "-c", 'echo first >> "$PROJECT_DIR/log"; echo ok: 1'] })
})

const slow = Operation.process("slow", {
  requires: Schema.Struct({ after: Ok }),
  output: Ok,
  outputScalars: { ok: "ok: (\\\\value)" },
  command: () => ({
    argv: ["sh", "-c", 'echo slow >> "$PROJECT_DIR/log"; [ -e "$PROJECT_DIR/go" ] || sleep 600; echo ok: 2']
  })
})

export const long = Pipeline.make("long", { build: () => slow.with({ requires: { after: first.with() } }) })

const deaf = Operation.process("deaf", {
  output: Ok,
  command: () => ({ argv: ["sh", "-c", 'trap "" INT TERM; touch "$PROJECT_DIR/deaf"; sleep 600'] })
})

export const stubborn = Pipeline.make("stubborn", { build: () => deaf.with() })

const breaks = Operation.make("breaks", {
  flags: Schema.Struct({ how: flag(Schema.Literal("fails", "wrong", "dies", "leaves"), { default: "fails" }) }),
  output: Schema.Struct({ n: Schema.Int }),
  run: ({ flags }) =>
    flags.how === "fails"
      ? Effect.fail(new Error("no luck\\nat all"))
      : flags.how === "wrong"
        ? Effect.succeed({ n: 0.5 })
        : Effect.sync((): { n: number } => { if (flags.how === "leaves") process.exit(0); throw new Error("a slip") })
})

export const broken = Pipeline.make("broken", {
  flags: Schema.Struct({ how: flag(Schema.Literal("fails", "wrong", "dies", "leaves"), { default: "fails" }) }),
  build: ({ how }) => breaks.with({ flags: { how } })
})
`

const NAMES = `
import { Console, Effect, Schema } from "effect"
import { flag, Operation, Pipeline } from "guild-effect"

const flags = Schema.Struct({ name: flag(Schema.String, { default: "n" }), describe: flag(Schema.String, { default: "d" }) })
const say = Operation.make("say", {
  flags,
  output: Schema.Void,
  run: ({ flags: { describe, name } }) => Console.log("name " + name + ", describe " + describe)
})
export const main = Pipeline.make("main", { flags, build: (given) => say.with({ flags: given }) })
`

const SLIPS = `
import { Schema } from "effect"
import { Operation, Pipeline } from "guild-effect"

const Ok = Schema.Struct({ ok: Schema.Number })
const takes = Operation.process("takes", {
  requires: Schema.Struct({ it: Ok }),
  output: Ok,
  command: () => ({ argv: ["true"] })
})
export const throws = Pipeline.make("throws", { build: () => { throw new Error("a slip") } })
export const nothing = Pipeline.make("nothing", { build: () => undefined })
export const some = Pipeline.make("some", { build: () => Pipeline.all({ one: 1 }) })
export const plain = Pipeline.make("plain", { build: () => takes.with({ requires: { it: { ok: 1 } } }) })
`

const boxes: Array<Sandbox> = []
afterEach(() => boxes.splice(0).forEach((each) => each.remove()))

const project = (): Sandbox => {
  const box = sandbox("pipeline")
  boxes.push(box)
  writeFileSync(join(box.project, "own.ts"), PIPELINE)
  return box
}

const runsOf = (box: Sandbox, operation: string): ReadonlyArray<string> =>
  box.runIds().filter((id) => readFileSync(box.runFile(id, ".guild/opref"), "utf8").trim().endsWith(` ${operation}`))

describe("a pipeline that is run from the shell", () => {
  it("runs nodes that do not need each other at the same time", async () => {
    const box = project()
    // Each waits for the other: one after the other they would never end.
    const { code, out } = await box.guild(["run", "own.ts:both", "-y", "--jobs", "2"])
    expect({ code, lines: out.trim().split("\n").sort() }).toEqual({
      code: 0,
      lines: ["left | ok: 1", "right | ok: 1"]
    })
  })

  it("goes on after it was killed, ends what was left running, and repeats nothing that was completed", async () => {
    const box = project()
    const log = () => (existsSync(join(box.project, "log")) ? readFileSync(join(box.project, "log"), "utf8") : "")
    const guild = box.start(["run", "own.ts:long", "-y"])
    await until(
      "the second node",
      () => log() === "first\nslow\n" && runsOf(box, "slow").some((id) => existsSync(box.runFile(id, ".guild/LOCK")))
    )
    const [parent = ""] = runsOf(box, "own.ts:long")
    const [left = ""] = runsOf(box, "slow")
    // Guild and the process of the pipeline, but not the node's.
    await until("the node's process", () => box.workers(left).length > 0)
    guild.kill("SIGKILL")
    box.workers(parent).forEach(killAtOnce)
    await guild.ended
    expect(box.workers(left)).not.toEqual([])
    writeFileSync(join(box.project, "go"), "")
    const again = await box.guild(["run", "--restart", parent, "-y"])
    expect(again).toMatchObject({ code: 0, out: "ok: 2\n" })
    expect(log()).toBe("first\nslow\nslow\n")
    await box.atRest(parent, left, ...runsOf(box, "first"))
    expect(runsOf(box, "first")).toHaveLength(1)
    expect(runsOf(box, "slow")).toHaveLength(2)
  })

  it("may have flags of any name", async () => {
    const box = project()
    writeFileSync(join(box.project, "names.ts"), NAMES)
    const { code, err, out } = await box.guild(["run", "names.ts", "-y", "name=x", "describe=y"])
    expect({ code, out, err }).toEqual({ code: 0, out: "name x, describe y\n", err: "" })
  })

  it("kills a node that does not listen when it is asked twice, and has that on record", async () => {
    const box = project()
    const guild = box.start(["run", "own.ts:stubborn", "-y"])
    await until("the node", () => existsSync(join(box.project, "deaf")))
    guild.kill("SIGINT")
    guild.kill("SIGTERM")
    expect((await guild.ended).code).toBe(256 - 2)
    const [node = ""] = runsOf(box, "deaf")
    const [parent = ""] = runsOf(box, "own.ts:stubborn")
    expect([node, parent].map((id) => box.attr(id, "exit_status"))).toEqual(["-9", "-2"])
    await box.atRest(node, parent)
  })

  it("says on a line what failed and how", async () => {
    const box = project()
    for (const [how, line] of [
      ["fails", "  breaks: no luck\n    at all"],
      ["dies", "  breaks: breaks (run RUN) failed: Error: a slip\n    Use 'guild cat --output"],
      ["wrong", "  breaks: invalid 'output' of breaks: n: Expected an integer, actual 0.5"]
    ]) {
      const { code, err } = await box.guild(["run", "own.ts:broken", "-y", `how=${how}`])
      // Where a function threw is for the user to see, as of any program; of what called it there is nothing.
      expect({ code, quiet: how === "dies" || looksLikeMessage(err) }).toEqual({ code: 1, quiet: true })
      expect(err.replaceAll(/run [0-9a-f]{8}/g, "run RUN")).toContain(`guild: broken failed\n${line}`)
      expect(err).not.toContain("node_modules/effect")
    }
    const left = await box.guild(["run", "own.ts:broken", "-y", "how=leaves"])
    expect(left).toMatchObject({ code: 1, err: "guild: own.ts ended the process before it was done\n" })
  })

  it("is refused, with the place in its file, where what it builds is no pipeline", async () => {
    const box = project()
    writeFileSync(join(box.project, "slips.ts"), SLIPS)
    const none = "is not the output of a node, as 'with' and 'Pipeline.all' give it"
    for (const [name, reason, line] of [
      ["throws", "Error: a slip", 11],
      ["nothing", `TypeError: what 'build' gives ${none}`, undefined],
      ["some", `TypeError: 'one' of what 'Pipeline.all' is given ${none}`, 13],
      ["plain", `TypeError: 'it' of takes ${none}`, 14]
    ] as const) {
      const { code, err } = await box.guild(["run", `slips.ts:${name}`, "-y"])
      const [first, ...frames] = err.trimEnd().split("\n")
      expect({ code, first, frames: frames.map((frame) => /slips\.ts:(\d+):\d+\)$/.exec(frame)?.[1]) }).toEqual({
        code: 1,
        first: `guild: cannot run ${name}: ${reason}`,
        frames: line === undefined ? [] : [String(line)]
      })
    }
  })

  it("is planned, when it is restarted, with all of its nodes, also those that it did not come to", async () => {
    const box = project()
    writeFileSync(join(box.project, "own.ts"), PIPELINE.replace("|| sleep 600", "|| exit 3"))
    expect((await box.guild(["run", "own.ts:long", "-y"])).code).toBe(1)
    const [parent = ""] = runsOf(box, "own.ts:long")
    const planned = async () =>
      (await box.guild(["plan", "--restart", parent])).out
        .split("\n")
        .flatMap((line) => (/^(?:run|skip) {2,}(first|slow) +(.*)$/.exec(line) ?? []).slice(1))
        .map((text) => text.replaceAll(/[0-9a-f]{8}/g, "ID"))
    expect(await planned()).toEqual(["first", "run ID is completed", "slow", "run ID failed"])
    await box.guild(["runs", "delete", "-y", "--permanent", ...runsOf(box, "slow")])
    expect(await planned()).toEqual(["first", "run ID is completed", "slow", "run ID is gone"])
    await box.guild(["runs", "delete", "-y", "--permanent", ...runsOf(box, "first")])
    expect(await planned()).toEqual(["first", "run ID is gone", "slow", "run ID is gone"])
    // A start that came to nothing knows its nodes all the same.
    writeFileSync(box.runFile(parent, ".guild/attrs/step_runs"), "[]\n")
    expect(await planned()).toEqual(["first", "has not been run", "slow", "has not been run"])
  })
})
