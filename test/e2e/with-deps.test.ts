import { readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { complaints, looksLikeMessage, sandbox } from "../support/e2e.ts"
import { until } from "../support/until.ts"

let box: Sandbox
afterEach(() => box.remove())

const project = (guildFile: string, files: Readonly<Record<string, string>> = {}) => {
  box = sandbox()
  for (const name of readdirSync(box.project)) rmSync(join(box.project, name), { recursive: true })
  writeFileSync(join(box.project, "guild.yml"), guildFile)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(box.project, name), text)
  return box
}

/** Waits until a file is there: one after the other these would never end. */
const meet = (own: string, other: string) =>
  `sh -c 'touch $PROJECT_DIR/${own}; until [ -e $PROJECT_DIR/${other} ]; do sleep 0.05; done; echo met > out'`

const actions = async (words: ReadonlyArray<string>) => {
  const { out } = await box.guild(["plan", ...words])
  return out
    .split("\n")
    .filter((line) => /^(run|skip) /.test(line))
    .map((line) => line.split(/ +/).slice(0, 2).join(" "))
}

describe("running an operation with what it requires", () => {
  it("runs what does not require each other at the same time, and links what it makes", async () => {
    const guild = project(`
- sourcecode: no
  operations:
    left: {exec: "${meet("l", "r").replaceAll('"', "")}"}
    right: {exec: "${meet("r", "l").replaceAll('"', "")}"}
    join:
      exec: cat left/out right/out
      requires:
        - {operation: left, path: left}
        - {operation: right, path: right}
`)
    const { code, err, out } = await guild.guild(["run", "join", "--with-deps", "-y", "--jobs", "2"])
    expect([code, complaints(err)]).toEqual([0, []])
    expect(out).toContain("met\nmet")
    expect(guild.runIds().length).toBe(3)
    const joined = guild.runIds().find((id) => guild.attr(id, "cmd")?.includes("left/out")) ?? ""
    const left = /left: (?:'?)([0-9a-f]{8})/.exec(guild.attr(joined, "flags") ?? "")?.[1] ?? "none"
    expect(readlinkSync(guild.runFile(joined, "left/out"))).toContain(left)
    expect(await actions(["join"])).toEqual(["skip left", "skip right", "skip join"])
  })

  it("stops where a requirement fails, keeps what was done, and goes on from there the next time", async () => {
    const guild = project(
      `
- sourcecode: no
  operations:
    first: {exec: "sh -c 'echo 1 > one'"}
    second:
      exec: sh go.sh
      requires: [{operation: first}, {file: go.sh}]
    last:
      exec: "true"
      requires: [{operation: second}]
`,
      { "go.sh": "exit 3\n" }
    )
    const failed = await guild.guild(["run", "last", "--with-deps", "-y"])
    expect(failed.code).toBe(1)
    expect(complaints(failed.err)).toEqual([
      expect.stringMatching(
        /^guild: last was not started because second, which it requires, failed: run .* exit status 3$/
      )
    ])
    expect(looksLikeMessage(failed.err)).toBe(true)
    expect(await actions(["last"])).toEqual(["skip first", "run second", "run last"])
    writeFileSync(join(guild.project, "go.sh"), "echo went\n")
    const ended = await guild.guild(["run", "last", "--with-deps", "-y"])
    expect([ended.code, ended.out]).toEqual([0, "went\n"])
    expect(await actions(["last"])).toEqual(["skip first", "skip second", "skip last"])
  })

  it("does all of it in the background, and says nothing of a run that is missing only as yet", async () => {
    const guild = project(`
- sourcecode: no
  operations:
    first: {exec: "sh -c 'echo 1 > one'"}
    last: {exec: cat one, requires: [{operation: first}]}
`)
    const started = await guild.guild(["run", "last", "--with-deps", "--background"], { input: "y\n" })
    expect([started.code, started.err]).toEqual([0, ""])
    expect(started.out).toMatch(/^run +first +has not been run$/m)
    const id = /last started in background as ([0-9a-f]{32})/.exec(started.out)?.[1] ?? ""
    await until("the run's end", () => guild.runIds().includes(id) && guild.attr(id, "exit_status") === "0")
    expect(readlinkSync(guild.runFile(id, "one"))).toMatch(/[0-9a-f]{32}\/one$/)
    expect(guild.runIds()).toHaveLength(2)
  })

  it("starts nothing in the background that could never start", async () => {
    const guild = project(`
- sourcecode: no
  operations:
    hen: {exec: "true", requires: [{operation: egg}]}
    egg: {exec: "true", requires: [{operation: hen}]}
`)
    const { code, err } = await guild.guild(["run", "hen", "--with-deps", "--background", "-y"])
    expect([code, complaints(err)]).toEqual([
      1,
      ["guild: these need each other and could never start: hen -> egg -> hen"]
    ])
    expect(guild.runIds()).toEqual([])
  })

  it("is stopped by Ctrl-C, and leaves no process and no lock behind", async () => {
    const guild = project(`
- sourcecode: no
  operations:
    slow: {exec: sleep 3600}
    last: {exec: "true", requires: [{operation: slow}]}
`)
    const started = guild.start(["run", "last", "--with-deps", "-y"])
    const id = await until("the required run", () => guild.runIds().find((run) => guild.workers(run).length > 0))
    started.kill("SIGINT")
    const { code } = await started.ended
    expect(code).toBe(130)
    await guild.atRest(id)
    expect(guild.runIds()).toEqual([id])
    expect(readdirSync(guild.runFile(id, ".guild"))).not.toContain("LOCK")
  })
})

describe("the plan of an operation with steps", () => {
  const STEPS = `
- sourcecode: no
  operations:
    work: {exec: "true", flags: {n: 1}}
    fails: {exec: "false"}
    inner:
      steps: [work n=1, work n=2]
    all:
      flags: {n: 1}
      steps:
        - {run: work, name: first, flags: {n: "\${n}"}}
        - {run: work, name: fixed, needed: yes}
        - {run: fails, continue-on-error: yes}
        - inner
    maker:
      requires: [{operation: all}]
      exec: "true"
`

  /** What is done with each operation and step, by name. */
  const planned = async (...words: ReadonlyArray<string>) => {
    const { out } = await box.guild(["plan", ...words])
    return Object.fromEntries(
      out
        .split("\n")
        .flatMap((line) => (/^(run|skip) /.test(line) ? [line.trim().split(/ +/)] : []))
        .map(([action, name]) => [name, action])
    )
  }

  it("has every step, and takes none to be stale that would come to the same", async () => {
    project(STEPS)
    // The step before it makes the run that is needed.
    expect(await planned("all")).toEqual({
      all: "run",
      first: "run",
      fixed: "skip",
      fails: "run",
      inner: "run",
      work: "run",
      work_2: "run"
    })
    expect((await box.guild(["run", "all", "-y"])).code).toBe(0)
    // The failure is tolerated, so that running it again would come to the same.
    expect(new Set(Object.values(await planned("all")))).toEqual(new Set(["skip"]))
    const changed = await planned("all", "n=2")
    // A step that is content with a run that is there stays skipped; the others are gone through.
    expect(changed).toEqual({
      all: "run",
      first: "run",
      fixed: "skip",
      fails: "run",
      inner: "run",
      work: "run",
      work_2: "run"
    })
  })

  it("warns of nothing that running it would warn of", async () => {
    const guild = project(`
- sourcecode: no
  operations:
    one: {exec: "true"}
    all: {steps: [one --stage]}
`)
    expect(await guild.guild(["plan", "all"])).toMatchObject({ code: 0, err: "" })
    expect((await guild.guild(["run", "all", "-y"])).err).toContain("WARNING: [guild] run parameter stage")
  })

  it("makes an operation stale that requires it when one of its steps is", async () => {
    const guild = project(STEPS)
    expect((await guild.guild(["run", "maker", "--with-deps", "-y"])).code).toBe(0)
    expect(await planned("maker")).toMatchObject({ all: "skip", maker: "skip" })
    writeFileSync(join(guild.project, "guild.yml"), STEPS.replace("work n=2", "work n=3"))
    expect(await planned("maker")).toMatchObject({ all: "run", inner: "run", first: "run", maker: "run" })
    const { err } = await guild.guild(["run", "maker", "--with-deps", "-y"])
    expect(err).toContain("running all, which is required")
    expect(await planned("maker")).toMatchObject({ all: "skip", inner: "skip", maker: "skip" })
  })
})

describe("what the steps of an operation require", () => {
  const OUTSIDE = `
- sourcecode: no
  operations:
    data: {exec: "sh -c 'cp $PROJECT_DIR/rows data'", requires: [{file: rows}]}
    model: {exec: sh go.sh, requires: [{operation: data}, {file: go.sh, target-type: copy}]}
    check: {exec: cat data, requires: [{operation: data}]}
    inner: {steps: [check]}
    all:
      flags: {check: yes}
      steps:
        - model
        - {run: inner, when: check = true}
        - {run: check, name: last, isolate-runs: no}
    loose: {steps: [{run: "free"}]}
    free: {exec: "true", requires: [{operation: nowhere, optional: yes}]}
    hen: {steps: [chick]}
    chick: {exec: "true", requires: [{operation: egg}]}
    egg: {exec: "true", requires: [{operation: hen}]}
`
  const files = { rows: "1\n", "go.sh": "echo made > model\n" }

  it("is run first where no step before it makes it, once, and is what all steps take", async () => {
    const guild = project(OUTSIDE, files)
    expect(await actions(["all"])).toEqual(["run data", "run all", "run model", "run inner", "run check", "run last"])
    const { code, err, out } = await guild.guild(["run", "all", "--with-deps", "-y"])
    expect([code, complaints(err), out]).toEqual([0, [], "1\n1\n"])
    expect(err).toContain("INFO: [guild] running data, which is required\n")
    const [data, ...others] = guild.runIds().filter((id) => guild.attr(id, "cmd")?.includes("cp "))
    expect(others).toEqual([])
    const taken = guild
      .runIds()
      .flatMap((id) => /^data: '?([0-9a-f]{8})/m.exec(guild.attr(id, "flags") ?? "")?.[1] ?? [])
    expect(taken).toEqual([data, data, data].map((id) => id?.slice(0, 8)))
    expect(new Set((await actions(["all"])).map((line) => line.split(" ")[0]))).toEqual(new Set(["skip"]))
  })

  it("makes the steps stale when it is stale itself, and is taken as it is where it is not the latest run", async () => {
    const guild = project(OUTSIDE, files)
    expect((await guild.guild(["run", "all", "--with-deps", "-y"])).code).toBe(0)
    // The latest run of what is required is another one than would be made now; the steps take the one before it.
    writeFileSync(join(guild.project, "guild.yml"), OUTSIDE.replace("rows data'", "rows data; echo 2 >> data'"))
    expect((await guild.guild(["run", "data", "-y"])).code).toBe(0)
    writeFileSync(join(guild.project, "guild.yml"), OUTSIDE)
    const again = await guild.guild(["run", "all", "--with-deps", "-y"])
    expect([again.code, again.out]).toEqual([0, "1\n1\n"])
    expect(again.err).not.toContain("running data")
    writeFileSync(join(guild.project, "guild.yml"), OUTSIDE.replace("rows data'", "rows data; echo 3 >> data'"))
    expect(await actions(["all"])).toEqual(["run data", "run all", "run model", "run inner", "run check", "run last"])
    const changed = await guild.guild(["run", "all", "--with-deps", "-y"])
    expect([changed.code, changed.out]).toEqual([0, "1\n3\n1\n3\n"])
  })

  it("is what steps take that go on after a failure", async () => {
    const guild = project(OUTSIDE, { ...files, "go.sh": "exit 3\n" })
    expect((await guild.guild(["run", "all", "--with-deps", "-y"])).code).toBe(3)
    const id = guild.runIds().find((run) => guild.attr(run, "step_deps") !== undefined) ?? ""
    writeFileSync(join(guild.project, "go.sh"), "echo made > model\n")
    const { code, err, out } = await guild.guild(["run", "--restart", id, "-y"])
    expect([code, complaints(err), out]).toEqual([0, [], "1\n1\n"])
    expect(guild.runIds().filter((run) => guild.attr(run, "cmd")?.includes("cp "))).toHaveLength(1)
  })

  it("is left alone for a step that its condition leaves out, and where it can be done without", async () => {
    project(OUTSIDE.replace("- model\n", "").replace("- {run: check, name: last, isolate-runs: no}", ""), files)
    expect(await actions(["all", "check=no"])).toEqual(["run all", "skip inner"])
    expect(await actions(["loose"])).toEqual(["run loose", "run free"])
  })

  it("is told of where it needs the operation that has the steps", async () => {
    const guild = project(OUTSIDE, files)
    const { code, err } = await guild.guild(["run", "hen", "--with-deps", "-y"])
    expect([code, err]).toEqual([1, "guild: these need each other and could never start: hen -> chick -> egg -> hen\n"])
    expect(guild.runIds()).toEqual([])
  })
})

describe("the plan of a batch", () => {
  const BATCH = `
- sourcecode: ["*.sh"]
  operations:
    data: {exec: "true"}
    train: {exec: sh .guild/sourcecode/go.sh, flags: {lr: 0.1, n: 1}, requires: [{operation: data}]}
    choose: {exec: "sh -c 'touch $PROJECT_DIR/started'"}
    fit: {exec: "true", flags: {lr: 0.1}, optimizers: {mine: {algorithm: gp, random-starts: 2}}}
`
  const train = ["train", "lr=[0.1,0.2]", "n=[1,2]"]
  const trials = async (...words: ReadonlyArray<string>) =>
    (await box.guild(["plan", ...words])).out
      .split("\n")
      .filter((line) => / (lr=|train|fit|a batch|\d+ of |each )/.test(line))
      .map((line) =>
        line
          .trim()
          .replaceAll(/ {2,}/g, " ")
          .replaceAll(/[0-9a-f]{8}/g, "ID")
      )

  it("says which trials would be run, and which are done, as running it then does", async () => {
    const guild = project(BATCH, { "go.sh": "" })
    expect(await trials(...train)).toEqual([
      ...["run train a batch of 4 trials", "run lr=0.1 n=1", "run lr=0.1 n=2", "run lr=0.2 n=1", "run lr=0.2 n=2"]
    ])
    // What a trial takes is yet to be made: none can have been run with it.
    expect(await trials(...train, "--skip-done")).toContain("0 of 4 runs are done already")
    await guild.guild(["run", "train", "lr=0.2", "n=[1,2]", "--with-deps", "-y"])
    const before = guild.runIds().length
    expect(await trials(...train, "--skip-done")).toEqual([
      "run train a batch of 4 trials",
      "2 of 4 runs are done already",
      ...[
        "run lr=0.1 n=1",
        "run lr=0.1 n=2",
        "skip lr=0.2 n=1 run ID has done it",
        "skip lr=0.2 n=2 run ID has done it"
      ]
    ])
    expect(await trials(...train, "--skip-done", "--repeat", "2")).toContain("run lr=0.2 n=1 has been done once: ID")
    expect(guild.runIds()).toHaveLength(before)
    await guild.guild(["run", ...train, "--skip-done", "-y"])
    // The batch itself and the two trials that were left.
    expect(guild.runIds()).toHaveLength(before + 3)
    expect(await trials(...train, "--skip-done")).toContain("4 of 4 runs are done already")
    writeFileSync(join(guild.project, "go.sh"), "echo\n")
    expect(await trials(...train, "--skip-done")).toContain("0 of 4 runs are done already")
  })

  it("says how many trials a search has and what chooses them, and starts no optimizer", async () => {
    const guild = project(BATCH, { "go.sh": "" })
    for (const [words, line] of [
      [["lr=[0.1:0.2]"], "run fit a search by random of 20 trials"],
      [
        ["lr=[0.1:0.2]", "-o", "gp", "-m", "7", "-X", "acc"],
        "run fit a search by gp of at most 7 trials to maximize acc"
      ],
      [["lr=[0.1:0.2]", "-O"], "run fit a search by gp of at most 20 trials to minimize loss"],
      [["lr=[0.1:0.2]", "-o", "choose"], "run fit a search by choose to minimize loss"],
      [["lr=range[0:1:0.1]", "-m", "3"], "run fit a batch of 3 trials"]
    ] as const)
      expect(await trials("fit", ...words)).toEqual([line])
    // What a seed settles is shown, and is what is run.
    const seeded = ["fit", "lr=range[0:1:0.1]", "-m", "3", "--random-seed", "5"]
    const planned = (await trials(...seeded)).slice(1).map((line) => line.replace("run ", ""))
    await guild.guild(["run", ...seeded, "-y"])
    const labels = guild.runIds().flatMap((id) => (guild.attr(id, "label") ?? "").match(/^lr=\S+$/) ?? [])
    expect([planned.length, planned.toSorted()]).toEqual([3, labels.toSorted()])
    expect(readdirSync(guild.project)).not.toContain("started")
  })

  it("is refused as running it would be", async () => {
    project(BATCH, { "go.sh": "" })
    for (const [words, problem] of [
      [["fit", "-o", "gp", "lr=1"], "do not contain any search dimensions"],
      [["fit", "-o", "nope", "lr=[0:1]"], "operation 'nope' is not defined"],
      [["fit", "--opt-flag", "x=1"], "invalid optimizer flag x=1: no optimizer specified"]
    ] as const) {
      const [planned, ran] = [await box.guild(["plan", ...words]), await box.guild(["run", ...words, "-y"])]
      expect([planned.code, planned.err.includes(problem)]).toEqual([1, true])
      expect([planned.code, planned.err]).toEqual([ran.code, ran.err])
    }
  })
})
