import { Effect, Either, Option } from "effect"
import type { Objective } from "../../domain/compare/Objective.ts"
import type { SearchSpace } from "../../domain/flags/SearchSpace.ts"
import { searchSpace } from "../../domain/flags/SearchSpace.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { RunStatus } from "../../domain/runs/RunStatus.ts"
import { scalarName } from "../../domain/scalars/Scalar.ts"
import type { ScalarSummary } from "../../domain/scalars/Scalar.ts"
import type { Value, ValueMap } from "../../domain/Value.ts"
import { float, mapOf } from "../../domain/Value.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import { RunStore } from "../../services/RunStore.ts"
import type { BatchPlan } from "./BatchPlan.ts"
import { policyOf } from "./BatchPlan.ts"
import { columnValue } from "./Chooser.ts"
import { outcomeOf } from "./OutcomeOf.ts"
import type { EndedTrial } from "./OptimizerSession.ts"
import type { Running } from "./Running.ts"

const statusText = (status: RunStatus): string => (status._tag === "Failed" ? "error" : status._tag.toLowerCase())

const summaryData = (summary: ScalarSummary): ValueMap =>
  mapOf([
    ["prefix", summary.prefix],
    ["tag", summary.tag],
    ["count", summary.count],
    ["first", float(summary.firstVal)],
    ["first_step", summary.firstStep],
    ["last", float(summary.lastVal)],
    ["last_step", summary.lastStep],
    ["min", float(summary.minVal)],
    ["min_step", summary.minStep],
    ["max", float(summary.maxVal)],
    ["max_step", summary.maxStep],
    ["avg", float(summary.avgVal)],
    ["total", float(summary.total)]
  ])

/** What an optimizer is told of a trial that has ended: of the first of its repetitions, with the mean of their objectives. */
export const trialReport = (objective: Objective, { flags, outcomes }: EndedTrial) =>
  Effect.gen(function* () {
    const [first] = outcomes
    if (first === undefined) return mapOf([["flags", flags]])
    const run = Option.getOrUndefined(yield* (yield* RunStore).read(first.run))
    const summaries = yield* (yield* RunIndex).scalars(first.run)
    const found = yield* Effect.forEach(outcomes, (outcome) => columnValue(objective, flags, outcome))
    const values = found.filter((value) => value !== undefined)
    const mean = values.length === 0 ? null : float(values.reduce((sum, value) => sum + value, 0) / values.length)
    const entries: ReadonlyArray<readonly [string, Value]> = [
      ["run", first.run.id],
      ["dir", first.run.dir],
      ["flags", flags],
      ["status", run === undefined ? "pending" : statusText(run.status)],
      ["exit_status", run?.exitStatus ?? null],
      ["objective", mean],
      ["scalars", mapOf(summaries.map((summary) => [scalarName(summary), float(summary.lastVal)]))],
      ["summaries", summaries.map(summaryData)],
      ...(outcomes.length > 1 ? [["runs", outcomes.map(({ run: { id } }) => id)] as const] : [])
    ]
    return mapOf(entries)
  })

/** Trials that an earlier start of a batch made, the earliest first. */
export const earlierTrials = (batch: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const initialized = Option.match(yield* store.read(batch), {
      onNone: () => undefined,
      onSome: (run) => run.initialized
    })
    const links = yield* store.list({ archive: batch.dir })
    const found = yield* Effect.forEach(links, ({ id }) => store.read({ id, dir: `${store.runsDir}/${id}` }))
    const earlier = found
      .flatMap(Option.toArray)
      .filter((run) => (run.initialized ?? 0) < (initialized ?? 0) && run.exitStatus !== undefined)
      .sort((a, b) => (a.started ?? 0) - (b.started ?? 0))
    return yield* Effect.forEach(earlier, (run) =>
      Effect.map(outcomeOf(run), (outcome): EndedTrial => ({ flags: run.flags, outcomes: [outcome] }))
    )
  })

const spaceData = (space: SearchSpace): ValueMap =>
  space.kind === "choice"
    ? { kind: "choice", values: space.values }
    : mapOf([
        ["kind", space.kind],
        ["low", space.integer ? space.low : float(space.low)],
        ["high", space.integer ? space.high : float(space.high)],
        ["integer", space.integer],
        ["initial", space.initial === undefined ? null : space.integer ? space.initial : float(space.initial)]
      ])

/** The flags that are to be searched, and where. What is no space that guild knows is the optimizer's own affair. */
const spaces = (flags: ValueMap): ValueMap =>
  mapOf(
    Object.entries(flags).flatMap(([name, value]) => {
      const space = Either.getOrUndefined(searchSpace(name, value))
      return space === undefined ? [] : [[name, spaceData(space)] as const]
    })
  )

/** What a batch is about, for its optimizer. */
export const batchReport = (batch: BatchPlan, { run, proto }: Pick<Running, "run" | "proto">): ValueMap => {
  const { objective, protoFlags, request } = batch
  return mapOf([
    ["run", run.id],
    ["dir", run.dir],
    ["flags", request.batch.optFlags],
    ["max_trials", request.batch.maxTrials ?? null],
    ["random_seed", request.randomSeed],
    [
      "objective",
      mapOf([
        ["direction", objective.direction],
        ["column", objective.column]
      ])
    ],
    ["jobs", policyOf(batch).jobs],
    [
      "proto",
      mapOf([
        ["operation", batch.basis.opName],
        ["dir", proto.dir],
        ["flags", protoFlags]
      ])
    ],
    ["space", spaces(protoFlags)]
  ])
}
