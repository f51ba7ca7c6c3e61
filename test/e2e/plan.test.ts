import { existsSync, lstatSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"

const OPERATIONS = `
data: {exec: "sh -c 'echo \${rows} > data'", flags: {rows: 1}, sourcecode: no}
model: {exec: cat data, flags: {lr: 1}, requires: [{operation: data}], sourcecode: no}
check: {exec: "true", requires: [{operation: model}], sourcecode: no}
fails: {exec: "false", sourcecode: no}
`

/** Operations 'all', each with what is planned and run of it. */
const CASES: ReadonlyArray<readonly [what: string, steps: string, words?: string]> = [
  [
    "a requirement that a step of a step meets",
    `
inner: {steps: [data rows=2, model]}
all: {steps: [{run: inner, name: first}, model, check]}`
  ],
  [
    "steps that take the run of another, and others that do not hold",
    `
all:
  flags: {x: 2}
  steps:
    - data rows=\${x}
    - {run: data, needed: yes, matrix: {rows: [1, 2]}}
    - {run: data rows=2, name: same, needed: yes}
    - {run: fails, continue-on-error: yes}
    - {run: fails, name: off, when: x > 2}`
  ],
  [
    "trials of an operation with steps, of which later ones take what earlier ones make",
    `
all:
  flags: {x: 1}
  steps:
    - data --needed
    - model lr=\${x}
    - {run: check, when: x > 1}`,
    "x=[1,2]"
  ],
  [
    "steps that are batches, also of operations with steps, and what requires their trials",
    `
inner: {flags: {x: 1}, steps: ["data rows=\${x}", model]}
all: {steps: ["data rows=[1,2]", model, "inner x=[3,4]", {run: model, name: last}, check]}`
  ],
  [
    "a step that takes the run of an operation which a later step requires",
    `
inner: {steps: [model]}
all: {steps: [data --needed, inner]}`
  ]
]

interface PlannedStep {
  readonly step: string
  readonly action: string
  readonly trials?: { readonly first: ReadonlyArray<Trial> }
  readonly steps?: ReadonlyArray<PlannedStep>
}

interface Trial {
  readonly flags: Readonly<Record<string, unknown>>
  readonly steps?: ReadonlyArray<PlannedStep>
}

interface PlannedOp extends Omit<PlannedStep, "step"> {
  readonly operation: string
}

const below = (path: string, { steps = [], trials }: Pick<PlannedStep, "steps" | "trials">): ReadonlyArray<string> => [
  ...steps.flatMap((step) =>
    step.action === "run" ? [`${path}/${step.step}`, ...below(`${path}/${step.step}`, step)] : []
  ),
  ...(trials?.first ?? []).flatMap((trial, at) => [`${path}#${at}`, ...below(`${path}#${at}`, trial)])
]

/** What a plan says is run: steps by their paths, trials by their numbers. */
const planned = (plan: ReadonlyArray<PlannedOp>): ReadonlyArray<string> =>
  plan.filter(({ action }) => action === "run").flatMap((op) => [op.operation, ...below(op.operation, op)])

let box: Sandbox
afterEach(() => box.remove())

const planOf = async (words: ReadonlyArray<string>): Promise<ReadonlyArray<PlannedOp>> => {
  const { code, err, out } = await box.guild(["plan", "all", ...words, "--json"])
  expect([code, err]).toEqual([0, ""])
  return JSON.parse(out)
}

/** The operation of a run; of a batch, that of its prototype. */
const operationOf = (run: string): string => {
  const own = box.runFile(run, ".guild/opref")
  const proto = box.runFile(run, ".guild/proto/.guild/opref")
  return (
    readFileSync(existsSync(proto) ? proto : own, "utf8")
      .trim()
      .split(" ")
      .at(-1) ?? ""
  )
}

const inOrder = (runs: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...runs].sort((a, b) => Number(box.attr(a, "initialized")) - Number(box.attr(b, "initialized")))

/** The trials that a batch is linked to, in the order in which they were made. */
const trialsOf = (run: string): ReadonlyArray<string> =>
  inOrder(
    readdirSync(box.runFile(run, "."))
      .filter((name) => lstatSync(box.runFile(run, name)).isSymbolicLink())
      .map((name) => basename(readlinkSync(box.runFile(run, name))))
  )

/** The steps that a run came to, and their runs, in the order in which they began. */
const stepsOf = (run: string): ReadonlyArray<readonly [step: string, run: string]> =>
  (box.attr(run, "step_runs") ?? "").split(/^- /m).flatMap((entry) => {
    const step = /^ *step: (.*)$/m.exec(entry)?.[1]
    const last = /(?<=run: )\w+/g.exec(entry)?.[0]
    return step === undefined || last === undefined ? [] : [[step, last] as const]
  })

/** What was run: the same paths, of the runs that were made. One that is come upon again was taken as it is. */
const ran = (): ReadonlyArray<string> => {
  const met = new Set<string>()
  const walk = (run: string, path: string): ReadonlyArray<string> => {
    if (met.has(run)) return []
    met.add(run)
    const isBatch = existsSync(box.runFile(run, ".guild/proto"))
    const inner = isBatch
      ? trialsOf(run).map((trial, at) => [trial, `${path}#${at}`] as const)
      : stepsOf(run).map(([step, each]) => [each, `${path}/${step}`] as const)
    return [path, ...inner.flatMap(([each, at]) => walk(each, at))]
  }
  return inOrder(box.runIds()).flatMap((run) => walk(run, operationOf(run)))
}

describe("a plan", () => {
  it.each(CASES)("of %s is what is run, and then there is nothing left to run", async (_, steps, words = "") => {
    box = sandbox("steps")
    writeFileSync(join(box.project, "guild.yml"), OPERATIONS + steps)
    const given = words === "" ? [] : [words]
    const before = planned(await planOf(given))
    expect(await box.guild(["run", "all", ...given, "--with-deps", "--needed", "-y"])).toMatchObject({ code: 0 })
    expect([...ran()].sort()).toEqual([...before].sort())
    // A batch makes its trials anew each time.
    if (words === "") expect(planned(await planOf(given))).toEqual([])
  })
})
